import { describe, expect, it } from 'vitest';
import { INIT_NET } from '../../../src/model/ids.ts';
import type { BootFacts } from '../../../src/recording/boot-facts.ts';
import { eventsOf } from '../events.ts';
import { bodiesOfCalls, bodiesOfGraph, functionLog } from './function-log.ts';
import { bodyOf } from './kprobe-log.ts';

const BEGIN = 'net_dev_init <-do_one_initcall';
const SUBSYS = ['dev_proc_init', 'dev_proc_init', 'net_dev_init'].map(
  (caller) => `register_pernet_subsys <-${caller}`,
);
const DEVICE = 'register_pernet_device <-net_dev_init';
const POOL = 'page_pool_create_percpu <-net_dev_init';
const SOFTIRQ = 'open_softirq <-net_dev_init';

const valuesOf = (field: string, bodies: readonly object[]) =>
  bodies.flatMap((body) => (field in body ? [Reflect.get(body, field)] : []));

/** Whether net_dev_init initialises the head of ptype_all, by all that a function trace shows. */
const hasHead = async (calls: readonly string[], known: Partial<BootFacts> = {}) =>
  valuesOf('list', await bodiesOfCalls(calls, known)).includes('all');

describe('net_dev_init in a log that shows nothing of it but its success', () => {
  it('ran all steps of the source, each with what it brings about', async () => {
    const dmesg = [
      '[    0.000000] Linux version 6.1.0 (a@b)',
      '[    0.000000] smpboot: Allowing 2 CPUs, 0 hotplug CPUs',
      '[    1.000000] calling  net_dev_init+0x0/0x24f @ 1',
      '[    1.004000] initcall net_dev_init+0x0/0x24f returned 0 after 4000 usecs',
    ].join('\n');
    const events = await eventsOf(dmesg, { format: 'dmesg' });
    const net = INIT_NET;
    const [dev, name] = [`${net}:1`, 'lo'];
    const subsys = (ops: string) => [
      { type: 'pernet.registered', ops, kind: 'subsys' },
      { type: 'pernet.initialized', ops, net },
    ];
    expect(events.map(bodyOf)).toEqual([
      { type: 'initcall.started', name: 'net_dev_init' },
      ...subsys('dev_proc_ops'),
      ...subsys('dev_mc_net_ops'),
      { type: 'proc.created' },
      { type: 'kobject.registered' },
      { type: 'ptype.initialized', list: 'all' },
      ...Array.from({ length: 16 }, (_, list) => ({ type: 'ptype.initialized', list })),
      ...subsys('netdev_net_ops'),
      { type: 'softnet.initialized', softnet: 0 },
      { type: 'softnet.initialized', softnet: 1 },
      { type: 'bootphase.ended' },
      { type: 'pernet.registered', ops: 'loopback_net_ops', kind: 'device' },
      { type: 'netdev.allocated', dev, name },
      { type: 'netdev.registered', dev, net, name, ifindex: 1 },
      { type: 'pernet.initialized', ops: 'loopback_net_ops', net },
      { type: 'pernet.registered', ops: 'default_device_ops', kind: 'device' },
      { type: 'softirq.opened', vector: 'NET_TX', action: 'net_tx_action' },
      { type: 'softirq.opened', vector: 'NET_RX', action: 'net_rx_action' },
      { type: 'cpuhp.installed', state: 'net/dev:dead' },
      { type: 'initcall.returned', name: 'net_dev_init', rc: 0, duration: 4_000_000 },
    ]);
    const inner = events.slice(1, -1).map(({ evidence, line }) => `${evidence} ${line}`);
    expect(new Set(inner)).toEqual(new Set(['inferred 4']));
  });
});

describe('a step of net_dev_init', () => {
  it('is not inferred where the log would have shown it', async () => {
    const bodies = await bodiesOfCalls([
      ...['open_softirq <-somebody', '__cpuhp_setup_state <-somebody'],
      ...['register_pernet_subsys <-somebody', 'initcall_start: func=net_dev_init+0x0/0x24f'],
      'initcall_finish: func=net_dev_init+0x0/0x24f ret=0',
    ]);
    const inner = bodies.slice(bodies.findIndex((body) => 'name' in body));
    expect(new Set(valuesOf('type', inner))).toEqual(
      new Set([
        ...['initcall.started', 'proc.created', 'kobject.registered', 'ptype.initialized'],
        ...['softnet.initialized', 'bootphase.ended', 'initcall.returned'],
      ]),
    );
  });

  it('is observed where the log shows the function that takes it', async () => {
    const functions = ['dev_proc_init <-net_dev_init', 'netdev_kobject_init <-net_dev_init'];
    const log = functionLog([BEGIN, ...functions, DEVICE]);
    const evidence = async (text: string) =>
      (await eventsOf(text, { format: 'function' }))
        .filter(({ type }) => type === 'proc.created' || type === 'kobject.registered')
        .map((event) => event.evidence);
    expect(await evidence(`# tracer: function\n${log}`)).toEqual(['observed', 'observed']);
    expect(await evidence(`# tracer: function\n${functionLog([BEGIN, DEVICE])}`)).toEqual([
      'inferred',
      'inferred',
    ]);
  });

  it('that the source does not have adds nothing: a third device operation, a third softirq', async () => {
    const devices = await bodiesOfCalls([BEGIN, DEVICE, DEVICE]);
    expect(valuesOf('type', await bodiesOfCalls([BEGIN, DEVICE, DEVICE, DEVICE]))).toEqual([
      ...valuesOf('type', devices),
      'pernet.registered',
    ]);
    const softirqs = await bodiesOfCalls([BEGIN, SOFTIRQ, SOFTIRQ]);
    expect(valuesOf('vector', softirqs)).toEqual(['NET_TX', 'NET_RX']);
    expect(await bodiesOfCalls([BEGIN, SOFTIRQ, SOFTIRQ, SOFTIRQ])).toEqual([
      ...softirqs,
      { type: 'softirq.opened', vector: null, action: null },
    ]);
  });

  it('proves that all before it are done', async () => {
    const before = valuesOf('type', await bodiesOfCalls([BEGIN, DEVICE, DEVICE])).slice(0, -1);
    expect(before).toContain('bootphase.ended');
    const begun = (last: string) =>
      bodiesOfCalls([BEGIN, last]).then((bodies) => valuesOf('type', bodies));
    for (const last of [SOFTIRQ, '__cpuhp_setup_state <-net_dev_init']) {
      expect(await begun(last)).toEqual(expect.arrayContaining(before));
    }
  });

  it('names the operations of dev_proc_init, too', async () => {
    for (const calls of [SUBSYS, ['dev_proc_init <-net_dev_init', ...SUBSYS]]) {
      expect(valuesOf('ops', await bodiesOfCalls([BEGIN, ...calls]))).toEqual([
        'dev_proc_ops',
        'dev_mc_net_ops',
        'netdev_net_ops',
      ]);
    }
  });

  it('runs for as many CPUs as there are page pools, whatever else counts them', async () => {
    const known = { cpus: 4 };
    const queues = async (...calls: readonly string[]) =>
      valuesOf('softnet', await bodiesOfCalls([BEGIN, ...SUBSYS, ...calls, DEVICE], known));
    expect(await queues(POOL, POOL)).toEqual([0, 1]);
    expect(await queues()).toEqual([0, 1, 2, 3]);
  });
});

describe('the head of ptype_all', () => {
  const start = [BEGIN, ...SUBSYS];
  const guess = (call: string) => [call, ...start, DEVICE];

  it('is taken to be initialised where net_ns_init calls what 6.12 has inlined', async () => {
    expect(await hasHead(guess('register_pernet_subsys <-net_ns_init'))).toBe(true);
    expect(await hasHead(guess('register_pernet_subsys <-somebody'))).toBe(false);
    expect(await hasHead(guess('register_pernet_device <-net_ns_init'))).toBe(false);
    expect(await hasHead([...start, DEVICE])).toBe(false);
  });

  it('is not where page pools show a later kernel, or another log names it', async () => {
    const calls = ['register_pernet_subsys <-net_ns_init', ...start];
    expect(await hasHead([...calls, POOL, DEVICE])).toBe(false);
    const known = async (kernel: string) => hasHead([...calls, DEVICE], { kernel });
    expect(await known('6.12.0')).toBe(false);
    expect(await known('7.2.13')).toBe(false);
    expect(await known('6.11.9')).toBe(true);
  });

  it('is initialised where a graph, which shows every call, shows no page pools', async () => {
    const graph = async (...lines: readonly string[]) => {
      const calls = lines.map((line) => `  ${line}() {`);
      return valuesOf('list', await bodiesOfGraph(['net_dev_init() {', ...calls]));
    };
    const [subsys, device] = ['register_pernet_subsys', 'register_pernet_device'];
    const pool = 'page_pool_create_percpu';
    expect(await graph(subsys, subsys, subsys, device)).toContain('all');
    expect(await graph(subsys, subsys, subsys, pool, device)).not.toContain('all');
    expect(await graph(subsys, subsys, subsys, pool, device)).toHaveLength(16);
    expect(await graph(subsys, subsys, subsys)).not.toContain('all');
  });
});
