import { describe, expect, it } from 'vitest';
import { explain } from '../../src/invariants/explain.ts';
import { loopbackLast } from '../../src/invariants/loopback.ts';
import { pernetSubsysFirst } from '../../src/invariants/pernet.ts';
import {
  A,
  B,
  born,
  given,
  listed,
  loUnlisted,
  opsRegistered,
  unlisted,
  verdictOn,
} from './history.ts';

const events = given(
  ...born(A),
  listed(A, 'd0', 2),
  ...born(B),
  listed(A, 'd1', 3),
  loUnlisted(A),
  listed(B, 'x0', 2),
  unlisted(A, 'd0', 2),
  unlisted(A, 'd1', 3),
);
const [violation] = verdictOn(loopbackLast, events).violations;
if (violation === undefined) throw new Error('nothing to explain');

describe('an explanation', () => {
  const explanation = explain(events, loopbackLast, violation);

  it('says what should have happened and who guarantees it', () => {
    expect(explanation).toMatchObject({
      id: 'loopback-last',
      expected: loopbackLast.statement,
      source: { function: 'default_device_exit_batch' },
      violation: { message: 'lo (ifindex 1) left net a while d0 (ifindex 2) was still listed' },
    });
  });

  it('shows the device list of the namespace as it was just before, in list order', () => {
    expect(explanation?.scene?.devices.map(({ name }) => name)).toEqual(['lo', 'd0', 'd1']);
    expect(explanation?.scene).toMatchObject({ net: 'a', status: 'ready' });
  });

  it('tells the events that matter in their order, and a few around them', () => {
    const told = explanation?.story.map(({ role, event }) => `${role} ${event.seq}`);
    // d0 arrives (9), d1 arrives (19), lo leaves (20), d0 leaves (22), d1 leaves (23).
    expect(told).toEqual([
      'nearby 7',
      'nearby 8',
      'related 9',
      'nearby 19',
      'broke 20',
      'related 22',
      'nearby 23',
    ]);
  });

  it('leaves out what surrounds them on demand', () => {
    const bare = explain(events, loopbackLast, violation, { nearby: 0 });
    expect(bare?.story.map(({ event }) => event.seq)).toEqual([9, 20, 22]);
  });

  it('has no scene where no namespace is concerned', () => {
    const registrations = given(
      opsRegistered('sit_net_ops', 'device'),
      opsRegistered('loopback_net_ops', 'device'),
    );
    const [early] = verdictOn(pernetSubsysFirst, registrations).violations;
    if (early === undefined) throw new Error('nothing to explain');
    expect(explain(registrations, pernetSubsysFirst, early)).toMatchObject({
      scene: null,
      story: [{ role: 'broke' }, { role: 'related' }],
    });
  });

  it('is null for a violation of another recording', () => {
    expect(explain(given(...born(A)), loopbackLast, violation)).toBeNull();
  });
});
