import type { TraceEntry } from '../trace.ts';
import { ftraceHeader, ftraceLine } from './ftrace-line.ts';
import { tracepoint } from './tracepoint.ts';

/** Who calls what nobody else here calls. */
const ROOTS: Readonly<Record<string, string>> = {
  net_ns_init: 'start_kernel',
  copy_net_ns: 'create_new_namespaces',
  cleanup_net: 'process_one_work',
  __dev_change_net_namespace: 'do_setlink',
  dev_change_name: 'do_setlink',
  unregister_netdevice_many: 'rtnl_dellink',
  register_netdevice: 'rtnl_newlink_create',
  alloc_netdev_mqs: 'rtnl_create_link',
  free_netdev: 'rtnl_newlink_create',
  netdev_run_todo: 'rtnetlink_rcv_msg',
  __put_net: 'nsfs_evict',
};

/** The run as the function tracer with initcall and irq events writes it (trace). */
export function printFunctionTrace(entries: readonly TraceEntry[], cpus: number): string {
  const lines = entries.flatMap((entry): string[] => {
    if (entry.kind !== 'event') {
      const caller = entry.caller ?? ROOTS[entry.fn] ?? 'do_one_initcall';
      return entry.kind === 'entered' ? [ftraceLine(entry, `${entry.fn} <-${caller}`)] : [];
    }
    const { event } = entry;
    const body = tracepoint(event);
    const context = { task: event.task ?? '', cpu: event.cpu ?? 0, at: event.at ?? 0 };
    return body === null ? [] : [ftraceLine(context, body)];
  });
  return `${[...ftraceHeader('function', lines.length, cpus), ...lines].join('\n')}\n`;
}
