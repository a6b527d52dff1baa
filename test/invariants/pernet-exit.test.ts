import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pernetExitOrder } from '../../src/invariants/pernet-exit.ts';
import type { ExitPhase } from '../../src/model/events.ts';
import {
  A,
  born,
  buried,
  given,
  net,
  opsExit,
  opsInit,
  opsRegistered,
  type Told,
  verdictOn,
} from './history.ts';

/** The phases in the order of cleanup_net; those of one group run side by side. */
const PHASES: readonly (readonly ExitPhase[])[] = [
  ['pre_exit'],
  ['exit_rtnl'],
  ['exit', 'exit_batch'],
  ['free'],
];
const dying = [...born(A), net('net.cleanup', A)];
const freed = net('net.freed', A);
const order = (...told: readonly Told[]) => verdictOn(pernetExitOrder, given(...dying, ...told));

describe('the phases of a cleanup', () => {
  it('come in their order, whatever runs in them', () => {
    const phase = fc.constantFrom(...PHASES.flat());
    const rank = (name: ExitPhase) => PHASES.findIndex((group) => group.includes(name));
    fc.assert(
      fc.property(phase, phase, (first, second) => {
        const told = [opsExit(A, 'x_ops', first), opsExit(A, 'y_ops', second)];
        expect(order(...told).broken).toBe(rank(second) < rank(first) ? 1 : 0);
      }),
    );
  });

  it('go through the list backwards each, all over again', () => {
    for (const phase of ['pre_exit', 'exit', 'exit_batch', 'free'] as const) {
      const [last, first] = [opsExit(A, 'netdev_net_ops', phase), opsExit(A, 'net_ns_ops', phase)];
      expect(order(last, first)).toMatchObject({ broken: 0, checked: 1 });
      expect(order(first, last).violations).toMatchObject([{ seq: 11, related: [10] }]);
    }
    const batch = opsExit(A, 'netdev_net_ops', 'exit_batch');
    expect(order(opsExit(A, 'net_ns_ops'), batch).broken).toBe(1);
    const twice = [...buried(A).slice(0, -1), opsExit(A, 'netdev_net_ops', 'free')];
    expect(order(opsExit(A, 'net_ns_ops', 'pre_exit'), ...twice)).toMatchObject({
      broken: 0,
      checked: 1,
    });
  });

  it('have two walks where they go by exit_rtnl', () => {
    const walk = [opsExit(A, 'netdev_net_ops', 'exit_rtnl'), opsExit(A, 'net_ns_ops', 'exit_rtnl')];
    expect(order(...walk, ...walk)).toMatchObject({ broken: 0, checked: 0 });
  });

  it('are told with the exit that came too early', () => {
    const early = order(opsExit(A, 'x_ops', 'free'), opsExit(A, 'y_ops'), opsExit(A, 'z_ops'));
    expect(early.violations).toMatchObject([{ seq: 11, related: [10] }]);
  });
});

describe('a walk of exits', () => {
  const [last, first] = [opsExit(A, 'netdev_net_ops'), opsExit(A, 'net_ns_ops')];

  it('is put to the test by two exits at least, once a namespace', () => {
    expect(order(last)).toMatchObject({ checked: 0 });
    expect(order(last, first, freed, { type: 'net.freed', net: null })).toMatchObject({
      verdict: 'holds',
      checked: 1,
    });
    expect(order(first, last, freed)).toMatchObject({ broken: 1, checked: 0 });
  });

  it('is accused once, however it goes on', () => {
    expect(order(first, last, first, last, opsExit(A, 'x_ops', 'pre_exit')).broken).toBe(1);
    const [free, pre] = [opsExit(A, 'x_ops', 'free'), opsExit(A, 'x_ops', 'pre_exit')];
    expect(order(free, pre, free, pre).broken).toBe(1);
  });

  it('is judged in a cleanup only, and by places that were seen', () => {
    const alive = given(...born(A), first, last);
    expect(verdictOn(pernetExitOrder, alive)).toMatchObject({ broken: 0, checked: 0 });
    const unborn = given(net('net.cleanup', A), first, last);
    expect(verdictOn(pernetExitOrder, unborn)).toMatchObject({ broken: 0, checked: 0 });
    const nameless: Told = { type: 'pernet.exited', ops: null, net: A, phase: 'exit' };
    const nowhere: Told = { type: 'pernet.exited', ops: 'net_ns_ops', net: null, phase: 'exit' };
    expect(order(nowhere, nameless, last)).toMatchObject({ broken: 0, checked: 0 });
  });

  it('may be that of a module which came back, if a registration could be lost', () => {
    const walk = (...ops: readonly string[]): readonly Told[] => [
      net('net.setup', A),
      ...ops.map((name) => opsInit(A, name)),
      net('net.ready', A),
      net('net.cleanup', A),
      ...ops.map((name) => opsExit(A, name)),
    ];
    const on = (...told: readonly Told[]) => verdictOn(pernetExitOrder, given(...told));
    expect(on(...walk('x_ops', 'y_ops')).broken).toBe(0);
    expect(on(...walk('net_ns_ops', 'y_ops')).broken).toBe(0);
    expect(on(...walk('x_ops', 'net_ns_ops')).broken).toBe(0);
    expect(on(...walk('net_ns_ops', 'proto_net_ops')).broken).toBe(1);
    expect(on(opsRegistered('z_ops'), ...walk('x_ops', 'y_ops')).broken).toBe(1);
  });

  it('shows when data is freed, or says that it does not', () => {
    const all = [...buried(A).slice(0, -1)];
    expect(order(...all, freed).unseen).toBe('when the data of operations is freed');
    expect(order(...all, opsExit(A, 'net_ns_ops', 'free'), freed).unseen).toBeNull();
  });
});
