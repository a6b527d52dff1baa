import type { Args, Context, Observation } from '../observation.ts';
import type { Batch } from './batch.ts';
import type { Departure } from './departure.ts';
import type { Device } from './devices.ts';
import { levelOf, mayNest } from './levels.ts';
import type { Net } from './nets.ts';
import type { OpsName } from './ops-name.ts';
import type { Outcome } from './outcome.ts';
import type { Handler } from './scene.ts';

/** A line that shows a call begin. */
export type Entered = Extract<Observation, { readonly kind: 'entered' }>;
/** A line that shows one end. */
export type Returned = Extract<Observation, { readonly kind: 'returned' }>;

/** One call that is under way in a task, with what later lines told about it. */
export interface Call {
  readonly fn: string;
  readonly args: Args;
  readonly entered: Context;
  readonly depth: number | null;
  /** How far inside the kernel's call tree it stands, see LEVELS. */
  readonly level: number;
  /** What its function means; `null` where that is nothing to us. */
  readonly handler: Handler | null;
  readonly outer: Call | null;
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
  /** The innermost call that calls exit callbacks, and that registers operations: this or around. */
  exiting: Call | null;
  registering: Call | null;
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
  /** The latest line seen inside all that are under way. */
  #latest: Context | null = null;
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

  /** The innermost call of a function. */
  inside(fn: string): Call | null {
    let call = this.#top;
    while (call !== null && call.fn !== fn) call = call.outer;
    return call;
  }

  /** The innermost call of one of these functions. */
  insideAny(fns: readonly string[]): Call | null {
    let call = this.#top;
    while (call !== null && !fns.includes(call.fn)) call = call.outer;
    return call;
  }

  /** Ends what a line proves to be over: the line stands beside it, not inside. */
  settleBefore(line: Entered, level: number = levelOf(line.fn)): void {
    if (line.depth !== null) this.#endByDepth(line.depth);
    else if (line.caller !== null) this.#endByCaller(line, level, line.caller);
    else this.#endByLevel(line, level);
    this.#latest = line;
  }

  /** A call begins, of a function with this level and meaning. */
  push(line: Entered, level: number, handler: Handler | null): Call {
    const outer = this.#top;
    this.#latest = line;
    const call: Call = {
      fn: line.fn,
      args: line.args,
      entered: line,
      depth: line.depth,
      level,
      handler,
      outer,
      net: outer?.net ?? null,
      dev: null,
      ops: null,
      lastOps: null,
      outcome: null,
      undoing: false,
      batch: null,
      leaving: null,
      inner: 0,
      exiting: outer?.exiting ?? null,
      registering: outer?.registering ?? null,
    };
    if (handler?.role === 'exiting') call.exiting = call;
    else if (handler?.role === 'registering') call.registering = call;
    this.#top = call;
    return call;
  }

  /** A return line ends the call and what is inside it; `false` where nobody saw it begin. */
  return(line: Returned): boolean {
    this.#returning.add(line.fn);
    let returning = this.#top;
    while (returning !== null && !isReturnOf(line, returning)) returning = returning.outer;
    if (returning === null) return false;
    this.#endInside(returning);
    this.#latest = line;
    this.#pop(returning, { context: line, returned: line.args, duration: line.duration });
    return true;
  }

  /** Takes a call off whose end its own tracepoint tells; what was inside it is over. */
  drop(call: Call): void {
    for (let other = this.#top; other !== call; other = other.outer) if (other === null) return;
    this.#endInside(call);
    this.#top = call.outer;
  }

  /** The task is done with all of them. */
  endAll(): void {
    this.#endInside(null);
  }

  /** Nothing is under way: forgetting this stack loses nothing. */
  get isIdle(): boolean {
    return this.#top === null && this.departure?.settled !== false;
  }

  #endByCaller(line: Entered, level: number, caller: string): void {
    const calling = this.inside(caller);
    if (calling !== null) {
      this.#endInside(calling);
    } else if (OUTERMOST.has(caller)) {
      this.endAll();
    } else {
      this.#endByLevel(line, level);
      const strange = !INSIDE_NET_DEV_INIT.has(caller) && level <= 1;
      if (strange && this.#top?.fn === 'net_dev_init') this.endAll();
    }
  }

  #endByLevel(line: Entered, level: number): void {
    for (let top = this.#top; top !== null && top.depth === null; top = this.#top) {
      if (top.level < level) return;
      const nests = top.level === level && mayNest(line.fn) && this.#returning.has(top.fn);
      if (nests) return;
      this.#endTop(top);
    }
  }

  /** What stands as deep or deeper is over. */
  #endByDepth(depth: number): void {
    for (let top = this.#top; top !== null && (top.depth ?? -1) >= depth; top = this.#top) {
      this.#endTop(top);
    }
  }

  /** Whatever is inside a call is over; all there is for `null`. */
  #endInside(call: Call | null): void {
    for (let top = this.#top; top !== null && top !== call; top = this.#top) this.#endTop(top);
  }

  #endTop(top: Call): void {
    const context = this.#latest ?? top.entered;
    this.#pop(top, { context, returned: null, duration: null });
  }

  #pop(call: Call, end: CallEnd): void {
    this.#top = call.outer;
    this.#ended(call, end);
  }
}

/** Whether a return line may be that of a call: where depths are shown, the one of its depth. */
function isReturnOf({ fn, depth }: Returned, call: Call): boolean {
  return call.fn === fn && (depth === null || call.depth === depth);
}
