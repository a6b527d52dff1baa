import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/invariants/judge.ts';
import type { KernelEvent } from '../../../src/model/events.ts';
import { fold } from '../../../src/model/fold.ts';
import { INIT_NET } from '../../../src/model/ids.ts';
import { devicesOf } from '../../../src/model/selectors.ts';
import { eventsOf, recordedEvents, recordings } from '../events.ts';
import { functionLog } from './function-log.ts';
import { bodyOf, type Hit, kprobeLog } from './kprobe-log.ts';

const functions = recordings().filter(({ name }) => name.includes('/boot-function-'));

const summary = (event: KernelEvent): string => {
  switch (event.type) {
    case 'pernet.registered':
      return `${event.type} ${event.ops} ${event.kind}`;
    case 'softirq.opened':
      return `${event.type} ${event.vector}`;
    default:
      return event.type;
  }
};

describe.each(functions)('net_dev_init in $name', ({ name }) => {
  it('runs its steps in the order of the source', async () => {
    const events = await recordedEvents(name);
    const from = events.findIndex(
      (e) => e.type === 'initcall.started' && e.name === 'net_dev_init',
    );
    const to = events.findIndex((e) => e.type === 'initcall.returned' && e.name === 'net_dev_init');
    const steps = events.slice(from, to + 1).map(summary);
    expect(steps.filter((step, index) => steps.indexOf(step) === index)).toEqual([
      'initcall.started',
      'pernet.registered dev_proc_ops subsys',
      'pernet.initialized',
      'pernet.registered dev_mc_net_ops subsys',
      'proc.created',
      'kobject.registered',
      'ptype.initialized',
      'pernet.registered netdev_net_ops subsys',
      'softnet.initialized',
      'bootphase.ended',
      'pernet.registered loopback_net_ops device',
      'netdev.allocated',
      'netdev.registered',
      'pernet.registered default_device_ops device',
      'softirq.opened NET_TX',
      'softirq.opened NET_RX',
      'cpuhp.installed',
      'initcall.returned',
    ]);
  });

  it('adds up to a state with lo in init_net, its pernet lists and both softirqs', async () => {
    const state = fold(await recordedEvents(name));
    expect(state.boot).toMatchObject({ phase: 'returned', rc: 0, proc: true, kobject: true });
    expect(state.pernet.device.slice(0, 2)).toEqual(['loopback_net_ops', 'default_device_ops']);
    expect([...state.softirqs.keys()]).toEqual(expect.arrayContaining(['NET_TX', 'NET_RX']));
    expect(state.nets.get(INIT_NET)).toMatchObject({ status: 'ready' });
    expect(devicesOf(state, INIT_NET)[0]).toMatchObject({ name: 'lo', ifindex: 1 });
  });
});

describe('start_kernel', () => {
  it('is over when PID 1 begins: the last operation it registered was initialised', async () => {
    const events = await recordedEvents('6.1-cloud/boot-function-1cpu');
    const early = events.findIndex((e) => e.type === 'initcall.level' && e.level === 'early');
    const started = events.slice(0, early);
    const registered = started.filter(({ type }) => type === 'pernet.registered');
    const initialized = started.filter(({ type }) => type === 'pernet.initialized');
    expect(registered).toHaveLength(2);
    expect(initialized).toHaveLength(2);
  });
});

describe('what no log shows', () => {
  it('is inferred, and marked so: packet-type lists, per-CPU queues, the boot phase', async () => {
    const events = await recordedEvents('6.1-cloud/boot-function-4cpu');
    const hidden = events.filter(({ type }) =>
      ['ptype.initialized', 'softnet.initialized', 'bootphase.ended'].includes(type),
    );
    expect(hidden.map(({ evidence }) => evidence)).toEqual(hidden.map(() => 'inferred'));
    expect(hidden.filter(({ type }) => type === 'ptype.initialized')).toHaveLength(17);
    expect(hidden.filter(({ type }) => type === 'softnet.initialized')).toHaveLength(4);
  });

  it('counts the possible CPUs of 6.12 by their page pools, offline ones included', async () => {
    const events = await recordedEvents('6.12-cloud/boot-function-2of4cpu');
    const softnets = events.filter(({ type }) => type === 'softnet.initialized');
    expect(softnets.map((event) => 'softnet' in event && event.softnet)).toEqual([0, 1, 2, 3]);
  });

  it('is not inferred from a net_dev_init that failed', async () => {
    const dmesg = [
      '[    1.000000] calling  net_dev_init+0x0/0x24f @ 1',
      '[    1.004000] initcall net_dev_init+0x0/0x24f returned -12 after 4000 usecs',
    ].join('\n');
    const events = await eventsOf(dmesg, { format: 'dmesg' });
    expect(events.map(({ type }) => type)).toEqual(['initcall.started', 'initcall.returned']);
    expect(events[1]).toMatchObject({ rc: -12, duration: 4_000_000, at: 1_004_000_000 });
  });

  it('follows from the 0 net_dev_init returned, where dmesg shows nothing else', async () => {
    const dmesg = [
      '[    0.000000] smpboot: Allowing 2 CPUs, 0 hotplug CPUs',
      '[    1.000000] calling  net_dev_init+0x0/0x24f @ 1',
      '[    1.004000] initcall net_dev_init+0x0/0x24f returned 0 after 4000 usecs',
    ].join('\n');
    const state = fold(await eventsOf(dmesg, { format: 'dmesg' }));
    expect([...state.softnet.keys()]).toEqual([0, 1]);
    expect(state.pernet.device).toEqual(['loopback_net_ops', 'default_device_ops']);
    expect(devicesOf(state, INIT_NET)).toMatchObject([{ name: 'lo', ifindex: 1 }]);
  });

  it('is not the first two registrations in a kernel without CONFIG_PROC_FS', async () => {
    const events = await eventsOf(
      functionLog([
        'initcall_start: func=net_dev_init+0x0/0x24f',
        'netdev_kobject_init <-net_dev_init',
        'register_pernet_subsys <-net_dev_init',
        'netdev_init <-ops_init',
        'register_pernet_device <-net_dev_init',
        'loopback_net_init <-ops_init',
        'register_pernet_device <-net_dev_init',
        'initcall_finish: func=net_dev_init+0x0/0x24f ret=0',
      ]),
    );
    const steps = events.filter(({ evidence }) => evidence === 'observed').map(summary);
    expect(steps.slice(0, 3)).toEqual([
      'initcall.started',
      'kobject.registered',
      'pernet.registered netdev_net_ops subsys',
    ]);
    expect(judge(events).invariants.flatMap(({ violations }) => violations)).toEqual([]);
  });

  it('does not paper over a step that this log would have shown', async () => {
    const events = await eventsOf(
      functionLog([
        'initcall_start: func=net_dev_init+0x0/0x24f',
        'register_pernet_subsys <-dev_proc_init',
        'dev_proc_net_init <-ops_init',
        'register_pernet_subsys <-net_dev_init',
        'dev_mc_net_init <-ops_init',
        'register_pernet_subsys <-net_dev_init',
        'netdev_init <-ops_init',
        'register_pernet_device <-net_dev_init',
        'register_pernet_operations <-register_pernet_device',
        'ops_init <-register_pernet_operations',
        'loopback_net_init <-ops_init',
        'open_softirq <-net_dev_init',
        'initcall_finish: func=net_dev_init+0x0/0x24f ret=0',
      ]),
      { format: 'function' },
    );
    const told = events.map(summary);
    expect(told).not.toContain('pernet.registered default_device_ops device');
    expect(told).not.toContain('softirq.opened NET_RX');
  });
});

describe('the operations net_dev_init registers', () => {
  it('are named by the callbacks the log shows, not by the order of the source', async () => {
    const events = await eventsOf(
      functionLog([
        'net_dev_init <-do_one_initcall',
        'register_pernet_subsys <-net_dev_init',
        'register_pernet_operations <-register_pernet_subsys',
        'ops_init <-register_pernet_operations',
        'netdev_init <-ops_init',
        'register_pernet_device <-net_dev_init',
        'register_pernet_operations <-register_pernet_device',
        'register_pernet_device <-net_dev_init',
        'register_pernet_operations <-register_pernet_device',
        'ops_init <-register_pernet_operations',
        'loopback_net_init <-ops_init',
        'open_softirq <-net_dev_init',
      ]),
      { format: 'function' },
    );
    const registered = events.filter(({ type }) => type === 'pernet.registered');
    expect(registered.at(-1)).toMatchObject({ ops: 'loopback_net_ops' });
    expect(registered.at(-1)).not.toHaveProperty('inferred');
    expect(registered[1]).toMatchObject({ ops: null, kind: 'device' });
  });
});

describe('kernel messages', () => {
  it('tell initcalls, renames, waiting, warnings, bugs and panics', async () => {
    const dmesg = [
      '[    1.000000] calling  virtio_net_driver_init+0x0/0x1000 [virtio_net] @ 140',
      '[    1.001000] initcall virtio_net_driver_init+0x0/0x1000 [virtio_net] returned 0 after 900 usecs',
      '[    2.000000] virtio_net virtio0 wan: renamed from eth0',
      '[    3.000000] e1 (unregistering): renamed from d1 (while UP)',
      '[   14.000000] unregister_netdevice: waiting for lo to become free. Usage count = 2',
      '[   15.000000] WARNING: CPU: 0 PID: 1 at net/core/dev.c:11000 netdev_exit+0x10/0x20',
      '[   16.000000] kernel BUG at net/core/dev.c:10057!',
      '[   17.000000] Kernel panic - not syncing: loopback: Failed to register netdevice: -12',
    ].join('\n');
    const events = await eventsOf(dmesg, { format: 'dmesg' });
    expect(events).toMatchObject([
      { type: 'initcall.started', name: 'virtio_net_driver_init', at: 1_000_000_000, line: 1 },
      { type: 'initcall.returned', name: 'virtio_net_driver_init', rc: 0, duration: 900_000 },
      { type: 'netdev.renamed', dev: null, from: 'eth0', to: 'wan' },
      { type: 'netdev.renamed', from: 'd1', to: 'e1' },
      { type: 'netdev.waiting', name: 'lo', refs: 2 },
      { type: 'kernel.warned' },
      { type: 'kernel.bug', message: 'kernel BUG at net/core/dev.c:10057!' },
      { type: 'kernel.panicked', message: 'loopback: Failed to register netdevice: -12' },
    ]);
  });
});

describe('a console that saw a reboot', () => {
  it('loses sight of everything between the two boots', async () => {
    const boot = [
      '[    0.000000] Linux version 6.1.0-56-cloud-amd64 (debian-kernel@lists.debian.org)',
      '[    1.000000] calling  net_dev_init+0x0/0x24f @ 1',
      '[    1.004000] initcall net_dev_init+0x0/0x24f returned 0 after 4000 usecs',
    ];
    const events = await eventsOf([...boot, ...boot].join('\n'), { format: 'dmesg' });
    expect(events.filter(({ type }) => type === 'recording.gap')).toMatchObject([{ line: 4 }]);
    const { invariants } = judge(events);
    expect(invariants.filter(({ verdict }) => verdict === 'violated')).toEqual([]);
    expect(events.filter(({ type }) => type === 'ptype.initialized')).toHaveLength(34);
  });
});

describe('netdev_kobject_init', () => {
  it('is told at its own line where it comes later than program order has it', async () => {
    const events = await eventsOf(
      functionLog([
        'net_dev_init <-do_one_initcall',
        'register_pernet_subsys <-net_dev_init',
        'register_pernet_subsys <-net_dev_init',
        'register_pernet_subsys <-net_dev_init',
        'netdev_kobject_init <-net_dev_init',
        'register_pernet_device <-net_dev_init',
      ]),
      { format: 'function' },
    );
    expect(events.filter(({ type }) => type === 'kobject.registered').at(-1)).toMatchObject({
      evidence: 'observed',
      line: 5,
    });
  });
});

describe('two boots in one log', () => {
  const boot = (from: number, ...more: readonly string[]): string =>
    functionLog(['initcall_start: func=trace_init_flags_sys_exit+0x0/0x10', ...more], { from });
  const INIT = [
    'initcall_start: func=net_dev_init+0x0/0x24f',
    'initcall_finish: func=net_dev_init+0x0/0x24f ret=0',
  ];

  it('are two where the clock begins anew, though no line tells of a reboot', async () => {
    const events = await eventsOf(boot(0.5, ...INIT) + boot(0.1, ...INIT));
    const types = events.map(({ type }) => type);
    const second = types.lastIndexOf('initcall.started', types.lastIndexOf('initcall.started') - 1);
    expect(types[second - 1]).toBe('recording.gap');
    expect(types.filter((type) => type === 'recording.gap')).toHaveLength(1);
    const verdict = judge(events).invariants.find(({ id }) => id === 'boot-once')?.verdict;
    expect(verdict).not.toBe('violated');
    expect(fold(events).boot.ptypes.length).toBeLessThanOrEqual(17);
  });

  it('are one in which net_dev_init runs twice where the clock goes on', async () => {
    const events = await eventsOf(boot(0.1, ...INIT, ...INIT));
    expect(events.map(({ type }) => type)).not.toContain('recording.gap');
    const verdict = judge(events).invariants.find(({ id }) => id === 'boot-once')?.verdict;
    expect(verdict).toBe('violated');
  });
});

/** A log of probes: what they print, one hit a line, in the task of the initcalls. */
const probes = (...hits: readonly Hit[]) =>
  eventsOf(kprobeLog(hits.map(([fn, args = '']) => [fn, args, 'swapper/0-1'])), {
    format: 'kprobe',
  });

describe('probes of a boot', () => {
  it('show a softirq by number and handler, and so nothing of it is inferred', async () => {
    const events = await probes(['open_softirq', 'nr=3 action=net_rx_action+0x0/0x10']);
    expect(events.map(bodyOf)).toEqual([
      { type: 'softirq.opened', vector: 'NET_RX', action: 'net_rx_action' },
    ]);
  });

  it('leave open what they do not show of a softirq outside net_dev_init', async () => {
    const events = await probes(
      ['open_softirq', 'nr=9'],
      ['open_softirq', 'action=rcu_core_si+0x0/0x10'],
      ['open_softirq', 'nr=10'],
    );
    expect(events.map(bodyOf)).toEqual([
      { type: 'softirq.opened', vector: 'RCU', action: null },
      { type: 'softirq.opened', vector: null, action: 'rcu_core_si' },
      { type: 'softirq.opened', vector: null, action: null },
    ]);
  });

  it('have what they do not show of a softirq of net_dev_init from program order', async () => {
    const events = await probes(
      ['net_dev_init'],
      ['open_softirq'],
      ['open_softirq', 'nr=3'],
      ['<-net_dev_init', 'rc=0'],
    );
    const softirqs = events.filter(({ type }) => type === 'softirq.opened').map(bodyOf);
    const type = 'softirq.opened';
    expect(softirqs).toEqual([
      { type, vector: 'NET_TX', action: 'net_tx_action', inferred: ['vector', 'action'] },
      { type, vector: 'NET_RX', action: 'net_rx_action', inferred: ['action'] },
    ]);
  });

  it('show a CPU hotplug state by its name, or have it from program order', async () => {
    const installed = async (...hits: readonly Hit[]) =>
      (await probes(...hits)).filter(({ type }) => type === 'cpuhp.installed').map(bodyOf);
    const type = 'cpuhp.installed';
    expect(await installed(['__cpuhp_setup_state', 'name="net/dev:dead"'])).toEqual([
      { type, state: 'net/dev:dead' },
    ]);
    expect(await installed(['__cpuhp_setup_state', 'state=42'])).toEqual([{ type, state: '42' }]);
    expect(await installed(['__cpuhp_setup_state'])).toEqual([{ type, state: null }]);
    expect(
      await installed(['net_dev_init'], ['__cpuhp_setup_state'], ['<-net_dev_init', 'rc=0']),
    ).toEqual([{ type, state: 'net/dev:dead', inferred: ['state'] }]);
  });

  it('tell the end of net_dev_init by its return, and nothing behind a failure', async () => {
    const good = await probes(['net_dev_init'], ['<-net_dev_init', 'rc=0']);
    expect(good.at(-1)).toMatchObject({
      type: 'initcall.returned',
      name: 'net_dev_init',
      rc: 0,
      evidence: 'observed',
    });
    expect(good.map(({ type }) => type)).toContain('bootphase.ended');
    const failed = await probes(['net_dev_init'], ['<-net_dev_init', 'rc=-12']);
    expect(failed.map(({ type }) => type)).toEqual(['initcall.started', 'initcall.returned']);
  });

  it('tell a run of a networking softirq once, and none of the others', async () => {
    const enter = (index: number, vec: number, action: string) =>
      `       swapper/0-1       [000] ..s..     1.00000${index}: softirq_entry: vec=${vec} [action=${action}]\n`;
    const text = [
      enter(1, 3, 'NET_RX'),
      enter(2, 7, 'SCHED'),
      enter(3, 77, ''),
      enter(4, 3, ''),
    ].join('');
    const events = await eventsOf(text);
    expect(events.map(bodyOf)).toEqual([{ type: 'softirq.entered', vector: 'NET_RX' }]);
  });
});
