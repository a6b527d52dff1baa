import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../src/model/events.ts';
import { given } from './given.ts';

const STARTED: EventBody = { type: 'initcall.started', name: 'net_dev_init' };

function returned(name: string, rc: number | null): EventBody {
  return { type: 'initcall.returned', name, rc, duration: 5 };
}

describe('the boot', () => {
  it('is unseen until net_dev_init starts', () => {
    const { boot } = given({ type: 'initcall.started', name: 'proto_init' });
    expect(boot).toMatchObject({ phase: 'unseen', startedAt: null });
  });

  it('runs from the start of net_dev_init to its return', () => {
    const running = { phase: 'running', startedAt: 0, rc: null, ptypes: [] };
    expect(given(STARTED).boot).toMatchObject(running);
    expect(given(STARTED, returned('net_dev_init', -12)).boot).toMatchObject({
      phase: 'returned',
      rc: -12,
      startedAt: 0,
      returnedAt: 1_000_000,
    });
  });

  it('does not end with an initcall that net_dev_init had to wait for', () => {
    const { boot } = given(STARTED, returned('proto_init', -12));
    expect(boot).toMatchObject({ phase: 'running', rc: null, returnedAt: null });
  });

  it('counts the initcalls that returned, and those that failed', () => {
    const { boot } = given(
      returned('a', 0),
      returned('b', -19),
      returned('c', null),
      returned('d', 1),
    );
    expect(boot.initcalls).toEqual({ returned: 4, failed: 1 });
  });

  it('remembers its level and every step that was shown', () => {
    const { boot } = given(
      { type: 'initcall.level', level: 'subsys' },
      { type: 'proc.created' },
      { type: 'kobject.registered' },
      { type: 'ptype.initialized', list: 'all' },
      { type: 'ptype.initialized', list: 0 },
      { type: 'bootphase.ended' },
      { type: 'cpuhp.installed', state: 'net/dev:dead' },
      { type: 'cpuhp.installed', state: null },
    );
    expect(boot).toMatchObject({
      level: 'subsys',
      proc: true,
      kobject: true,
      ptypes: ['all', 0],
      registrationOpen: true,
      cpuhp: ['net/dev:dead'],
    });
  });
});

describe('softirqs and per-CPU queues', () => {
  it('are known since the event that made them', () => {
    const state = given(
      { type: 'softnet.initialized', softnet: 3 },
      { type: 'softirq.opened', vector: 'NET_RX', action: 'net_rx_action' },
    );
    expect(state.softnet.get(3)).toEqual({ since: 0 });
    expect(state.softirqs.get('NET_RX')).toMatchObject({ action: 'net_rx_action', since: 1 });
  });

  it('count how often a vector was opened, and ignore a vector without a name', () => {
    const opened: EventBody = { type: 'softirq.opened', vector: 'NET_TX', action: 'a' };
    const { softirqs } = given(opened, { ...opened, action: 'b' }, { ...opened, vector: null });
    expect([...softirqs.keys()]).toEqual(['NET_TX']);
    expect(softirqs.get('NET_TX')).toMatchObject({ action: 'b', opened: 2, since: 0 });
  });

  it('remember the first run of a vector that was opened, and of no other', () => {
    const { softirqs } = given(
      { type: 'softirq.entered', vector: 'NET_RX' },
      { type: 'softirq.opened', vector: 'NET_TX', action: 'net_tx_action' },
      { type: 'softirq.entered', vector: 'NET_TX' },
      { type: 'softirq.entered', vector: 'NET_TX' },
    );
    expect([...softirqs.keys()]).toEqual(['NET_TX']);
    expect(softirqs.get('NET_TX')?.entered).toBe(2);
  });
});
