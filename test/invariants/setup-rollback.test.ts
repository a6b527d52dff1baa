import { describe, expect, it } from 'vitest';
import { setupRollback } from '../../src/invariants/setup-rollback.ts';
import { type NetId, netId } from '../../src/model/ids.ts';
import {
  A,
  B,
  born,
  buried,
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
  type Told,
  verdictOn,
} from './history.ts';

/** A setup that fails at its fourth operation, and what is done about it. */
function failing(id: NetId, ...undone: readonly Told[]): readonly Told[] {
  const done = ['net_ns_ops', 'dev_proc_ops', 'netdev_net_ops'].map((ops) => opsInit(id, ops));
  return [net('net.setup', id), ...done, opsFailed(id, 'fib_net_ops'), ...undone, netFailed(id)];
}

const on = (...told: readonly Told[]) => verdictOn(setupRollback, given(...told));
const undo = ['netdev_net_ops', 'dev_proc_ops', 'net_ns_ops'].map((ops) => opsExit(A, ops));
const nameless: Told = { type: 'pernet.exited', ops: null, net: A, phase: 'exit' };

describe('setup-rollback', () => {
  it('holds when what was done is undone in reverse', () => {
    const judgement = verdictOn(setupRollback, given(...failing(A, ...undo)));
    expect(judgement).toMatchObject({ verdict: 'holds', checked: 1 });
  });

  it('is violated by an undo in the wrong order', () => {
    const events = given(...failing(A, ...undo.toReversed()));
    expect(messages(verdictOn(setupRollback, events))).toEqual([
      'dev_proc_ops was undone after net_ns_ops, which stands before it, when net a failed',
    ]);
  });

  it('is violated by an undo of the operation that failed', () => {
    const events = given(...failing(A, opsExit(A, 'fib_net_ops'), ...undo));
    expect(messages(verdictOn(setupRollback, events))).toEqual([
      'fib_net_ops, whose init had failed, was undone itself when net a failed',
    ]);
  });

  it('is violated by a namespace that becomes ready nevertheless', () => {
    const events = given(...failing(A, ...undo).slice(0, -1), net('net.ready', A));
    expect(messages(verdictOn(setupRollback, events))).toEqual([
      'net a became ready although fib_net_ops had failed',
    ]);
  });

  it('is violated by a forgotten exit of an operation that is seen to have one', () => {
    const elsewhere = [...born(B), net('net.cleanup', B), ...buried(B)];
    const told = [...failing(A, ...undo.slice(0, 2)), ...elsewhere];
    expect(messages(verdictOn(setupRollback, given(...told)))).toEqual([
      'net_ns_ops was not undone when net a failed',
    ]);
    expect(verdictOn(setupRollback, givenLossy(...told)).verdict).toBe('unknown');
  });

  it('misses no exit where the log does not show the namespace of some', () => {
    const anonymous: Told = { type: 'pernet.exited', ops: 'x_ops', net: null, phase: 'exit' };
    const elsewhere = [...born(B), net('net.cleanup', B), ...buried(B)];
    const events = given(...failing(A, anonymous, ...undo.slice(0, 2)), ...elsewhere);
    expect(verdictOn(setupRollback, events).violations).toEqual([]);
  });

  it('is violated by a device that stays listed', () => {
    const told = failing(A, ...undo);
    const events = given(loUnlisted(B), ...told.slice(0, 4), loListed(A), ...told.slice(4));
    expect(messages(verdictOn(setupRollback, events))).toEqual([
      'net a failed with lo (ifindex 1) still listed',
    ]);
    const tidy = given(...told.slice(0, 4), loListed(A), loUnlisted(A), ...told.slice(4));
    expect(verdictOn(setupRollback, tidy).verdict).toBe('holds');
  });
});

describe('the undo of a setup', () => {
  const shownExits = [...born(B), net('net.cleanup', B), ...buried(B)];

  it('is not missed where the log does not say which operation exits', () => {
    const short = undo.slice(0, 2);
    expect(messages(on(...shownExits, ...failing(A, ...short)))).toEqual([
      'net_ns_ops was not undone when net a failed',
    ]);
    const nameless: Told = { type: 'pernet.exited', ops: null, net: A, phase: 'exit' };
    expect(on(...shownExits, ...failing(A, ...short, nameless)).violations).toEqual([]);
  });

  it('leaves no device behind that may have left without its name', () => {
    const [setup = netFailed(A), ...rest] = failing(A, ...undo);
    const presence = { dev: null, net: A, name: 'lo', ifindex: 1 };
    const nameless: Told = { type: 'netdev.unregistered', ...presence };
    const seen = [loUnlisted(B), setup, loListed(A)];
    expect(on(...seen, ...rest)).toMatchObject({ verdict: 'violated' });
    expect(on(...seen, nameless, ...rest).reason).toMatch(/unless line 4 \(netdev.unregistered\)/);
  });

  it('is told with what failed', () => {
    const backwards = on(...failing(A, ...undo.toReversed()));
    expect(backwards.violations).toMatchObject([{ seq: 6, related: [4, 8] }]);
    const [setup, ...rest] = failing(A, ...undo);
    const listed = on(loUnlisted(B), setup ?? netFailed(A), loListed(A), ...rest);
    expect(listed.violations).toMatchObject([{ seq: 10, related: [2, 6] }]);
  });

  it('is missed only in a log that shows what would have been seen', () => {
    const [setup, ...rest] = failing(A, ...undo);
    expect(on(setup ?? netFailed(A), loListed(A), ...rest)).toMatchObject({ broken: 0 });
    const batch = [...born(B), net('net.cleanup', B), opsExit(B, 'net_ns_ops', 'exit_batch')];
    expect(on(...failing(A, ...undo.slice(0, 2)), ...batch)).toMatchObject({ broken: 0 });
  });

  it('is put to the test where something is undone, and the log says what', () => {
    const first = [net('net.setup', A), opsFailed(A, 'x_ops'), netFailed(A)];
    expect(on(...first)).toMatchObject({ broken: 0, checked: 0 });
    expect(on(...failing(A, nameless, nameless, nameless))).toMatchObject({ checked: 0 });
    expect(on(...failing(A, nameless, ...undo.slice(1)))).toMatchObject({ checked: 1 });
    expect(on(...failing(A, ...undo), netFailed(null))).toMatchObject({ broken: 0, checked: 1 });
  });

  it('may hold what the log did not show to be done, and walks that are another order', () => {
    const more = [opsExit(A, 'y_ops'), ...undo.slice(0, 1), opsExit(A, 'z_ops'), ...undo.slice(1)];
    expect(on(...failing(A, ...more))).toMatchObject({ verdict: 'holds' });
    const rtnl = undo.toReversed().map((told) => ({ ...told, phase: 'exit_rtnl' as const }));
    expect(on(...failing(A, ...rtnl, ...undo))).toMatchObject({ verdict: 'holds' });
    const [first = netFailed(A)] = undo;
    expect(on(...failing(A, first, ...undo))).toMatchObject({ verdict: 'holds' });
  });

  it('misses exits in the first hundred namespaces that fail', () => {
    const nets = Array.from({ length: 101 }, (_, at) => netId(`n${at}`));
    const told = nets.flatMap((id) => failing(id, opsExit(id, 'netdev_net_ops')));
    const { broken, checked } = on(...told, ...failing(A, ...undo));
    expect({ broken, checked }).toEqual({ broken: 100, checked: 102 });
    expect(messages(on(...told.slice(0, 7), ...failing(A, ...undo)))).toEqual([
      'net_ns_ops and dev_proc_ops were not undone when net n0 failed',
    ]);
  });
});
