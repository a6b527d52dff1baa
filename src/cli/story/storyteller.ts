import type { EventOf, KernelEvent } from '../../model/events.ts';
import type { KernelState } from '../../model/state.ts';
import { type BatchStory, BatchTeller } from './batch-story.ts';
import { type BootStory, BootTeller, isBootTask } from './boot-story.ts';
import type { NamespaceStory } from './namespace-story.ts';
import { NamespaceTeller } from './namespace-teller.ts';

/** A recording as a story: what happened, gathered by what it is about. */
export interface Story {
  readonly boot: BootStory;
  readonly namespaces: readonly NamespaceStory[];
  /** Namespaces that are not told. */
  readonly untoldNamespaces: number;
  readonly batches: readonly BatchStory[];
  readonly untoldBatches: number;
  /** What is no part of any namespace's life: modules, failures, complaints, loss. */
  readonly asides: readonly Aside[];
  readonly untoldAsides: number;
  /** When the recording begins on its own clock, nanoseconds. */
  readonly from: number | null;
}

/** Something that belongs to no namespace; what the kernel repeats is told once. */
export interface Aside {
  readonly first: KernelEvent;
  readonly last: KernelEvent;
  readonly times: number;
}

/** How much is told of a recording that is too long to read. */
const MOST_NAMESPACES = 24;
const MOST_BATCHES = 12;
const MOST_ASIDES = 24;

/** Listens to a recording, event by event, and tells it in the end. */
export class Storyteller {
  readonly #boot = new BootTeller();
  readonly #namespaces: NamespaceTeller;
  readonly #batches: BatchTeller;
  readonly #asides: Aside[] = [];
  readonly #mostAsides: number;
  #untoldAsides = 0;
  #from: number | null = null;

  /** With `whole`, nothing is cut short, whatever memory it takes. */
  constructor({ whole = false }: { readonly whole?: boolean } = {}) {
    const most = (limit: number) => (whole ? Number.POSITIVE_INFINITY : limit);
    this.#namespaces = new NamespaceTeller(most(MOST_NAMESPACES), whole);
    this.#batches = new BatchTeller(most(MOST_BATCHES));
    this.#mostAsides = most(MOST_ASIDES);
  }

  /** Takes the next event, and the state before it. */
  hear(event: KernelEvent, before: KernelState): void {
    this.#from ??= event.at;
    this.#boot.take(event);
    this.#sort(event, before);
  }

  get story(): Story {
    return {
      boot: this.#boot.story,
      namespaces: this.#namespaces.stories,
      untoldNamespaces: this.#namespaces.untold,
      batches: this.#batches.stories,
      untoldBatches: this.#batches.count - this.#batches.stories.length,
      asides: this.#asides,
      untoldAsides: this.#untoldAsides,
      from: this.#from,
    };
  }

  #sort(event: KernelEvent, before: KernelState): void {
    switch (event.type) {
      case 'net.setup':
      case 'net.ready':
      case 'net.failed':
      case 'net.dying':
      case 'net.cleanup':
      case 'net.freed':
      case 'pernet.initialized':
      case 'pernet.failed':
      case 'pernet.exited':
        this.#namespaces.takeNamespace(event, this.#batches.take(event));
        if (event.type === 'net.failed' && event.net === null) this.#aside(event);
        return;
      case 'netdev.allocated':
      case 'netdev.freed':
        return; // Being in a list is what counts.
      case 'netdev.registered':
      case 'netdev.unregistered':
      case 'netdev.failed':
        this.#presence(event, before);
        return;
      case 'netdev.moved':
        this.#namespaces.takeDevice(event, before);
        return;
      case 'netdev.renamed':
        if (event.dev === null) this.#aside(event);
        else this.#namespaces.takeDevice(event, before);
        return;
      case 'pernet.registered':
        if (!isBootTask(event)) this.#aside(event);
        return;
      case 'pernet.unregistered':
      case 'netdev.waiting':
      case 'kernel.warned':
      case 'kernel.bug':
      case 'kernel.panicked':
      case 'recording.gap':
        this.#aside(event);
        return;
      default: // The boot's; see BootTeller.
    }
  }

  /** Logs without arguments tell that a device came or went, but not where. */
  #presence(
    event: EventOf<'netdev.registered' | 'netdev.unregistered' | 'netdev.failed'>,
    before: KernelState,
  ): void {
    const batch = this.#batches.take(event);
    if (event.net !== null) this.#namespaces.takeDevice(event, before);
    else if (batch === null) this.#aside(event);
  }

  #aside(event: KernelEvent): void {
    const index = this.#asides.findLastIndex(({ first }) => isSaidAgain(first, event));
    const before = this.#asides[index];
    if (before !== undefined) {
      this.#asides[index] = { ...before, last: event, times: before.times + 1 };
    } else if (this.#asides.length < this.#mostAsides) {
      this.#asides.push({ first: event, last: event, times: 1 });
    } else this.#untoldAsides += 1;
  }
}

/** netdev_wait_allrefs_any says the same every ten seconds. */
function isSaidAgain(before: KernelEvent, event: KernelEvent): boolean {
  if (before.type !== 'netdev.waiting' || event.type !== 'netdev.waiting') return false;
  return before.name === event.name && before.refs === event.refs;
}
