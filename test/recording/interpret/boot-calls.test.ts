import { describe, expect, it } from 'vitest';
import type { KernelEvent } from '../../../src/model/events.ts';
import type { Observation } from '../../../src/recording/observation.ts';
import { bodyOf } from './kprobe-log.ts';
import { entered, told, traced } from './observed.ts';

const NET_DEV_INIT = entered('net_dev_init', 'do_one_initcall');

/** The events of a type, with the evidence for them. */
function only(type: KernelEvent['type'], events: readonly KernelEvent[]) {
  return events
    .filter((event) => event.type === type)
    .map((event) => ({ ...bodyOf(event), evidence: event.evidence }));
}

describe('the steps of net_dev_init', () => {
  it('are observed where their own function is shown, and inferred where it is not', () => {
    const kobject = entered('netdev_kobject_init', 'net_dev_init');
    const proc = entered('dev_proc_init', 'net_dev_init');
    const evidence = (...lines: readonly Observation[]) =>
      only('proc.created', told([NET_DEV_INIT, ...lines])).map((event) => event.evidence);
    expect(evidence(proc, kobject)).toEqual(['observed']);
    expect(evidence(kobject)).toEqual(['inferred']);
  });

  it.each(['netdev_kobject_init', 'page_pool_create_percpu', 'dev_proc_init'])(
    'are not told where %s runs outside it',
    (fn) => {
      expect(told([entered(fn, 'somebody_else')])).toEqual([]);
    },
  );

  it('are told before what comes behind them: the boot phase before the hotplug state', () => {
    const types = told([NET_DEV_INIT, entered('__cpuhp_setup_state', 'net_dev_init')]).map(
      ({ type }) => type,
    );
    expect(types).toContain('bootphase.ended');
    expect(types.at(-1)).toBe('cpuhp.installed');
  });

  it('are told once, whatever other initcalls begin meanwhile', () => {
    const task = 'kworker/0:1-9';
    const begun = traced('initcall_start', { func: 'a_init+0x0/0x10' }, { task });
    const lines = [NET_DEV_INIT, entered('netdev_kobject_init', 'net_dev_init'), begun];
    const events = told([...lines, entered('__cpuhp_setup_state', 'net_dev_init')]);
    expect(only('proc.created', events)).toHaveLength(1);
  });
});

describe('the end of net_dev_init', () => {
  it('is inferred where only the next line of another shows that it is over', () => {
    const events = told([NET_DEV_INIT, entered('register_pernet_subsys', 'inet_init')]);
    expect(only('initcall.returned', events)).toMatchObject([
      { name: 'net_dev_init', rc: null, duration: null, evidence: 'inferred' },
    ]);
  });

  it('is not told where a graph, which shows every return, lost that line', () => {
    const events = told([entered('net_dev_init', 0), entered('register_pernet_subsys', 0)]);
    expect(only('initcall.returned', events)).toEqual([]);
  });
});

describe('a softirq that is opened', () => {
  const opened = (...lines: readonly Observation[]) =>
    only('softirq.opened', told(lines)).map((event) => 'vector' in event && event.vector);

  it.each<readonly [string, Observation, string | number | null, string | null]>([
    ['calls for it itself', NET_DEV_INIT, 'net_dev_init', 'NET_TX'],
    ['is around, but another calls', NET_DEV_INIT, 'somebody_else', null],
    ['is right above it', entered('net_dev_init', 0), 1, 'NET_TX'],
    ['is above its caller', entered('net_dev_init', 0), 2, null],
    ['is around at no known depth', NET_DEV_INIT, 2, 'NET_TX'],
    [
      'is around at a depth that the line does not have',
      entered('net_dev_init', 0),
      null,
      'NET_TX',
    ],
  ])('has its name from program order if net_dev_init %s', (_how, around, by, vector) => {
    expect(opened(around, entered('open_softirq', by))).toEqual([vector]);
  });

  it('has none from it behind the two of net_dev_init, or outside', () => {
    const open = entered('open_softirq', 'net_dev_init');
    expect(opened(NET_DEV_INIT, open, open, open)).toEqual(['NET_TX', 'NET_RX', null]);
    expect(opened(entered('open_softirq', null))).toEqual([null]);
  });
});
