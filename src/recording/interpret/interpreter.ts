import type { KernelEvent } from '../../model/events.ts';
import { type BootFacts, NOTHING_KNOWN } from '../boot-facts.ts';
import { flowKey } from '../flow-key.ts';
import type { Observation } from '../observation.ts';
import { numberOf, resultOf, symbolOf } from './arguments.ts';
import { type Call, type CallEnd, CallStack, type Entered } from './calls.ts';
import { Coverage } from './coverage.ts';
import { Devices } from './devices.ts';
import { meaningOf } from './handlers.ts';
import { initcallReturned, initcallStarted } from './initcalls.ts';
import { isCallback } from './known-ops.ts';
import { INITCALL_LEVEL } from './levels.ts';
import { lose, SOMEWHERE } from './loss.ts';
import { interpretMessage, type KernelFacts, learnRelease } from './messages.ts';
import { exitCallback, isExitCallback } from './namespace-calls.ts';
import { NetDevInit } from './net-dev-init.ts';
import { Nets } from './nets.ts';
import { Outbox } from './outbox.ts';
import { Reboots } from './reboots.ts';
import type { Scene } from './scene.ts';
import { SoftirqRuns } from './softirqs.ts';

/** Runs start_kernel, which is over where levels begin: they run in PID 1, its last creation. */
const BOOT_CPU = { task: '<idle>-0', cpu: 0 } as const;
/** Task stacks kept before those without any call under way are forgotten. */
const MOST_TASKS = 4096;

/**
 * From observations to events: the meaning of kernel functions, whatever the format they were read
 * from. Keeps one call stack per task, because traces interleave CPUs, tasks and interrupts.
 */
export class Interpreter {
  readonly #scene: Scene;
  readonly #stacks = new Map<string, CallStack>();
  readonly #returning = new Set<string>();
  readonly #facts: KernelFacts = { release: null, cpus: null };
  readonly #runs = new SoftirqRuns();
  readonly #coverage = new Coverage();
  /** Where the last line was, and the stack of its task. */
  #task: string | null = null;
  #cpu: number | null = null;
  #stack: CallStack | null = null;

  /** `known` is what other logs of the same boot told. */
  constructor(known: BootFacts = NOTHING_KNOWN) {
    const outbox = new Outbox();
    const nets = new Nets();
    const devices = new Devices();
    const boot = new NetDevInit(outbox, nets, devices);
    this.#scene = {
      outbox,
      nets,
      devices,
      boot,
      reboots: new Reboots(),
      batches: new Set(),
      movesShown: false,
    };
    if (known.kernel !== null) learnRelease(known.kernel, this.#scene);
    if (known.cpus !== null) boot.atLeastCpus(known.cpus);
  }

  /** What the log itself told so far. */
  get facts(): BootFacts {
    const { release: kernel, cpus } = this.#facts;
    return { kernel, cpus };
  }

  /** Takes the next observations and gives the events that are complete by now. */
  take(observations: Iterable<Observation>): readonly KernelEvent[] {
    const { outbox } = this.#scene;
    for (const observation of observations) {
      if (this.#coverage.isSeam(observation)) lose(SOMEWHERE, null, this.#scene);
      this.#observe(observation);
      outbox.advance();
    }
    return outbox.take();
  }

  /** The log is over: what was waiting for later lines goes out as it is. */
  end(): readonly KernelEvent[] {
    if (this.#coverage.end() !== 'all') {
      const gap = { type: 'recording.gap', lost: null } as const;
      this.#scene.outbox.post(SOMEWHERE, () => gap, { evidence: 'inferred' });
    }
    this.#scene.outbox.advance(true);
    return this.#scene.outbox.take();
  }

  #observe(line: Observation): void {
    switch (line.kind) {
      case 'entered':
        this.#entered(line, this.#stackOf(line));
        return;
      case 'returned':
        if (!this.#stackOf(line).return(line)) this.#coverage.stray();
        return;
      case 'traced':
        this.#traced(line);
        return;
      case 'printed':
        interpretMessage(line, this.#scene, this.#facts);
        return;
      case 'described':
        this.#scene.boot.atLeastCpus(line.cpus);
        return;
      case 'lost':
        lose(line, line.count, this.#scene);
        return;
      case 'complete':
        return;
      default:
        line satisfies never;
    }
  }

  #entered(line: Entered, stack: CallStack): void {
    if (isEntryOf(line, stack.top)) return;
    const { handler, level } = meaningOf(line.fn);
    stack.settleBefore(line, level);
    const top = stack.top;
    if (top !== null) {
      concludeOutcome(top, handler?.role === 'exiting');
      if (isInitCallback(line, top)) top.ops?.learnCallback(line.fn);
    }
    if (isExitCallback(line, stack)) exitCallback(line, stack, this.#scene);
    if (handler === null) return;
    if (line.fn === '__dev_change_net_namespace') this.#scene.movesShown = true;
    if (line.fn !== 'list_netdevice') stack.departure?.settle();
    if (handler.leaf !== undefined) {
      handler.leaf(line, stack, this.#scene);
      return;
    }
    const call = stack.push(line, level, handler);
    handler.enter?.(line, call, stack, this.#scene);
  }

  #ended(call: Call, end: CallEnd, stack: CallStack): void {
    call.outcome?.settle();
    call.handler?.leave?.(call, end, stack, this.#scene);
    call.ops?.settle();
  }

  #traced(line: Extract<Observation, { readonly kind: 'traced' }>): void {
    const { outbox } = this.#scene;
    switch (line.name) {
      case 'initcall_level': {
        const level = line.fields.level ?? null;
        if (level === null) return;
        this.#stackOf(BOOT_CPU).endAll();
        outbox.post(line, () => ({ type: 'initcall.level', level }));
        return;
      }
      case 'initcall_start':
        this.#initcallStarted(line);
        return;
      case 'initcall_finish':
        this.#initcallFinished(line);
        return;
      case 'softirq_entry':
        this.#runs.enter(line, numberOf(line.fields.vec), outbox);
        return;
      default:
    }
  }

  #initcallStarted(line: Extract<Observation, { readonly kind: 'traced' }>): void {
    const name = symbolOf(line.fields.func);
    if (name === null) return;
    this.#scene.nets.booting();
    const entry = { ...line, kind: 'entered', fn: name, caller: 'do_one_initcall' } as const;
    const stack = this.#stackOf(line);
    const initcall: Entered = { ...entry, args: {}, depth: null };
    stack.settleBefore(initcall);
    stack.push(initcall, INITCALL_LEVEL, meaningOf(name).handler);
    initcallStarted(line, name, this.#scene);
  }

  #initcallFinished(line: Extract<Observation, { readonly kind: 'traced' }>): void {
    const name = symbolOf(line.fields.func);
    if (name === null) return;
    const stack = this.#stackOf(line);
    const call = stack.inside(name);
    const rc = numberOf(line.fields.ret) ?? resultOf(line.fields);
    const started = call?.entered.at ?? null;
    const duration = started === null || line.at === null ? null : line.at - started;
    if (call !== null) stack.drop(call);
    initcallReturned(line, name, rc, duration, this.#scene);
  }

  #stackOf(line: Pick<Observation, 'task' | 'cpu'>): CallStack {
    // A task runs for many lines.
    if (line.task === this.#task && line.cpu === this.#cpu && this.#stack !== null) {
      return this.#stack;
    }
    const stack = this.#stackNamed(flowKey(line.cpu, line.task));
    this.#task = line.task;
    this.#cpu = line.cpu;
    this.#stack = stack;
    return stack;
  }

  #stackNamed(key: string): CallStack {
    let stack = this.#stacks.get(key);
    if (stack === undefined) {
      if (this.#stacks.size >= MOST_TASKS) this.#forgetIdleTasks();
      const created = new CallStack(this.#returning, (call, end) =>
        this.#ended(call, end, created),
      );
      stack = created;
      this.#stacks.set(key, stack);
    }
    return stack;
  }

  /** A long log sees more tasks come and go than it needs to remember. */
  #forgetIdleTasks(): void {
    for (const [key, stack] of this.#stacks) if (stack.isIdle) this.#stacks.delete(key);
  }
}

/** An initcall's tracepoint and its own entry, which a tracer shows too, are one call. */
function isEntryOf(line: Entered, top: Call | null): boolean {
  if (top?.level !== INITCALL_LEVEL || top.fn !== line.fn) return false;
  return line.caller === 'do_one_initcall' || line.depth !== null;
}

function concludeOutcome(top: Call, undoing: boolean): void {
  top.outcome?.conclude(undoing);
  top.outcome = null;
  if (undoing) top.undoing = true;
}

/** ops_init does nothing but call one init callback. */
function isInitCallback(line: Entered, top: Call): boolean {
  if (top.fn !== 'ops_init') return false;
  return line.caller === 'ops_init' || (line.caller === null && isCallback(line.fn));
}
