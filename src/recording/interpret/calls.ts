import type { Args, Context, Observation } from '../observation.ts';
import type { Batch } from './batch.ts';
import type { Departure } from './departure.ts';
import type { Device } from './devices.ts';
import type { Net } from './nets.ts';
import type { OpsName } from './ops-name.ts';
import type { Outcome } from './outcome.ts';

export type Entered = Extract<Observation, { readonly kind: 'entered' }>;
export type Returned = Extract<Observation, { readonly kind: 'returned' }>;

/** One call that is under way in a task, with what later lines told about it. */
export interface Call {
  readonly fn: string;
  readonly args: Args;
  readonly entered: Context;
  readonly depth: number | null;
  /** How far inside the kernel's call tree it stands, see LEVELS. */
  readonly level: number;
  readonly outer: Call | null;
  /** The latest line seen inside the call. */
  last: Context;
  /** The namespace it works on. */
  net: Net | null;
  /** The device it works on. */
  dev: Device | null;
  /** The pernet operation it works on. */
  ops: OpsName | null;
  /** The operation whose ops_init inside it ended last. */
  lastOps: OpsName | null;
  /** Whether the ops_init inside it that ended last succeeded, while that is open. */
  outcome: Outcome | null;
  /** Something inside it failed, so it is undoing what it did. */
  undoing: boolean;
  /** What cleanup_net works on. */
  batch: Batch | null;
  /** The device unlisted inside it, which a move lists again. */
  leaving: { readonly net: Net | null; readonly ifindex: number | null } | null;
  /** How many calls of interest were seen inside it. */
  inner: number;
}

/** How a call ended. */
export interface CallEnd {
  /** The line that shows the end or, where none does, the last one inside the call. */
  readonly context: Context;
  /** Arguments of the return; `null` where the end is only concluded from later lines. */
  readonly returned: Args | null;
  /** Nanoseconds, where the log shows them. */
  readonly duration: number | null;
}

/**
 * How far inside the kernel's call tree a function stands. In a log that shows neither callers nor
 * returns, entering a function proves that whatever stands as deep or deeper is over.
 */
const LEVELS: Readonly<Record<string, number>> = {
  net_dev_init: -1,
  net_ns_init: -1,
  dev_proc_init: 0,
  netdev_kobject_init: 0,
  register_pernet_subsys: 0,
  register_pernet_device: 0,
  unregister_pernet_subsys: 0,
  unregister_pernet_device: 0,
  copy_net_ns: 0,
  cleanup_net: 0,
  setup_net: 1,
  register_pernet_operations: 1,
  unregister_pernet_operations: 1,
  ops_init: 2,
  ops_exit_list: 2,
  ops_undo_list: 2,
  default_device_exit_batch: 3,
  loopback_net_init: 3,
  __dev_change_net_namespace: 4,
  dev_change_name: 5,
  register_netdevice: 5,
  alloc_netdev_mqs: 6,
  unregister_netdevice_many: 6,
  unregister_netdevice_many_notify: 7,
  netdev_run_todo: 7,
};

/** Initcalls contain everything, leaves nothing. */
export const INITCALL_LEVEL = -1;
export const CALLBACK_LEVEL = 3;
const LEAF_LEVEL = 9;

function levelOf(fn: string): number {
  return LEVELS[fn] ?? LEAF_LEVEL;
}

/**
 * Functions that may run inside one another. The others never do: a second entry proves that the
 * first is over, though its return is missing (kretprobes miss silently when they run out).
 */
const MAY_NEST: ReadonlySet<string> = new Set([
  'register_netdevice',
  'unregister_netdevice_many',
  'unregister_netdevice_many_notify',
  'netdev_run_todo',
]);

/** Callers that run on behalf of user space or a worker: nothing of ours is around them. */
const OUTERMOST: ReadonlySet<string> = new Set([
  'create_new_namespaces',
  'do_setlink',
  'process_one_work',
  'rtnetlink_rcv_msg',
  'rtnl_create_link',
  '__rtnl_newlink',
  'rtnl_newlink_create',
  'rtnl_newlink',
  'rtnl_dellink',
]);

/** Functions of net_dev_init whose own line a filter may have left out. */
const INSIDE_NET_DEV_INIT: ReadonlySet<string> = new Set(['dev_proc_init', 'netdev_kobject_init']);

/** The calls under way in one task, innermost last. */
export class CallStack {
  #top: Call | null = null;
  readonly #returning: Set<string>;
  readonly #ended: (call: Call, end: CallEnd) => void;

  /** `returning` holds the functions whose returns this log shows; shared by all tasks. */
  constructor(returning: Set<string>, ended: (call: Call, end: CallEnd) => void) {
    this.#returning = returning;
    this.#ended = ended;
  }

  /** What unlist_netdevice took off a list last in this task, while its meaning is open. */
  departure: Departure | null = null;

  get top(): Call | null {
    return this.#top;
  }

  /** The innermost call of one of these functions. */
  inside(...fns: readonly string[]): Call | null {
    for (let call = this.#top; call !== null; call = call.outer) {
      if (fns.includes(call.fn)) return call;
    }
    return null;
  }

  /** Ends what a line proves to be over: the line stands beside it, not inside. */
  settleBefore(line: Entered): void {
    if (line.depth !== null)
      this.#endWhile((call) => call.depth !== null && call.depth >= (line.depth ?? 0));
    else if (line.caller !== null) this.#endByCaller(line, line.caller);
    else this.#endByLevel(line);
    for (let call = this.#top; call !== null; call = call.outer) call.last = line;
  }

  push(line: Entered, level: number = levelOf(line.fn)): Call {
    const outer = this.#top;
    this.#top = {
      fn: line.fn,
      args: line.args,
      entered: line,
      depth: line.depth,
      level,
      outer,
      last: line,
      net: outer?.net ?? null,
      dev: null,
      ops: null,
      lastOps: null,
      outcome: null,
      undoing: false,
      batch: null,
      leaving: null,
      inner: 0,
    };
    return this.#top;
  }

  /** A return line: ends the call and whatever inside it never showed its own return. */
  return(line: Returned): void {
    this.#returning.add(line.fn);
    const returning = this.#find(
      (call) => call.fn === line.fn && (line.depth === null || call.depth === line.depth),
    );
    if (returning === null) return;
    for (let call = returning.outer; call !== null; call = call.outer) call.last = line;
    this.#endWhile((call) => call !== returning);
    this.#pop({ context: line, returned: line.args, duration: line.duration });
  }

  /** Takes a call off whose end its own tracepoint tells; what was inside it is over. */
  drop(call: Call): void {
    if (this.#find((other) => other === call) === null) return;
    this.#endWhile((other) => other !== call);
    this.#top = call.outer;
  }

  /** The task is done with all of them. */
  endAll(): void {
    this.#endWhile(() => true);
  }

  /** Nothing is under way: forgetting this stack loses nothing. */
  get isIdle(): boolean {
    return this.#top === null && this.departure?.settled !== false;
  }

  #endByCaller(line: Entered, caller: string): void {
    if (this.#find((call) => call.fn === caller) !== null) {
      this.#endWhile((call) => call.fn !== caller);
    } else if (OUTERMOST.has(caller)) {
      this.#endWhile(() => true);
    } else {
      this.#endByLevel(line);
      const strange = !INSIDE_NET_DEV_INIT.has(caller) && levelOf(line.fn) <= 1;
      if (strange && this.#top?.fn === 'net_dev_init') this.#endWhile(() => true);
    }
  }

  #endByLevel(line: Entered): void {
    const level = levelOf(line.fn);
    this.#endWhile((call) => {
      if (call.depth !== null) return false;
      if (call.level !== level) return call.level > level;
      return !(MAY_NEST.has(line.fn) && this.#returning.has(call.fn));
    });
  }

  #endWhile(over: (call: Call) => boolean): void {
    while (this.#top !== null && over(this.#top)) {
      this.#pop({ context: this.#top.last, returned: null, duration: null });
    }
  }

  #pop(end: CallEnd): void {
    const call = this.#top;
    if (call === null) return;
    this.#top = call.outer;
    this.#ended(call, end);
  }

  #find(match: (call: Call) => boolean): Call | null {
    for (let call = this.#top; call !== null; call = call.outer) if (match(call)) return call;
    return null;
  }
}
