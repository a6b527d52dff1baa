import type { EventBody, Evidence, KernelEvent } from '../../model/events.ts';
import type { Place } from '../observation.ts';

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

/** What becomes of a letter once its facts are settled. */
type Content = () => EventBody | null | readonly EventBody[];

interface Letter {
  readonly context: Place;
  readonly body: EventBody | Content;
  readonly options: PostOptions;
}

/** Nothing of an event is inferred. */
export const NOTHING: readonly string[] = [];
const NO_OPTIONS: PostOptions = {};
const NO_FACTS: readonly (Unsettled | null)[] = [];

/** How many events may wait behind one that is not settled: the cleanup of a large batch. */
const PATIENCE = 8192;
const MOST_PLACES = 64;

/**
 * Puts events into their final order and numbers them. Some facts come a few lines late (the inode
 * number of a namespace in setup_net, whether an unlisted device is moving): such an event holds
 * back all behind it, so that order is kept, until the fact is there or patience ends.
 */
export class Outbox {
  #letters: Letter[] = [];
  /** How many of these places are taken, and how many of the letters are out. */
  #posted = 0;
  #sent = 0;
  #events: KernelEvent[] = [];
  #seq = 0;

  /** Whether there was anything to tell so far. */
  get hasLetters(): boolean {
    return this.#posted > 0 || this.#seq > 0;
  }

  /** Queues an event, or what turns out to be several or, as `null`, none. */
  post(context: Place, body: Content, options: PostOptions = NO_OPTIONS): void {
    this.#put(context, body, options);
  }

  #put(context: Place, body: Letter['body'], options: PostOptions): void {
    this.#letters[this.#posted] = { context, body, options };
    this.#posted += 1;
  }

  /** Queues an event of which nothing is open any more; it goes out at once if nothing waits. */
  tell(context: Place, body: EventBody, inferred: readonly string[] = NOTHING): void {
    if (this.#sent === this.#posted) this.#send(context, 'observed', inferred, body);
    else
      this.#put(context, body, inferred.length === 0 ? NO_OPTIONS : { inferred: () => inferred });
  }

  /** A line is read: sends the events whose facts are settled, in order; all of them at the end. */
  advance(all = false): void {
    const letters = this.#letters;
    while (this.#sent < this.#posted) {
      const letter = letters[this.#sent];
      if (letter === undefined) break;
      if (!settled(letter, all || this.#posted - this.#sent > PATIENCE)) break;
      this.#sent += 1;
      this.#open(letter);
    }
    if (this.#sent === this.#posted || this.#sent > PATIENCE) this.#tidy();
  }

  /** Takes out what was sent. The places stay, as long as they are few: a line posts one letter. */
  #tidy(): void {
    if (this.#posted > MOST_PLACES) {
      this.#letters = this.#letters.slice(this.#sent, this.#posted);
    }
    this.#posted -= this.#sent;
    this.#sent = 0;
  }

  /** The events that were sent since they were taken last. */
  take(): readonly KernelEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #open({ context, body, options }: Letter): void {
    const content = typeof body === 'function' ? body() : body;
    if (content === null) return;
    const { evidence = 'observed', inferred } = options;
    if (isList(content)) {
      for (const one of content) this.#send(context, evidence, inferred?.() ?? NOTHING, one);
    } else this.#send(context, evidence, inferred?.() ?? NOTHING, content);
  }

  #send(place: Place, evidence: Evidence, inferred: readonly string[], body: EventBody): void {
    const { at, cpu, task, line } = place;
    const seq = this.#seq;
    this.#seq += 1;
    this.#events.push(
      inferred.length === 0
        ? told({ seq, at, cpu, task, evidence, line }, body)
        : { seq, at, cpu, task, evidence, line, inferred, ...body },
    );
  }
}

/** What every event has besides its body. */
type Head = Pick<KernelEvent, 'seq' | 'at' | 'cpu' | 'task' | 'evidence' | 'line'>;

/** The two types that most lines become are written out: a literal costs a tenth of a spread. */
function told({ seq, at, cpu, task, evidence, line }: Head, body: EventBody): KernelEvent {
  const { type } = body;
  if (type === 'pernet.initialized') {
    return { seq, at, cpu, task, evidence, line, type, ops: body.ops, net: body.net };
  }
  if (type === 'pernet.exited') {
    const { ops, net, phase } = body;
    return { seq, at, cpu, task, evidence, line, type, ops, net, phase };
  }
  // One literal, one spread at its end: thirty times faster than taking `body` apart first.
  return { seq, at, cpu, task, evidence, line, ...body };
}

function isList(content: EventBody | readonly EventBody[]): content is readonly EventBody[] {
  return Array.isArray(content);
}

/** Whether an event may tell it already. */
export function isSettled(fact: Unsettled | null): boolean {
  return fact === null || fact.settled;
}

function settled(letter: Letter, settling: boolean): boolean {
  for (const fact of letter.options.waitsFor ?? NO_FACTS) {
    if (fact === null || fact.settled) continue;
    if (!settling) return false;
    fact.settle();
  }
  return true;
}
