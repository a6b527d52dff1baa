import { describe, expect, it } from 'vitest';
import { registrationRollback } from '../../src/invariants/registration-rollback.ts';
import { setupRollback } from '../../src/invariants/setup-rollback.ts';
import { INIT_NET } from '../../src/model/ids.ts';
import {
  A,
  B,
  born,
  buried,
  gap,
  given,
  givenLossy,
  loListed,
  loUnlisted,
  messages,
  net,
  netFailed,
  opsExit,
  opsFailed,
  opsInit,
  opsRegistered,
  opsUnregistered,
  type Told,
  verdictOn,
} from './history.ts';

/** A setup that fails at its fourth operation, and what is done about it. */
function failing(...undone: readonly Told[]): readonly Told[] {
  return [
    net('net.setup', A),
    opsInit(A, 'net_ns_ops'),
    opsInit(A, 'dev_proc_ops'),
    opsInit(A, 'netdev_net_ops'),
    opsFailed(A, 'fib_net_ops'),
    ...undone,
    netFailed(A),
  ];
}

const undo = ['netdev_net_ops', 'dev_proc_ops', 'net_ns_ops'].map((ops) => opsExit(A, ops));

describe('setup-rollback', () => {
  it('holds when what was done is undone in reverse', () => {
    const judgement = verdictOn(setupRollback, given(...failing(...undo)));
    expect(judgement).toMatchObject({ verdict: 'holds', checked: 1 });
  });

  it('is violated by an undo in the wrong order', () => {
    const events = given(...failing(...undo.toReversed()));
    expect(messages(verdictOn(setupRollback, events))).toEqual([
      'dev_proc_ops was undone after net_ns_ops, which stands before it, when net a failed',
    ]);
  });

  it('is violated by an undo of the operation that failed', () => {
    const events = given(...failing(opsExit(A, 'fib_net_ops'), ...undo));
    expect(messages(verdictOn(setupRollback, events))).toEqual([
      'fib_net_ops, whose init had failed, was undone itself when net a failed',
    ]);
  });

  it('is violated by a namespace that becomes ready nevertheless', () => {
    const events = given(...failing(...undo).slice(0, -1), net('net.ready', A));
    expect(messages(verdictOn(setupRollback, events))).toEqual([
      'net a became ready although fib_net_ops had failed',
    ]);
  });

  it('is violated by a forgotten exit of an operation that is seen to have one', () => {
    const elsewhere = [...born(B), net('net.cleanup', B), ...buried(B)];
    const told = [...failing(...undo.slice(0, 2)), ...elsewhere];
    expect(messages(verdictOn(setupRollback, given(...told)))).toEqual([
      'net_ns_ops was not undone when net a failed',
    ]);
    expect(verdictOn(setupRollback, givenLossy(...told)).verdict).toBe('unknown');
  });

  it('misses no exit where the log does not show the namespace of some', () => {
    const anonymous: Told = { type: 'pernet.exited', ops: 'x_ops', net: null, phase: 'exit' };
    const elsewhere = [...born(B), net('net.cleanup', B), ...buried(B)];
    const events = given(...failing(anonymous, ...undo.slice(0, 2)), ...elsewhere);
    expect(verdictOn(setupRollback, events).violations).toEqual([]);
  });

  it('is violated by a device that stays listed', () => {
    const told = failing(...undo);
    const events = given(loUnlisted(B), ...told.slice(0, 4), loListed(A), ...told.slice(4));
    expect(messages(verdictOn(setupRollback, events))).toEqual([
      'net a failed with lo (ifindex 1) still listed',
    ]);
    const tidy = given(...told.slice(0, 4), loListed(A), loUnlisted(A), ...told.slice(4));
    expect(verdictOn(setupRollback, tidy).verdict).toBe('holds');
  });
});

/** Loading a module that fails in the third namespace. */
function loading(...undone: readonly Told[]): readonly Told[] {
  return [
    opsRegistered('vlan_net_ops'),
    opsInit(INIT_NET, 'vlan_net_ops'),
    opsInit(A, 'vlan_net_ops'),
    opsFailed(B, 'vlan_net_ops'),
    ...undone,
  ];
}

const exits = [opsExit(INIT_NET, 'vlan_net_ops'), opsExit(A, 'vlan_net_ops')];
const off = opsUnregistered('vlan_net_ops');

describe('registration-rollback', () => {
  it('holds when the namespaces already done are undone in the same order', () => {
    const events = given(...loading(...exits, off));
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
      const told = loading(...undone, off);
      expect(messages(verdictOn(registrationRollback, given(...told)))).toEqual([message]);
      expect(verdictOn(registrationRollback, givenLossy(...told)).violations).toEqual([]);
    }
  });

  it('is unknown where no exit of the operation is shown', () => {
    const events = given(...loading(off));
    expect(verdictOn(registrationRollback, events)).toMatchObject({
      verdict: 'unknown',
      reason: 'no exit of vlan_net_ops is in this recording',
    });
  });

  it('is violated without any undo where an exit of the operation is shown, before or after', () => {
    const exit = [opsInit(A, 'vlan_net_ops'), opsExit(A, 'vlan_net_ops'), off];
    for (const told of [
      [...exit, ...loading(off)],
      [...loading(off), ...exit],
    ]) {
      const events = given(...told);
      expect(messages(verdictOn(registrationRollback, events))).toEqual([
        'vlan_net_ops was not undone in init_net and net a',
      ]);
      expect(verdictOn(registrationRollback, givenLossy(...told)).violations).toEqual([]);
    }
    expect(verdictOn(registrationRollback, given(...loading(off), gap, ...exit)).reason).toBe(
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
    expect(verdictOn(registrationRollback, given(...loading(somewhere, off)))).toMatchObject({
      verdict: 'unknown',
      reason: 'the log does not say in which namespaces vlan_net_ops exited',
    });
  });

  it('is violated by an operation that stays on the list', () => {
    const events = given(opsUnregistered('x'), ...loading(...exits), net('net.setup', A));
    expect(messages(verdictOn(registrationRollback, events))).toEqual([
      'vlan_net_ops stayed on pernet_list after it failed',
    ]);
  });

  it('is not judged across a gap, nor when a module is simply unloaded', () => {
    const gappy = given(...loading(gap, ...exits.toReversed(), off));
    expect(verdictOn(registrationRollback, gappy).violations).toEqual([]);
    const unloaded = given(...loading().slice(0, 3), off, ...exits.toReversed());
    expect(verdictOn(registrationRollback, unloaded).violations).toEqual([]);
  });
});
