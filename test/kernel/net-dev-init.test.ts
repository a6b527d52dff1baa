import { describe, expect, it } from 'vitest';
import { type PlanInput, planOf } from '../../src/kernel/plan.ts';
import { simulate } from '../../src/kernel/simulate.ts';
import { KERNEL_VERSIONS } from '../../src/kernel/versions.ts';
import { fold } from '../../src/model/fold.ts';
import { INIT_NET } from '../../src/model/ids.ts';
import { brief } from './notation.ts';

function boot(input: PlanInput): readonly string[] {
  return brief(simulate(planOf(input)));
}

/** What net_dev_init itself does. */
function inside(input: PlanInput): readonly string[] {
  const events = boot(input);
  return events.slice(events.indexOf('start(net_dev_init)') + 1, events.findIndex(isReturn) + 1);
}

function isReturn(line: string): boolean {
  return line.startsWith('return(net_dev_init,') || line.startsWith('panicked');
}

describe('net_dev_init', () => {
  it.each(KERNEL_VERSIONS)('ends with lo, open softirqs and 0 on %s', (kernel) => {
    const state = fold(simulate(planOf({ kernel, cpus: { possible: 4, online: 2 } })));
    expect(state.boot).toMatchObject({ phase: 'returned', rc: 0, registrationOpen: true });
    expect([...state.softnet.keys()]).toEqual([0, 1, 2, 3]);
    expect([...state.softirqs.keys()]).toEqual(['NET_TX', 'NET_RX']);
    expect(state.pernet.device).toEqual(['loopback_net_ops', 'default_device_ops']);
    expect(state.nets.get(INIT_NET)?.loopback).not.toBeNull();
  });

  it('initialises ptype_all up to 6.1 only, and always the 16 hash lists', () => {
    const heads = (kernel: (typeof KERNEL_VERSIONS)[number]) =>
      inside({ kernel }).filter((line) => line.startsWith('ptype'));
    expect(heads('5.17')).toHaveLength(17);
    expect(heads('6.1')[0]).toBe('ptype(all)');
    expect(heads('6.12')).toHaveLength(16);
    expect(heads('6.18')[0]).toBe('ptype(0)');
  });

  it('sets init_net up before the initcalls, on 5.17 as a pure_initcall with /proc first', () => {
    expect(boot({ kernel: '6.1' }).indexOf('ready(init)')).toBeLessThan(
      boot({ kernel: '6.1' }).indexOf('reg(proc_net_ns_ops)'),
    );
    const old = boot({ kernel: '5.17' });
    expect(old.slice(old.indexOf('level(pure)'), old.indexOf('level(core)'))).toEqual([
      'level(pure)',
      'start(net_ns_init)',
      'setup(init)',
      'init(proc_net_ns_ops, init)',
      'ready(init)',
      'reg(net_ns_ops)',
      'init(net_ns_ops, init)',
      'return(net_ns_init, 0)',
    ]);
  });

  it('makes no /proc files without CONFIG_PROC_FS', () => {
    const events = boot({ config: { procFs: false } });
    expect(events.filter((line) => /proc_net|dev_proc|dev_mc|proc\.created/.test(line))).toEqual(
      [],
    );
    expect(inside({ config: { procFs: false } })[0]).toBe('kobject.registered');
  });

  it.each(['xfrmOffload', 'rps'] as const)('shows no sign of %s', (option) => {
    expect(boot({ config: { [option]: false } })).toEqual(boot({ config: { [option]: true } }));
  });
});

describe('a net_dev_init that fails', () => {
  it('returns -ENOMEM whatever the step returned, and undoes nothing', () => {
    const faults = [{ site: 'netdev_kobject_init', nth: 1, rc: -17 }] as const;
    expect(inside({ faults })).toEqual([
      'reg(dev_proc_ops)',
      'init(dev_proc_ops, init)',
      'reg(dev_mc_net_ops)',
      'init(dev_mc_net_ops, init)',
      'proc.created',
      'return(net_dev_init, -12)',
    ]);
  });

  it('leaves the first /proc operation registered when the second fails', () => {
    const faults = [{ site: 'ops_init', of: 'dev_mc_net_ops', nth: 1 }] as const;
    expect(inside({ faults })).toEqual([
      'reg(dev_proc_ops)',
      'init(dev_proc_ops, init)',
      'reg(dev_mc_net_ops)',
      'fail(dev_mc_net_ops, init, -12)',
      'unreg(dev_mc_net_ops)',
      'return(net_dev_init, -12)',
    ]);
  });

  it('before the packet-type lists makes inet_init crash and PID 1 die', () => {
    const faults = [{ site: 'netdev_kobject_init', nth: 1 }] as const;
    expect(boot({ faults }).slice(-2)).toEqual([
      'bug(kernel BUG at lib/list_debug.c: list_add corruption in dev_add_pack)',
      'panicked(Attempted to kill init! exitcode=0x0000000b)',
    ]);
  });

  it.each([
    ['flush_backlogs_alloc', '6.18'],
    ['net_page_pool_create', '6.12'],
    ['skb_defer_nodes', '6.18'],
  ] as const)(
    'at %s on %s leaves a box without lo on which nothing can register',
    (site, kernel) => {
      const events = boot({
        kernel,
        faults: [{ site, nth: 1 }],
        commands: [{ do: 'link.add', kind: 'dummy', net: 'init', name: 'd0' }],
      });
      expect(events).toContain('return(net_dev_init, -12)');
      expect(events.filter((line) => /lo@|open\(|bootphase/.test(line))).toEqual([]);
      expect(events.slice(-2)).toEqual([
        'alloc(d0)',
        'bug(kernel BUG at net/core/dev.c: register_netdevice: BUG_ON(dev_boot_phase))',
      ]);
    },
  );

  it('does not know failures that its kernel has no step for', () => {
    const faults = [{ site: 'net_page_pool_create', nth: 1 }] as const;
    expect(inside({ kernel: '6.1', faults }).at(-1)).toBe('return(net_dev_init, 0)');
    expect(inside({ kernel: '6.12', faults, config: { pagePool: false } }).at(-1)).toBe(
      'return(net_dev_init, 0)',
    );
  });

  it('has made the queues of the CPUs before the one whose page pool failed', () => {
    const faults = [{ site: 'net_page_pool_create', of: '2', nth: 1 }] as const;
    const cpus = { possible: 4, online: 4 };
    const queues = inside({ kernel: '6.12', cpus, faults }).filter((line) => /^softnet/.test(line));
    expect(queues).toEqual(['softnet(0)', 'softnet(1)', 'softnet(2)']);
  });

  it('only warns of CPU hotplug, and does not even look at the backlog threads', () => {
    const config = { threadBacklogNapi: true };
    const faults = [
      { site: 'cpuhp_setup_state', nth: 1 },
      { site: 'backlog_threads', nth: 1 },
    ] as const;
    expect(inside({ kernel: '6.12', config, faults }).slice(-3)).toEqual([
      'open(NET_RX)',
      'warned(CPU: 0 PID: 1 at net/core/dev.c: net_dev_init)',
      'return(net_dev_init, 0)',
    ]);
  });

  it.each([
    ['alloc_netdev', -12],
    ['rtnl_lock_killable', -4],
    ['ndo_init', -12],
    ['notify_register', -12],
  ] as const)('panics when lo of init_net fails at %s', (site, rc) => {
    expect(boot({ faults: [{ site, nth: 1 }] }).at(-1)).toBe(
      `panicked(loopback: Failed to register netdevice: ${rc})`,
    );
  });
});
