import type { PlanInput } from '../../src/kernel/plan.ts';
import type { KernelEvent } from '../../src/model/events.ts';
import { allBatches, batchesByDevice } from './plans/batches.ts';
import { anyLong, long, movesIn, short, withoutNetDevInit } from './plans/choices.ts';
import {
  hostile,
  hotplug,
  late,
  messages,
  parallel,
  stoppedReader,
  waiting,
} from './plans/other-lives.ts';
import { inTurn } from './plans/script.ts';
import type { Sight } from './sight.ts';

/** The plans that tell what was recorded, and what the recording can show of that. */
export interface Story {
  /** Matches `folder/name` of a recording under events/. */
  readonly recordings: RegExp;
  /**
   * What happened. Where the machine had a choice, all it could do, or what the recording says it
   * did.
   */
  readonly plans: (recorded: readonly KernelEvent[]) => readonly PlanInput[];
  readonly sight: Sight;
}

type Lives = Pick<Sight, 'boot' | 'blindTo'>;

/** Probes that were armed after the boot. */
const PROBES = { boot: 'nothing', blindTo: [] } as const satisfies Lives;
/** The function tracer with the lab's filter; __put_net is inlined into whatever calls it. */
const FUNCTIONS = { boot: 'nothing', blindTo: ['net.dying'] } as const satisfies Lives;
/** list_netdevice, unlist_netdevice and cleanup_net, and nothing else. */
const THREE_PROBES = {
  boot: 'nothing',
  blindTo: [
    ...(['net.setup', 'net.ready', 'net.dying', 'net.freed', 'netdev.allocated'] as const),
    ...(['netdev.freed', 'pernet.initialized', 'pernet.exited'] as const),
  ],
} as const satisfies Lives;
const KERNEL_LOG = {
  boot: 'initcalls',
  blindTo: ['initcall.level'],
  blindToLife: 'all but messages',
} as const satisfies Sight;
const LIFE_IN_KERNEL_LOG = { ...KERNEL_LOG, boot: 'nothing' } as const satisfies Sight;

/** Every recording, by the first line that matches it. */
export const STORIES: readonly Story[] = [
  {
    recordings: /boot-crash-console/,
    plans: withoutNetDevInit,
    sight: KERNEL_LOG,
  },
  {
    recordings: /boot-crash-ftrace-console/,
    plans: withoutNetDevInit,
    // The buffer is dumped when all is over, and was too small.
    sight: {
      boot: 'all',
      blindTo: ['initcall.level', 'net.setup', 'net.ready'],
      apart: ['pernet.registered', 'pernet.initialized'],
      lost: 'early',
    },
  },
  { recordings: /boot-plain/, plans: short, sight: LIFE_IN_KERNEL_LOG },
  {
    recordings: /boot-(dmesg|kmsg|journal|klogd)/,
    plans: () => [inTurn(messages)],
    sight: KERNEL_LOG,
  },
  { recordings: /boot-graph$/, plans: () => [{}], sight: { boot: 'net_dev_init', blindTo: [] } },
  {
    recordings: /boot-graph-columns/,
    plans: () => [{}],
    // list_netdevice lies below its depth limit; the first levels were over when it began.
    sight: { boot: 'initcalls', blindTo: ['netdev.registered'], beginsLater: true },
  },
  {
    recordings: /boot-tp-printk-lost/,
    plans: short,
    sight: { boot: 'initcalls', blindTo: ['net.dying'], lost: 'early' },
  },
  {
    recordings: /boot-tp-printk/,
    plans: short,
    sight: { boot: 'initcalls', blindTo: ['net.dying'] },
  },
  {
    recordings: /arm64.boot-function/,
    plans: short,
    // The last reference to a namespace is dropped by a function that is inlined there.
    sight: { boot: 'all', blindTo: ['net.dying', 'net.freed'] },
  },
  {
    recordings: /^7.2-cloud.boot-function/,
    plans: short,
    // Without a return of ops_init, what xfrm_init allocates after it seems to be before its end.
    sight: { boot: 'all', blindTo: ['net.dying'], apart: ['netdev.allocated'] },
  },
  { recordings: /boot-function/, plans: short, sight: { boot: 'all', blindTo: ['net.dying'] } },
  {
    recordings: /life-bpftrace/,
    plans: long,
    sight: {
      boot: 'nothing',
      blindTo: [
        ...(['net.dying', 'netdev.allocated', 'pernet.initialized', 'pernet.failed'] as const),
        ...(['pernet.exited', 'pernet.registered', 'pernet.unregistered'] as const),
      ],
      blindToLimit: true,
      // A rename is noticed when the device is next spoken of.
      apart: ['netdev.renamed'],
    },
  },
  {
    recordings: /^7.2-cloud.life-kprobe/,
    plans: long,
    // Recorded without a probe on netif_change_name: a rename is noticed later.
    sight: { ...PROBES, apart: ['netdev.renamed'] },
  },
  {
    recordings: /life-(kprobe|fprobe|pipe|graph|graph-columns|graph-latency)$/,
    plans: long,
    sight: PROBES,
  },
  {
    recordings: /life-graph-bare$/,
    plans: anyLong,
    // Without CPU and task, what two tasks do at once cannot be told from one another.
    sight: { ...PROBES, lost: 'late' },
  },
  { recordings: /life-perf(-(bare|tids|delta|header))?$/, plans: long, sight: PROBES },
  {
    recordings: /life-perf-trace$/,
    plans: long,
    // perf trace prints the buffer of one CPU after that of the other.
    sight: { ...PROBES, outOfOrder: true },
  },
  {
    recordings: /life-overwritten/,
    plans: anyLong,
    // Some lines of dev_change_name are lost: that rename is noticed later.
    sight: { ...PROBES, apart: ['netdev.renamed'], lost: 'early' },
  },
  {
    recordings: /life-dropped/,
    plans: anyLong,
    sight: { ...PROBES, lost: 'late' },
  },
  {
    recordings: /life-function-raw/,
    plans: short,
    // The option raw prints numbers; what they mean is in the kernel's symbol table.
    sight: { ...FUNCTIONS, blindToLife: 'all' },
  },
  { recordings: /life-function-cpu/, plans: short, sight: { ...FUNCTIONS, lost: 'late' } },
  {
    recordings: /life-function-noparent/,
    plans: short,
    // Who drops a reference to a namespace is not told, so the last one is not known.
    sight: { boot: 'nothing', blindTo: ['net.dying', 'net.freed'] },
  },
  {
    recordings: /life-trace-cmd-graph/,
    plans: short,
    // A graph of chosen functions does not tell whether cleanup_net itself calls net_free.
    sight: { ...FUNCTIONS, blindTo: [...FUNCTIONS.blindTo, 'net.freed'] },
  },
  {
    recordings: /life-(function|graph)-args/,
    plans: short,
    sight: { ...FUNCTIONS, blindToNewDevices: true },
  },
  { recordings: /life-(function|clock|trace-cmd)/, plans: short, sight: FUNCTIONS },
  {
    recordings: /life-perf-probe/,
    plans: short,
    sight: {
      boot: 'nothing',
      blindTo: [
        ...(['net.dying', 'netdev.allocated', 'netdev.freed'] as const),
        ...(['pernet.initialized', 'pernet.exited'] as const),
      ],
    },
  },
  { recordings: /life-sparse/, plans: short, sight: THREE_PROBES },
  { recordings: /life-stacktrace/, plans: () => [inTurn(hotplug)], sight: THREE_PROBES },
  { recordings: /life-hostile/, plans: () => [inTurn(hostile)], sight: PROBES },
  {
    recordings: /life-late/,
    plans: () => allBatches(['n2', 'n3']).map(late),
    sight: { ...PROBES, beginsLater: true },
  },
  {
    recordings: /life-pipe-lost/,
    plans: () => allBatches(['n3', 'n4']).map(stoppedReader),
    sight: { ...PROBES, lost: 'early' },
  },
  {
    recordings: /life-waiting(-stuck)?$/,
    plans: () => [{ commands: waiting('lo', 25) }],
    sight: { boot: 'nothing', blindTo: ['netdev.waiting'], endsEarlier: true },
  },
  {
    recordings: /life-waiting-dummy$/,
    plans: () => [{ commands: waiting('d1', 25) }],
    sight: { boot: 'nothing', blindTo: ['netdev.waiting'] },
  },
  {
    recordings: /life-waiting-dummy-dmesg/,
    plans: () => [{ commands: waiting('d1', 25) }],
    sight: LIFE_IN_KERNEL_LOG,
  },
  {
    recordings: /life-waiting(-stuck)?-dmesg/,
    plans: () => [{ commands: waiting('lo', 25) }],
    sight: LIFE_IN_KERNEL_LOG,
  },
  {
    recordings: /life-parallel/,
    plans: (recorded) => [parallel(batchesByDevice(recorded), movesIn(recorded))],
    sight: { boot: 'nothing', blindTo: ['net.dying'], parallel: true },
  },
];
