import type { EventOf } from '../model/events.ts';
import type { NetId } from '../model/ids.ts';

/** A namespace that comes back to life does so soon; what is older is let go. */
const MOST_NOTED = 2048;

/**
 * The last namespaces that began and ended, and how. Hardly anybody asks for one of them: so they
 * stand in a row, where noting one costs nothing, instead of in a Map.
 */
export class Graves {
  readonly #notes: EventOf<'net.setup' | 'net.freed'>[] = [];
  /** Where the next note goes, over the oldest one. */
  #next = 0;

  note(event: EventOf<'net.setup' | 'net.freed'>): void {
    this.#notes[this.#next] = event;
    this.#next = (this.#next + 1) % MOST_NOTED;
  }

  /** The end of the last namespace with this id, unless another one began under it since. */
  of(net: NetId): EventOf<'net.freed'> | null {
    const notes = this.#notes;
    for (let back = 1; back <= notes.length; back += 1) {
      const note = notes[(this.#next + notes.length - back) % notes.length];
      if (note?.net === net) return note.type === 'net.freed' ? note : null;
    }
    return null;
  }

  clear(): void {
    this.#notes.length = 0;
    this.#next = 0;
  }
}
