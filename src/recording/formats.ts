/** A format this project reads. */
export interface Format {
  readonly name: string;
  /** What it is, in a few words. */
  readonly description: string;
  /** A command that produces it. */
  readonly command: string;
}

/** Prints the line that ftrace would: task, CPU and stamp, the probed symbol, named values. */
const BPFTRACE = `bpftrace -e 'kprobe:list_netdevice {
  $dev = (struct net_device *)arg0;
  printf("%s-%d [%03d] %d.%06d: p: (list_netdevice+0x0/0x0) name=\\"%s\\" ifindex=%d inum=%u\\n",
    comm, tid, cpu, nsecs / 1000000000, nsecs % 1000000000 / 1000,
    $dev->name, $dev->ifindex, $dev->nd_net.net->ns.inum);
}'`;

/** Every format, by family. */
export const FORMATS = [
  {
    name: 'function',
    description: 'ftrace text of the function tracer',
    command: 'echo function >current_tracer; …; cat trace',
  },
  {
    name: 'function-graph',
    description: 'ftrace text of the function_graph tracer',
    command: 'echo function_graph >current_tracer; …; cat trace',
  },
  {
    name: 'kprobe',
    description: 'ftrace text of kprobe, kretprobe, fprobe and trace events',
    // Before BTF (6.7) it is name=+0($arg1):string, as long as the name comes first in net_device.
    command: "echo 'p:list_netdevice list_netdevice name=dev->name:string' >>kprobe_events; …",
  },
  {
    name: 'trace-cmd',
    description: 'what trace-cmd report prints, function and function_graph included',
    command: 'trace-cmd report',
  },
  {
    name: 'perf',
    description: 'what perf script and perf trace print for probe and trace events',
    command:
      "perf probe 'list_netdevice name=dev->name:string'; perf record -a -e 'probe:*'; perf script",
  },
  {
    name: 'bpftrace',
    description: 'what bpftrace prints in the form of a trace line',
    command: BPFTRACE,
  },
  {
    name: 'dmesg',
    description: 'kernel messages as dmesg prints them, and captures of a serial console',
    command: 'dmesg',
  },
  {
    name: 'dmesg-raw',
    description: 'kernel messages with their priority as a number',
    command: 'dmesg -r',
  },
  {
    name: 'dmesg-unstamped',
    description: 'kernel messages without stamps',
    command: 'dmesg -t',
  },
  {
    name: 'dmesg-json',
    description: 'kernel messages as one JSON document',
    command: 'dmesg -J',
  },
  {
    name: 'kmsg',
    description: 'the records of /dev/kmsg',
    // It has no end: whoever reads it waits for the next record.
    command: 'timeout 1 cat /dev/kmsg',
  },
  {
    name: 'journal',
    description: 'the short styles of journalctl, and files a syslog daemon wrote',
    command: 'journalctl -k -o short-monotonic',
  },
  {
    name: 'journal-json',
    description: 'journal entries, one JSON object a line',
    command: 'journalctl -k -o json',
  },
  {
    name: 'jsonl',
    description: 'the events of this tool, one JSON object a line',
    command: 'netdev-replay events LOG',
  },
] as const satisfies readonly Format[];

/** The name of a format, as `--format` takes it. */
export type FormatName = (typeof FORMATS)[number]['name'];
