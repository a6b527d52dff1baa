import type { NetNamespace } from '../kernel.ts';
import type { PernetOps } from '../pernet-ops.ts';
import type { Plan } from '../plan.ts';
import type { SeenDevice, TracedCall, TraceEntry } from '../trace.ts';
import { inRange, type KernelVersion } from '../versions.ts';
import { Addresses, symbol } from './addresses.ts';
import { ftraceHeader, ftraceLine } from './ftrace-line.ts';

/** What the probe on a function prints on entry and, where it has one, on return. */
interface Probe {
  readonly entry: 'ops' | 'ops net' | 'net' | 'dev' | 'move' | 'rename' | 'name' | 'flags' | '';
  readonly exit?: 'rc' | 'ret' | 'dev' | '';
}

/** The probes of test/lab/probes that show what happens. */
const PROBES: Readonly<Record<string, Probe>> = {
  register_pernet_subsys: { entry: 'ops', exit: 'rc' },
  register_pernet_device: { entry: 'ops', exit: 'rc' },
  unregister_pernet_subsys: { entry: 'ops' },
  unregister_pernet_device: { entry: 'ops' },
  register_pernet_operations: { entry: 'ops', exit: 'rc' },
  unregister_pernet_operations: { entry: 'ops' },
  ops_init: { entry: 'ops net', exit: 'rc' },
  ops_exit_list: { entry: 'ops' },
  ops_free_list: { entry: 'ops' },
  ops_undo_list: { entry: '', exit: '' },
  copy_net_ns: { entry: 'flags', exit: 'ret' },
  setup_net: { entry: 'net', exit: 'rc' },
  __put_net: { entry: 'net' },
  cleanup_net: { entry: '', exit: '' },
  net_free: { entry: 'net' },
  net_passive_dec: { entry: 'net' },
  netdev_exit: { entry: 'net' },
  loopback_net_init: { entry: 'net', exit: 'rc' },
  default_device_exit_batch: { entry: '', exit: '' },
  alloc_netdev_mqs: { entry: 'name', exit: 'dev' },
  register_netdevice: { entry: 'dev', exit: 'rc' },
  list_netdevice: { entry: 'dev' },
  unlist_netdevice: { entry: 'dev' },
  unregister_netdevice_many: { entry: '' },
  __dev_change_net_namespace: { entry: 'move', exit: 'rc' },
  dev_change_name: { entry: 'rename', exit: 'rc' },
  netdev_run_todo: { entry: '', exit: '' },
  free_netdev: { entry: 'dev' },
};

const STATES = ['uninitialized', 'registered', 'unregistering', 'unregistered', 'released'];

/** The run as kprobe events write it, from the first process on: they are armed after the boot. */
export function printKprobes(
  entries: readonly TraceEntry[],
  { kernel, cpus }: Pick<Plan, 'kernel' | 'cpus'>,
): string {
  const addresses = new Addresses();
  const lines = entries.slice(afterBoot(entries)).flatMap((entry) => {
    const body = entry.kind === 'event' ? null : probeText(asProbed(entry, kernel), addresses);
    return body === null || entry.kind === 'event' ? [] : [ftraceLine(entry, body)];
  });
  return `${[...ftraceHeader('nop', lines.length, cpus.online), ...lines].join('\n')}\n`;
}

/** Up to 6.12 a namespace has no inode number yet when setup_net is entered. */
function asProbed(call: TracedCall, kernel: KernelVersion): TracedCall {
  const { net } = call.subject;
  if (call.fn !== 'setup_net' || net === undefined) return call;
  if (inRange(kernel, { since: '6.18' })) return call;
  return { ...call, subject: { ...call.subject, net: { ...net, inode: 0 } } };
}

function afterBoot(entries: readonly TraceEntry[]): number {
  return entries.findLastIndex(
    (entry) => entry.kind === 'event' && entry.event.type.startsWith('initcall.'),
  );
}

function probeText(call: TracedCall, addresses: Addresses): string | null {
  const probe = PROBES[call.fn] ?? exitProbe(call);
  if (probe === undefined) return null;
  if (call.kind === 'entered') {
    const args = entryArgs(probe.entry, call, addresses);
    return `${call.fn}: (${symbol(call.fn)})${args}`;
  }
  if (probe.exit === undefined) return null;
  const from = `${symbol(call.caller ?? 'ret_from_fork', 0x1b)} <- ${call.fn}`;
  return `${call.fn}_ret: (${from})${exitArgs(probe.exit, call, addresses)}`;
}

/**
 * Exit callbacks of one namespace have probes of their own, as some have in the lab: from 6.12 on
 * nothing else tells of them.
 */
function exitProbe({ caller, subject: { net } }: TracedCall): Probe | undefined {
  const exiting = caller === 'ops_exit_list' || caller === 'ops_undo_list';
  return exiting && net !== undefined ? { entry: 'net' } : undefined;
}

function entryArgs(entry: Probe['entry'], { subject }: TracedCall, addresses: Addresses): string {
  const { ops, net, dev, to, name } = subject;
  switch (entry) {
    case 'ops':
      return ops === undefined ? '' : opsArgs(ops);
    case 'ops net':
      return ops === undefined || net === undefined ? '' : opsArgs(ops) + netArgs(net, addresses);
    case 'net':
      return net === undefined ? '' : netArgs(net, addresses);
    case 'dev':
    case 'move':
    case 'rename': {
      if (dev === undefined) return '';
      const target = to === undefined ? '' : ` tonet=${addresses.ofNet(to)} toinum=${to.inode}`;
      return deviceArgs(dev, addresses) + target + (name === undefined ? '' : ` newname="${name}"`);
    }
    case 'name':
      return ` name="${name ?? ''}"`;
    case 'flags':
      return ' flags=0x40000000';
    case '':
      return '';
    default:
      return entry satisfies never;
  }
}

function exitArgs(
  exit: NonNullable<Probe['exit']>,
  { result }: TracedCall,
  addresses: Addresses,
): string {
  switch (exit) {
    case 'rc':
      return ` rc=${Number(result)}`;
    case 'ret':
    case 'dev':
      return ` ${exit}=${pointer(result, addresses)}`;
    case '':
      return '';
    default:
      return exit satisfies never;
  }
}

/** A pointer, NULL, or an error in place of one (ERR_PTR). */
function pointer(result: TracedCall['result'], addresses: Addresses): string {
  if (typeof result === 'string') return addresses.ofId(result);
  return `0x${BigInt.asUintN(64, BigInt(result ?? 0)).toString(16)}`;
}

function opsArgs({ name, init, exit, exitBatch }: PernetOps): string {
  const text = (fn: string | undefined) => (fn === undefined ? '0x0' : symbol(fn));
  const callbacks = `init=${text(init?.fn)} exit=${text(exit?.fn)}`;
  return ` ops=${symbol(name)} ${callbacks} exit_batch=${text(exitBatch?.fn)}`;
}

function netArgs(net: Pick<NetNamespace, 'id' | 'inode'>, addresses: Addresses): string {
  return ` net=${addresses.ofNet(net)} inum=${net.inode}`;
}

function deviceArgs({ dev, name, ifindex, net, state }: SeenDevice, addresses: Addresses): string {
  const place = netArgs(net, addresses);
  return ` dev=${dev.id} name="${name}" ifindex=${ifindex}${place} state=${STATES.indexOf(state)}`;
}
