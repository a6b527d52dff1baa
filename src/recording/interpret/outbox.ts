import type { EventBody, Evidence, KernelEvent } from '../../model/events.ts';
import type { Context } from '../observation.ts';

/** Something an event needs to know that a later line may tell. */
export interface Unsettled {
  readonly settled: boolean;
  /** Decides with what is known; called when waiting any longer would cost too much. */
  settle(): void;
}

/** What an event waiting in the outbox may need besides its body. */
export interface PostOptions {
  readonly evidence?: Evidence;
  /** Payload fields that follow from program order; asked once the facts are settled. */
  readonly inferred?: () => readonly string[];
  readonly waitsFor?: readonly (Unsettled | null)[];
}

interface Letter {
  readonly context: Context;
  readonly body: () => EventBody | null | readonly EventBody[];
  readonly options: PostOptions;
}

const NOTHING: readonly string[] = [];

/** How many events may wait behind one that is not settled: the cleanup of a large batch. */
const PATIENCE = 8192;

/**
 * Puts events into their final order and numbers them. Some facts come a few lines late (the inode
 * number of a namespace in setup_net, whether an unlisted device is moving): such an event holds
 * back all behind it, so that order is kept, until the fact is there or patience ends.
 */
export class Outbox {
  #letters: Letter[] = [];
  #seq = 0;

  /** Queues an event, or what turns out to be several or, as `null`, none. */
  post(context: Context, body: Letter['body'], options: PostOptions = {}): void {
    this.#letters.push({ context, body, options });
  }

  /** The events whose facts are settled, in order; all of them at the end. */
  take(all = false): KernelEvent[] {
    const events: KernelEvent[] = [];
    let next = 0;
    for (const letter of this.#letters) {
      const settling = all || this.#letters.length - next > PATIENCE;
      if (!settled(letter, settling)) break;
      next += 1;
      this.#open(letter, events);
    }
    if (next === this.#letters.length) this.#letters = [];
    else if (next > 0) this.#letters = this.#letters.slice(next);
    return events;
  }

  #open(letter: Letter, out: KernelEvent[]): void {
    const content = letter.body();
    if (content === null) return;
    if (!isList(content)) out.push(this.#stamp(letter, content));
    else for (const body of content) out.push(this.#stamp(letter, body));
  }

  #stamp({ context, options }: Letter, body: EventBody): KernelEvent {
    const { at, cpu, task, line } = context;
    const { evidence = 'observed' } = options;
    const inferred = options.inferred?.() ?? NOTHING;
    const seq = this.#seq;
    this.#seq += 1;
    // One literal, one spread at its end: thirty times faster than taking `body` apart first.
    return inferred.length === 0
      ? { seq, at, cpu, task, evidence, line, ...body }
      : { seq, at, cpu, task, evidence, line, inferred, ...body };
  }
}

function isList(content: EventBody | readonly EventBody[]): content is readonly EventBody[] {
  return Array.isArray(content);
}

function settled(letter: Letter, settling: boolean): boolean {
  for (const fact of letter.options.waitsFor ?? []) {
    if (fact === null || fact.settled) continue;
    if (!settling) return false;
    fact.settle();
  }
  return true;
}
