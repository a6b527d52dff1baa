import { describe, expect, it } from 'vitest';
import { pernetExitOnce } from '../../src/invariants/pernet-exit-once.ts';
import { netId } from '../../src/model/ids.ts';
import {
  A,
  B,
  born,
  given,
  givenLossy,
  messages,
  net,
  opsExit,
  opsInit,
  opsRegistered,
  opsUnregistered,
  type Told,
  verdictOn,
} from './history.ts';

const dying = [...born(A), net('net.cleanup', A)];
const freed = net('net.freed', A);
const once = (...told: readonly Told[]) => verdictOn(pernetExitOnce, given(...dying, ...told));

describe('pernet-exit-once', () => {
  const exits = ['default_device_ops', 'netdev_net_ops', 'net_ns_ops'].map((ops) =>
    opsExit(A, ops),
  );

  it('tells the first time of each that is the second', () => {
    const [one, two, three] = exits;
    if (one === undefined || two === undefined || three === undefined) throw new Error('three');
    expect(once(one, two, three, two).violations).toMatchObject([{ seq: 13, related: [11] }]);
    expect(once(one, two, three, three).violations).toMatchObject([{ seq: 13, related: [12] }]);
    expect(once(three, two, one, three).violations).toMatchObject([{ seq: 13, related: [10] }]);
    expect(once(opsExit(A, 'x_ops'), one, one).violations).toMatchObject([{ related: [11] }]);
    const unlisted = [opsExit(A, 'x_ops'), one, opsExit(A, 'x_ops')];
    expect(once(...unlisted).violations).toMatchObject([{ seq: 12, related: [10] }]);
  });

  it('counts by phase and namespace', () => {
    const batches = exits.map((told) => ({ ...told, phase: 'exit_batch' as const }));
    const mixed = exits.flatMap((told, at) => [told, batches[at] ?? told]);
    expect(once(...mixed)).toMatchObject({ broken: 0, checked: 1 });
    expect(once(...mixed, ...batches.slice(0, 1)).broken).toBe(1);
    const other = [...born(B), net('net.cleanup', B), opsExit(B, 'net_ns_ops')];
    expect(once(...exits, ...other)).toMatchObject({ broken: 0, checked: 2 });
  });

  it('is put to the test once by each namespace that exits', () => {
    expect(once(...exits, freed, { type: 'net.freed', net: null }).checked).toBe(1);
    expect(once(freed).checked).toBe(0);
    expect(once(...exits, ...exits, freed)).toMatchObject({ broken: 1, checked: 0 });
  });

  it('looks past any number of operations without an exit', () => {
    const many = Array.from({ length: 12 }, (_, at) => `m${at}_ops`);
    const setup = [net('net.setup', A), ...many.map((ops) => opsInit(A, ops)), net('net.ready', A)];
    const on = (...told: readonly Told[]) =>
      verdictOn(pernetExitOnce, given(...setup, net('net.cleanup', A), ...told));
    const [head, tail] = [opsExit(A, 'm0_ops'), opsExit(A, 'm11_ops')];
    expect(on(tail, head, freed)).toMatchObject({ broken: 0, checked: 1 });
    expect(on(tail, head, head).broken).toBe(1);
    expect(on(tail, head, tail).broken).toBe(1);
    expect(on(opsExit(A, 'm3_ops'), opsExit(A, 'm3_ops')).broken).toBe(1);
  });

  it('knows nothing of what the log does not name', () => {
    const nameless: Told = { type: 'pernet.exited', ops: null, net: A, phase: 'exit' };
    const nowhere: Told = { type: 'pernet.exited', ops: 'x_ops', net: null, phase: 'exit' };
    expect(once(nameless, nameless, nowhere, nowhere)).toMatchObject({ broken: 0, checked: 0 });
    expect(messages(once(...exits, nameless, ...exits.slice(0, 1)))).toEqual([
      'exit of default_device_ops ran twice in net a',
    ]);
  });

  it('cannot tell a second walk from one of a namespace that nobody saw begin', () => {
    const again = netId('a~2');
    const walk = [net('net.cleanup', again), opsExit(again, 'net_ns_ops')];
    expect(once(...exits, ...walk)).toMatchObject({
      verdict: 'unknown',
      reason: 'nobody saw net a~2 begin: it may be the one that had its number before',
    });
    expect(once(...exits, net('net.setup', again), ...walk).verdict).toBe('holds');
  });

  it('is no new walk where operations came back meanwhile', () => {
    const [x, y] = [opsRegistered('x_ops'), opsExit(A, 'x_ops')];
    const back = [...exits, y, opsUnregistered('x_ops'), x, y];
    expect(once(x, ...back)).toMatchObject({ broken: 0 });
    expect(verdictOn(pernetExitOnce, givenLossy(...dying, ...exits, ...exits)).broken).toBe(0);
  });
});
