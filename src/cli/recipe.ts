/** How to make a kernel record its own boot with one of its means. */
export interface Recipe {
  readonly tracer: string;
  /** What it shows, and what it cannot. */
  readonly shows: string;
  /** Kernel parameters. */
  readonly parameters: readonly string[];
  /** Each parameter that needs a word, with the word. */
  readonly remarks: readonly (readonly [parameter: string, remark: string])[];
  /** What to run once the machine is up. */
  readonly save: string;
}

/** Functions the interpreter reads; patterns that match nothing on a kernel are silently ignored. */
const FILTER = [
  'net_ns_init',
  'net_dev_init',
  'dev_proc_init',
  'netdev_kobject_init',
  'register_pernet_*',
  'unregister_pernet_*',
  'ops_init',
  'ops_exit_list',
  'ops_free_list',
  'ops_undo_*',
  'setup_net',
  'copy_net_ns',
  'cleanup_net',
  'net_free',
  'net_passive_dec',
  '__put_net',
  '*_net_init',
  '*_net_exit',
  'netdev_init',
  'netdev_exit',
  'loopback_*',
  'register_netdev*',
  'list_netdevice',
  'unlist_netdevice',
  'alloc_netdev_mqs',
  'free_netdev',
  'unregister_netdevice_*',
  'netdev_run_todo',
  'dev_change_name',
  '__dev_change_net_namespace',
  'default_device_exit_batch',
  'open_softirq',
  '__cpuhp_setup_state',
  'page_pool_create_percpu',
].join(',');

const CLOCK = [
  'trace_clock=local',
  'without it the kernel may switch to another clock late in the boot, which empties the buffer',
] as const;
const BUFFER = ['trace_buf_size=8M', 'per CPU; a smaller buffer loses the oldest records'] as const;
const SAVE_TRACE = 'cat /sys/kernel/tracing/trace > boot.log';

/** Boot-time recording, verified on Debian's 6.1 and 6.12 kernels. */
export const RECIPES: readonly Recipe[] = [
  {
    tracer: 'function',
    shows: 'every function of networking in order, with the initcalls; no arguments, no results',
    parameters: [
      'trace_clock=local',
      'ftrace=function',
      'trace_buf_size=8M',
      'trace_event=initcall:*',
      `ftrace_filter=${FILTER}`,
    ],
    remarks: [
      CLOCK,
      BUFFER,
      ['trace_event=initcall:*', 'the only line that shows what net_dev_init returned'],
      ['ftrace_filter=…', 'a pattern that matches no function of your kernel is silently ignored'],
    ],
    save: SAVE_TRACE,
  },
  {
    tracer: 'graph',
    shows: 'net_dev_init as a tree of calls, with how long each took',
    parameters: [
      'trace_clock=local',
      'ftrace=function_graph',
      'ftrace_graph_filter=net_dev_init',
      'trace_buf_size=8M',
    ],
    remarks: [
      CLOCK,
      BUFFER,
      ['ftrace_graph_max_depth=7', 'may be added; what is deeper is then not in the log'],
    ],
    save: SAVE_TRACE,
  },
  {
    tracer: 'dmesg',
    shows: 'the initcalls with their results and times, and what the kernel says; no functions',
    parameters: ['initcall_debug', 'log_buf_len=4M', 'ignore_loglevel'],
    remarks: [
      ['initcall_debug', 'prints each initcall at debug level, which quiet consoles hide'],
      ['log_buf_len=4M', 'a smaller buffer loses the beginning of the boot'],
    ],
    save: 'dmesg > boot.log',
  },
];

/** Why there is no boot recipe with arguments. */
export const KPROBE_REMARK =
  'kprobe_event= on the command line arms its probes after net_dev_init has run: too late for the ' +
  'boot. Arm probes from the running system to record namespaces with names and ifindexes.';
