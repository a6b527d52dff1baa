import { describe, expect, it } from 'vitest';
import { registrationRollback } from '../../src/invariants/registration-rollback.ts';
import { INIT_NET } from '../../src/model/ids.ts';
import {
  A,
  B,
  gap,
  given,
  givenLossy,
  messages,
  net,
  opsExit,
  opsFailed,
  opsInit,
  opsRegistered,
  opsUnregistered,
  type Told,
  verdictOn,
} from './history.ts';

/** A registration that fails in the third namespace, and what is done about it. */
function loading(ops: string, ...undone: readonly Told[]): readonly Told[] {
  const done = [opsRegistered(ops), opsInit(INIT_NET, ops), opsInit(A, ops)];
  return [...done, opsFailed(B, ops), ...undone];
}

const on = (...told: readonly Told[]) => verdictOn(registrationRollback, given(...told));
const vlan = 'vlan_net_ops';
const exits = [opsExit(INIT_NET, vlan), opsExit(A, vlan)];
const off = opsUnregistered(vlan);
const nowhere: Told = { type: 'pernet.initialized', ops: vlan, net: null };

describe('registration-rollback', () => {
  it('holds when the namespaces already done are undone in the same order', () => {
    const events = given(...loading(vlan, ...exits, off));
    expect(verdictOn(registrationRollback, events)).toMatchObject({
      verdict: 'holds',
      checked: 1,
    });
  });

  it('is violated by an undo backwards, in the failing namespace, or not everywhere', () => {
    const cases: readonly (readonly [readonly Told[], string])[] = [
      [exits.toReversed(), 'vlan_net_ops was undone in net a; init_net was next'],
      [
        [...exits, opsExit(B, 'vlan_net_ops')],
        'vlan_net_ops was undone in net b; nothing was next',
      ],
      [exits.slice(0, 1), 'vlan_net_ops was not undone in net a'],
    ];
    for (const [undone, message] of cases) {
      const told = loading(vlan, ...undone, off);
      expect(messages(verdictOn(registrationRollback, given(...told)))).toEqual([message]);
      expect(verdictOn(registrationRollback, givenLossy(...told)).violations).toEqual([]);
    }
  });

  it('is unknown where no exit of the operation is shown', () => {
    const events = given(...loading(vlan, off));
    expect(verdictOn(registrationRollback, events)).toMatchObject({
      verdict: 'unknown',
      reason: 'no exit of vlan_net_ops is in this recording',
    });
  });

  it('is violated without any undo where an exit of the operation is shown, before or after', () => {
    const exit = [opsInit(A, 'vlan_net_ops'), opsExit(A, 'vlan_net_ops'), off];
    for (const told of [
      [...exit, ...loading(vlan, off)],
      [...loading(vlan, off), ...exit],
    ]) {
      const events = given(...told);
      expect(messages(verdictOn(registrationRollback, events))).toEqual([
        'vlan_net_ops was not undone in init_net and net a',
      ]);
      expect(verdictOn(registrationRollback, givenLossy(...told)).violations).toEqual([]);
    }
    expect(verdictOn(registrationRollback, given(...loading(vlan, off), gap, ...exit)).reason).toBe(
      'no exit of vlan_net_ops is in this recording',
    );
  });

  it('is unknown where an exit does not say in which namespace it ran', () => {
    const somewhere: Told = {
      type: 'pernet.exited',
      ops: 'vlan_net_ops',
      net: null,
      phase: 'exit',
    };
    expect(verdictOn(registrationRollback, given(...loading(vlan, somewhere, off)))).toMatchObject({
      verdict: 'unknown',
      reason: 'the log does not say in which namespaces vlan_net_ops exited',
    });
  });

  it('is unknown where a step does not say of which operation it is', () => {
    const done: Told = { type: 'pernet.initialized', ops: null, net: INIT_NET };
    const [registered = off, _, ...others] = loading(vlan, ...exits, off);
    expect(on(registered, done, ...others).verdict).toBe('unknown');
    const ofNone: Told = { type: 'pernet.exited', ops: null, net: INIT_NET, phase: 'exit' };
    const nowhere: Told = { type: 'pernet.exited', ops: vlan, net: null, phase: 'exit' };
    const free = [opsExit(INIT_NET, vlan, 'free'), opsExit(A, vlan, 'free')];
    for (const vague of [ofNone, nowhere]) {
      const undone = [vague, opsExit(A, vlan)];
      expect(on(...loading(vlan, ...undone, off)).verdict).toBe('unknown');
      expect(on(...loading(vlan, ...undone, ...free, off)).verdict).toBe('holds');
    }
  });

  it('is violated by an operation that stays on the list', () => {
    const events = given(opsUnregistered('x'), ...loading(vlan, ...exits), net('net.setup', A));
    expect(messages(verdictOn(registrationRollback, events))).toEqual([
      'vlan_net_ops stayed on pernet_list after it failed',
    ]);
  });

  it('is not judged across a gap, nor when a module is simply unloaded', () => {
    const gappy = given(...loading(vlan, gap, ...exits.toReversed(), off));
    expect(verdictOn(registrationRollback, gappy).violations).toEqual([]);
    const unloaded = given(...loading(vlan).slice(0, 3), off, ...exits.toReversed());
    expect(verdictOn(registrationRollback, unloaded).violations).toEqual([]);
  });
});

describe('a registration that fails', () => {
  it('is judged by what happens to its own operations', () => {
    const other = [opsInit(A, 'x_ops'), opsExit(A, 'x_ops'), opsFailed(A, 'x_ops')];
    const [first, ...rest] = loading(vlan, ...other, ...exits, ...other, off);
    expect(on(first ?? off, ...other, ...rest)).toMatchObject({ verdict: 'holds', checked: 1 });
  });

  it('is no failed setup, nor does it come to namespaces in the middle of theirs', () => {
    const setup = [net('net.setup', A), opsInit(A, 'x_ops'), opsRegistered(vlan)];
    const init = opsInit(INIT_NET, vlan);
    const inSetup = [opsInit(A, vlan), opsFailed(B, vlan), opsExit(INIT_NET, vlan), off];
    expect(on(...setup, init, ...inSetup)).toMatchObject({ verdict: 'holds', checked: 1 });
    const failed = [opsFailed(A, vlan), off, opsExit(A, vlan)];
    expect(on(...setup, init, ...failed)).toMatchObject({ broken: 0, checked: 0 });
  });

  it('is unknown where the log does not say where the operation was initialised', () => {
    const reason = `the log does not say in which namespaces ${vlan} was initialised`;
    const told = [opsRegistered(vlan), opsInit(INIT_NET, vlan), nowhere, opsFailed(B, vlan)];
    expect(on(...told, off)).toMatchObject({ verdict: 'unknown', reason });
    expect(on(...told, ...exits, off)).toMatchObject({ verdict: 'unknown', reason });
    const hidden = [opsRegistered(vlan), nowhere, nowhere, opsFailed(B, vlan), ...exits, off];
    expect(on(...hidden)).toMatchObject({ verdict: 'unknown', reason });
  });

  it('says nothing of failures or registrations that the log does not name', () => {
    const nameless: Told = { type: 'pernet.registered', ops: null, kind: 'subsys' };
    const inits = [opsInit(A, vlan), opsFailed(B, vlan), off];
    expect(on(nameless, ...inits)).toMatchObject({ broken: 0, checked: 0 });
    const failed: Told = { type: 'pernet.failed', ops: vlan, net: null, rc: -12 };
    const told = [opsRegistered(vlan), opsInit(A, vlan), failed, off];
    expect(on(...told, opsExit(A, vlan))).toMatchObject({ broken: 0, checked: 0 });
  });
});

describe('the undo of a registration', () => {
  it('is told with what failed and what came of it', () => {
    const backwards = on(...loading(vlan, ...exits.toReversed(), off));
    expect(backwards.violations).toMatchObject([{ seq: 4, related: [3] }]);
    const short = on(...loading(vlan, ...exits.slice(0, 1), off));
    expect(short.violations).toMatchObject([{ seq: 3, related: [5] }]);
    const stays = on(off, ...loading(vlan, ...exits), net('net.setup', A));
    expect(stays.violations).toMatchObject([{ seq: 4, related: [7] }]);
    const never = on(...loading(vlan, off), opsExit(A, vlan), opsExit(B, vlan));
    expect(never.violations).toMatchObject([{ seq: 3, related: [4] }]);
  });

  it('has to be whole in each phase', () => {
    const batch = opsExit(INIT_NET, vlan, 'exit_batch');
    expect(messages(on(...loading(vlan, ...exits, batch, off)))).toEqual([
      'vlan_net_ops was not undone in net a',
    ]);
  });

  it('is missed only in a log that shows what would have been seen', () => {
    const listless = on(...loading(vlan, ...exits), net('net.setup', A));
    expect(listless).toMatchObject({ broken: 0 });
    const initless = on(opsRegistered(vlan), opsFailed(B, vlan), opsExit(B, vlan), off);
    expect(initless).toMatchObject({ broken: 0 });
    const otherExit = on(...loading(vlan, off), opsExit(A, 'x_ops'));
    expect(otherExit.reason).toBe('no exit of vlan_net_ops is in this recording');
  });

  it('is not missed because of a loss behind it', () => {
    expect(on(...loading(vlan, ...exits, off), gap).reason).toBe('records lost at line 8');
  });

  it('remembers the names of 1,024 operations that exit, and as many that did not', () => {
    const names = Array.from({ length: 1025 }, (_, at) => `o${at}_ops`);
    const [last, beyond] = [names[1023] ?? '', names[1024] ?? ''];
    const away = (ops: string) => loading(ops, opsUnregistered(ops));
    const exited = names.map((ops) => opsExit(A, ops));
    expect(on(...exited, ...away(last)).broken).toBe(1);
    expect(on(...exited, ...away(beyond)).broken).toBe(0);
    const suspects = names.flatMap(away);
    expect(on(...suspects, opsExit(A, last)).broken).toBe(1);
    expect(on(...suspects, opsExit(A, beyond)).broken).toBe(0);
  });
});
