import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/invariants/catalogue.ts';
import { judge } from '../../src/invariants/judge.ts';
import { given, type Told } from './history.ts';

/** What a recording has to show before anything can be said of a promise. */
const LACKING: readonly (readonly [id: string, types: string])[] = [
  ['loopback-first', 'netdev.registered'],
  ['loopback-ifindex', 'netdev.registered'],
  ['loopback-last', 'netdev.unregistered'],
  ['loopback-stays', 'netdev.registered'],
  ['loopback-once', 'netdev.registered, pernet.initialized'],
  ['boot-once', 'initcall.started'],
  ['boot-after-init-net', 'initcall.started'],
  ['boot-order', 'initcall.started'],
  ['boot-phase', 'netdev.registered'],
  ['softnet-per-cpu', 'softnet.initialized'],
  ['softirq-before-use', 'softirq.opened'],
  ['boot-result', 'initcall.returned'],
  ['pernet-subsys-first', 'pernet.registered'],
  ['pernet-init-order', 'pernet.initialized'],
  ['pernet-exit-order', 'pernet.exited, net.cleanup'],
  ['pernet-exit-once', 'pernet.exited, net.cleanup'],
  ['setup-rollback', 'pernet.failed, net.setup'],
  ['registration-rollback', 'pernet.failed, pernet.registered'],
  ['cleanup-batches', 'net.cleanup'],
  ['net-stays-dead', 'net.cleanup'],
  ['ifindex-unique', 'netdev.registered'],
  ['ifindex-monotonic', 'netdev.registered, pernet.initialized'],
  ['device-lifecycle', 'netdev.registered, netdev.freed'],
  ['device-order', 'netdev.unregistered, pernet.exited'],
  ['no-orphans', 'netdev.registered, net.cleanup'],
];

const WARNED: Told = { type: 'kernel.warned', message: 'that says nothing of any promise' };

describe('a recording that shows nothing of a promise', () => {
  const { invariants } = judge(given(WARNED));
  const reasons = new Map(invariants.map(({ id, reason }) => [id, reason]));

  it.each(LACKING)('says what it lacks: %s', (id, types) => {
    expect(reasons.get(id)).toBe(`not in this recording: ${types}`);
  });

  it('says so of every promise but those that need another kernel, or nothing', () => {
    const others = catalogue
      .map(({ id }) => id)
      .filter((id) => !LACKING.some(([one]) => one === id));
    expect(others).toEqual(['loopback-freed-last', 'teardown-progress']);
    expect(invariants.filter(({ verdict }) => verdict !== 'unknown')).toEqual([]);
  });
});
