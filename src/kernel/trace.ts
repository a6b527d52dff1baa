import type { KernelEvent } from '../model/events.ts';
import { whereabouts } from './device-lookup.ts';
import type { Kernel, NetDevice, NetNamespace } from './kernel.ts';
import type { PernetOps } from './pernet-ops.ts';
import type { Run } from './run.ts';

/** Nanoseconds that every call takes, traced or not. */
const CALL_COST = 200;

/** What a call is about. */
export interface Subject {
  readonly ops?: PernetOps;
  readonly net?: NetNamespace;
  readonly dev?: NetDevice;
  /** The namespace a device moves to. */
  readonly to?: NetNamespace;
  /** A name that is given or asked for. */
  readonly name?: string;
}

/** A device as a probe would read it from its memory. */
export interface SeenDevice {
  readonly dev: NetDevice;
  readonly name: string;
  readonly ifindex: number;
  readonly net: NetNamespace;
  readonly state: NetDevice['state'];
}

/** What a tracer sees, in order. */
export type TraceEntry = { readonly kind: 'event'; readonly event: KernelEvent } | TracedCall;

/** A kernel function entered or returned. */
export interface TracedCall {
  readonly kind: 'entered' | 'returned';
  readonly fn: string;
  /** The function that called it, `null` at the bottom of the stack. */
  readonly caller: string | null;
  /** How many traced functions it was called from. */
  readonly depth: number;
  /** Nanoseconds on the machine's clock. */
  readonly at: number;
  readonly cpu: number;
  readonly task: string;
  readonly subject: Omit<Subject, 'dev'> & { readonly dev?: SeenDevice };
  /** What it returned: an error code or 0, or the id of the device or namespace it made. */
  readonly result: number | string | null;
}

/** Records what a tracer would see, with one call stack per task. */
export class Trace {
  readonly entries: TraceEntry[] = [];
  readonly #isVisible: ((fn: string) => boolean) | null;
  /** What each task is in; `null` for a function that a tracer cannot see. */
  readonly #stacks = new Map<object, (string | null)[]>();

  /** `isVisible` says which functions the compiler has not inlined; `null` switches it off. */
  constructor(isVisible: ((fn: string) => boolean) | null) {
    this.#isVisible = isVisible;
  }

  event(event: KernelEvent): void {
    if (this.#isVisible !== null) this.entries.push({ kind: 'event', event });
  }

  enter(k: Kernel, fn: string, subject: Subject): void {
    k.log.advanceTo(k.log.now + CALL_COST);
    if (this.#isVisible === null) return;
    const stack = this.#stackOf(k.scheduler.current);
    const visible = this.#isVisible(fn);
    if (visible) this.#push(k, { kind: 'entered', fn, stack, subject, result: null });
    stack.push(visible ? fn : null);
  }

  leave(k: Kernel, subject: Subject, result: unknown): void {
    if (this.#isVisible === null) return;
    const stack = this.#stackOf(k.scheduler.current);
    const fn = stack.pop() ?? null;
    if (fn !== null)
      this.#push(k, { kind: 'returned', fn, stack, subject, result: resultOf(result) });
  }

  #push(
    k: Kernel,
    {
      stack,
      subject,
      ...call
    }: Pick<TracedCall, 'kind' | 'fn' | 'result'> & {
      readonly stack: readonly (string | null)[];
      readonly subject: Subject;
    },
  ): void {
    const { dev, ...others } = subject;
    const seen =
      dev === undefined ? {} : { dev: { dev, state: dev.state, ...whereabouts(k, dev) } };
    const { cpu, task } = k.scheduler.current;
    const callers = stack.filter((fn) => fn !== null);
    const place = {
      caller: callers.at(-1) ?? null,
      depth: callers.length,
      at: k.log.now,
      cpu,
      task,
    };
    this.entries.push({ ...call, ...place, subject: { ...others, ...seen } });
  }

  #stackOf(task: object): (string | null)[] {
    const stack = this.#stacks.get(task) ?? [];
    this.#stacks.set(task, stack);
    return stack;
  }
}

/** Runs `body` as the kernel function `fn`. */
export function* calling<T>(k: Kernel, fn: string, subject: Subject, body: Run<T>): Run<T> {
  k.trace.enter(k, fn, subject);
  const result = yield* body;
  k.trace.leave(k, subject, result);
  return result;
}

/** Runs `body`, which cannot be preempted, as the kernel function `fn`. */
export function called<T>(k: Kernel, fn: string, subject: Subject, body: () => T): T {
  k.trace.enter(k, fn, subject);
  const result = body();
  k.trace.leave(k, subject, result);
  return result;
}

function resultOf(result: unknown): TracedCall['result'] {
  if (typeof result === 'number') return result;
  if (typeof result !== 'object' || result === null || !('id' in result)) return null;
  return typeof result.id === 'string' ? result.id : null;
}
