import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lives } from '../../src/invariants/lives.ts';
import { simulate } from '../../src/kernel/simulate.ts';
import { fold } from '../../src/model/fold.ts';
import { devId, INIT_NET } from '../../src/model/ids.ts';
import { arbitraryPlan } from '../../src/testing/arbitrary-plan.ts';
import {
  A,
  boot,
  born,
  buried,
  freed,
  given,
  listed,
  loListed,
  loUnlisted,
  moved,
  net,
  opsInit,
  opsRegistered,
  opsUnregistered,
  type Told,
  unlisted,
} from './history.ts';
import { livesAfter, livesOf, tell } from './known-lives.ts';

describe('what is known of lives', () => {
  it('lists the devices of each namespace as the fold does', () => {
    fc.assert(
      fc.property(arbitraryPlan({ maxCommands: 10 }), (plan) => {
        const events = simulate(plan);
        const state = fold(events);
        for (const life of livesOf(events).nets()) {
          const devices = state.nets.get(life.net)?.devices ?? [];
          expect([...life.devices].map(({ dev }) => dev)).toEqual([...devices]);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('keeps no namespace that is freed or whose setup failed', () => {
    fc.assert(
      fc.property(arbitraryPlan({ maxCommands: 10 }), (plan) => {
        const events = simulate(plan);
        const alive = new Set(fold(events).nets.keys());
        for (const { net: id } of livesOf(events).nets()) expect(alive).toContain(id);
      }),
      { numRuns: 30 },
    );
  });

  it('is a fresh object for every life under one id', () => {
    const lives = new Lives(null);
    const seen = new Set<object>();
    const life = [...born(A), net('net.cleanup', A), loUnlisted(A), ...buried(A)];
    const look = () => seen.add(lives.net(A));
    const watch = { 'net.setup': look, 'netdev.unregistered': look, 'net.freed': look };
    tell(given(...life, ...life), lives, watch);
    expect(seen.size).toBe(2);
  });

  it('knows loopback by its name in a setup, where nobody can rename it', () => {
    const told = [net('net.setup', A), listed(A, 'early0', 1), opsInit(A, 'netdev_net_ops')];
    expect(livesAfter(...told).net(A).loopback).toBeNull();
    expect(livesAfter(...told, listed(A, 'lo', 2)).net(A).loopback).toBe('lo#2');
  });

  it('knows loopback by ifindex 1 where no setup is in sight or the name is not shown', () => {
    expect(livesAfter(listed(A, 'renamed', 1)).net(A).loopback).toBe('renamed#1');
    const nameless: Told = {
      type: 'netdev.registered',
      dev: devId('lo@a'),
      net: A,
      name: null,
      ifindex: 1,
    };
    expect(livesAfter(net('net.setup', A), nameless).net(A).loopback).toBe('lo@a');
  });

  it('knows loopback best by what loopback_net_init made', () => {
    const told = [listed(A, 'x', 1), opsInit(A, 'netdev_net_ops'), listed(A, 'lo', 2)];
    const made = livesAfter(...told, opsInit(A, 'loopback_net_ops'));
    expect(made.net(A).loopback).toBe('lo#2');
  });

  it('takes no earlier device of init_net for what loopback_net_init made', () => {
    const lives = livesAfter(
      listed(INIT_NET, 'early0', 7),
      opsRegistered('loopback_net_ops', 'device'),
      loListed(INIT_NET),
      opsInit(INIT_NET, 'loopback_net_ops'),
    );
    expect(lives.net(INIT_NET).made).toMatchObject([{ name: 'lo' }]);
  });

  it('lets namespaces that were set up alike share one list of operations', () => {
    const other = livesAfter(...boot, ...born(A), ...born(INIT_NET));
    expect(other.net(A).list).toBe(other.net(INIT_NET).list);
    expect(other.net(A).list?.ops.map(({ ops }) => ops)).toContain('loopback_net_ops');
  });

  it('tells operations that came back from those that went', () => {
    const before = livesAfter(opsRegistered('x_ops'));
    expect(before.ops('x_ops').since).toBe(0);
    const after = livesAfter(
      opsRegistered('x_ops'),
      opsUnregistered('x_ops'),
      opsRegistered('x_ops'),
    );
    expect(after.ops('x_ops').since).toBe(2);
  });

  it('follows a device through its life', () => {
    const [arrival, move, departure] = [
      listed(A, 'd0', 2),
      moved(A, INIT_NET, 'd0', 2),
      unlisted(INIT_NET, 'd0', 2),
    ];
    const dev = devId('d0#2');
    expect(livesAfter(arrival).device(dev)).toMatchObject({ status: 'listed', net: A });
    expect(livesAfter(arrival, move).device(dev)).toMatchObject({
      status: 'listed',
      net: INIT_NET,
    });
    expect(livesAfter(arrival, move, departure).device(dev).status).toBe('unlisted');
    expect(livesAfter(arrival, move, departure, freed('d0', 2)).device(dev).status).toBe('unknown');
  });

  it('forgets all of it when records are lost', () => {
    const lives = livesAfter(...boot, ...born(A));
    lives.forget();
    expect([...lives.nets(), ...lives.listedOps()]).toEqual([]);
    expect(lives.device(devId('lo@a')).status).toBe('unknown');
  });
});
