import { describe, expect, it } from 'vitest';
import { Lives } from '../../src/invariants/lives.ts';
import { devId } from '../../src/model/ids.ts';
import {
  A,
  B,
  born,
  gap,
  listed,
  loListed,
  loUnlisted,
  moved,
  net,
  netFailed,
  opsFailed,
  opsInit,
  opsRegistered,
  opsUnregistered,
  type Told,
  unlisted,
} from './history.ts';
import { livesAfter } from './known-lives.ts';

const madeIn = (lives: Lives) => lives.net(A).made?.map(({ name }) => name);
const step = opsInit(A, 'netdev_net_ops');
const makesLo = opsInit(A, 'loopback_net_ops');

describe('what is known of a namespace', () => {
  it('is how far its life has come', () => {
    const stage = (...told: readonly Told[]) => livesAfter(...told).net(A).stage;
    expect(stage(loListed(A))).toBe('unknown');
    expect(stage(net('net.setup', A))).toBe('setup');
    expect(stage(...born(A))).toBe('ready');
    expect(stage(...born(A), net('net.dying', A))).toBe('dying');
    expect(stage(...born(A), net('net.cleanup', A))).toBe('cleanup');
    expect(stage(net('net.cleanup', A), net('net.freed', A))).toBe('unknown');
  });

  it('is over with a setup that fails, and so is what left it', () => {
    const failed = livesAfter(net('net.setup', A), netFailed(A), netFailed(null));
    expect([...failed.nets()]).toEqual([]);
    const left = [...born(A), listed(A, 'd0', 2), unlisted(A, 'd0', 2), net('net.freed', A)];
    expect(livesAfter(...left).device(devId('d0#2')).status).toBe('unknown');
  });

  it('is what loopback_net_init made: what was listed since the step before it', () => {
    const [early, lo] = [listed(A, 'x', 7), loListed(A)];
    expect(madeIn(livesAfter(step, early, opsInit(A, 'y_ops'), lo, makesLo))).toEqual(['lo']);
    expect(madeIn(livesAfter(step, lo, makesLo, listed(A, 'z', 3), makesLo))).toEqual(['lo']);
    expect(madeIn(livesAfter(step, lo, opsFailed(A, 'loopback_net_ops')))).toBeUndefined();
    expect(madeIn(livesAfter(lo, makesLo))).toBeUndefined();
    expect(madeIn(livesAfter(step, moved(B, A, 'm', 1), lo, makesLo))).toEqual(['lo']);
  });

  it('is no more than eight devices that one init made', () => {
    const many = Array.from({ length: 9 }, (_, at) => listed(A, `d${at}`, at + 2));
    expect(madeIn(livesAfter(step, ...many, makesLo))).toHaveLength(8);
    expect(madeIn(livesAfter(step, ...many.slice(0, 8), makesLo))).toHaveLength(8);
  });

  it('is its loopback: the one with ifindex 1 of what was made, else the first', () => {
    const loopback = (...told: readonly Told[]) => livesAfter(...told).net(A).loopback;
    expect(loopback(step, listed(A, 'x', 2), listed(A, 'y', 1), makesLo)).toBe('y#1');
    expect(loopback(step, listed(A, 'x', 2), listed(A, 'y', 3), makesLo)).toBe('x#2');
    expect(loopback(net('net.setup', A), loListed(A), listed(A, 'lo', 5))).toBe('lo@a');
    expect(loopback(moved(B, A, 'm', 1))).toBeNull();
    expect(loopback(unlisted(A, 'old', 1))).toBe('old#1');
    expect(loopback(...born(A), listed(A, 'd1', 1), unlisted(A, 'd1', 1))).toBe('lo@a');
  });

  it('belongs to another life once a second loopback comes behind the first', () => {
    const lives = (...told: readonly Told[]) => {
      const known = livesAfter(...told);
      return known.net(A).devices.size + known.net(A).leaving.size;
    };
    expect(lives(loListed(A), loUnlisted(A), loListed(A))).toBe(1);
    expect(lives(loListed(A), loUnlisted(A), listed(A, 'lo', 1))).toBe(1);
    expect(lives(loListed(A), loUnlisted(A), listed(A, 'd0', 2))).toBe(2);
    expect(lives(loListed(A), listed(A, 'd1', 1))).toBe(2);
    const inSetup = [net('net.setup', A), loListed(A), loUnlisted(A), listed(A, 'lo', 1)];
    expect(lives(...inSetup)).toBe(2);
  });
});

describe('what is known of a device', () => {
  const d0 = devId('d0#2');

  it('is the life that an allocation begins, whatever was before', () => {
    const allocated: Told = { type: 'netdev.allocated', dev: d0, name: 'eth%d' };
    const known = livesAfter(listed(A, 'd0', 2), allocated);
    expect(known.device(d0)).toMatchObject({ status: 'allocated', name: 'eth%d', net: null });
    expect(known.net(A).devices.size).toBe(0);
    const nobody: Told = { type: 'netdev.allocated', dev: null, name: 'x' };
    expect(livesAfter(listed(A, 'd0', 2), nobody).device(d0).status).toBe('listed');
  });

  it('is its last name, index and place, as far as the log shows them', () => {
    const renamed: Told = { type: 'netdev.renamed', dev: d0, from: 'd0', to: 'wan' };
    const nobody: Told = { type: 'netdev.renamed', dev: null, from: 'd0', to: 'lan' };
    expect(livesAfter(listed(A, 'd0', 2), renamed, nobody).device(d0).name).toBe('wan');
    const leaving = { type: 'netdev.unregistered', dev: d0 } as const;
    const hidden: Told = { ...leaving, net: null, name: null, ifindex: null };
    const known = livesAfter(listed(A, 'd0', 2), hidden).device(d0);
    expect(known).toMatchObject({ name: 'd0', ifindex: 2, net: A, status: 'unlisted' });
    const shown: Told = { ...leaving, net: B, name: 'd9', ifindex: 9 };
    const other = livesAfter(listed(A, 'd0', 2), shown).device(d0);
    expect(other).toMatchObject({ name: 'd9', ifindex: 9, net: B });
    expect(livesAfter(hidden).device(d0)).toMatchObject({ status: 'unlisted', net: null });
  });
});

describe('what is known of pernet operations', () => {
  const listOf = (...told: readonly Told[]) => livesAfter(...told).net(A).list;
  const setup = (...steps: readonly Told[]) => [net('net.setup', A), ...steps, net('net.ready', A)];
  const other = (...ops: readonly string[]) => [
    net('net.setup', B),
    ...ops.map((name) => opsInit(B, name)),
    net('net.ready', B),
  ];

  it('is gone when they are unregistered, or may be', () => {
    const known = livesAfter(opsRegistered('x_ops'), opsInit(A, 'y_ops'), opsUnregistered('x_ops'));
    expect([...known.listedOps()].map(({ ops }) => ops)).toEqual(['y_ops']);
    const nameless: Told = { type: 'pernet.unregistered', ops: null, kind: 'subsys' };
    const still = livesAfter(opsRegistered('x_ops'), opsUnregistered('z_ops'));
    expect([...still.listedOps()].map(({ ops }) => ops)).toEqual(['x_ops']);
    expect([...livesAfter(opsRegistered('x_ops'), nameless).listedOps()]).toEqual([]);
    const unnamed: Told = { type: 'pernet.registered', ops: null, kind: 'subsys' };
    expect([...livesAfter(unnamed).listedOps()]).toEqual([]);
  });

  it('is the list of a setup: what it initialised, as far as it is named', () => {
    const nameless: Told = { type: 'pernet.initialized', ops: null, net: A };
    const list = listOf(...setup(opsInit(A, 'x_ops'), nameless, opsFailed(A, 'y_ops')));
    expect(list?.ops.map(({ ops }) => ops)).toEqual(['x_ops']);
  });

  it('is the same list only where the setups were alike from end to end', () => {
    const [x, y] = [opsInit(A, 'x_ops'), opsInit(A, 'y_ops')];
    const named = (...told: readonly Told[]) => {
      const known = livesAfter(...told);
      const isShared = known.net(A).list === known.net(B).list;
      return [
        isShared,
        known
          .net(A)
          .list?.ops.map(({ ops }) => ops)
          .join(),
      ];
    };
    expect(named(...other('x_ops', 'y_ops'), ...setup(x, y))).toEqual([true, 'x_ops,y_ops']);
    expect(named(...other('x_ops', 'y_ops'), ...setup(x))).toEqual([false, 'x_ops']);
    expect(named(...other('x_ops'), ...setup(x, y))).toEqual([false, 'x_ops,y_ops']);
    expect(named(...other('y_ops', 'x_ops'), ...setup(x, y))).toEqual([false, 'x_ops,y_ops']);
    const failed = [x, opsFailed(A, 'z_ops'), y];
    expect(named(...other('x_ops', 'y_ops'), ...setup(...failed))).toEqual([true, 'x_ops,y_ops']);
    expect(named(...other(), ...setup())).toEqual([true, '']);
    expect(listOf(gap, ...setup())?.ops).toEqual([]);
  });

  it('is trusted in its order unless what every kernel does says otherwise', () => {
    const trusted = (...ops: readonly string[]) =>
      listOf(...setup(...ops.map((name) => opsInit(A, name))))?.trusted;
    expect(trusted('x_ops', 'dev_proc_ops', 'y_ops', 'netdev_net_ops')).toBe(true);
    expect(trusted('netdev_net_ops', 'x_ops', 'dev_proc_ops')).toBe(false);
    expect(trusted('dev_proc_ops', 'dev_proc_ops')).toBe(false);
    expect(trusted('x_ops', 'netlink_net_ops')).toBe(true);
  });
});

describe('the last event that does not say what it is about', () => {
  const presence = { dev: null, net: A, name: null, ifindex: null };
  const nameless: readonly Told[] = [
    { type: 'netdev.allocated', dev: null, name: null },
    { type: 'netdev.registered', ...presence },
    { type: 'netdev.unregistered', ...presence },
    { type: 'netdev.freed', dev: null, name: null },
    { type: 'pernet.initialized', ops: null, net: A },
    { type: 'pernet.failed', ops: 'x_ops', net: null, rc: null },
  ];

  it.each(nameless)('is known by its type: $type', (told) => {
    expect(livesAfter(told, told).anonymous(told.type)).toMatchObject({ seq: 1 });
  });

  it('is no exit, of which many logs never say whose it is', () => {
    const exit: Told = { type: 'pernet.exited', ops: null, net: A, phase: 'exit' };
    expect(livesAfter(exit).anonymous('pernet.exited')).toBeNull();
  });
});

describe('what a recording can show', () => {
  it('is new once', () => {
    const lives = new Lives(null);
    expect([lives.show('net.setup'), lives.show('net.setup'), lives.show('net.ready')]).toEqual([
      true,
      false,
      true,
    ]);
  });
});
