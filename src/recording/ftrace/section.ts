import type { Observation } from '../observation.ts';
import type { Annotation } from './annotation.ts';
import type { BodyReader } from './body.ts';
import { EntryCount } from './entry-count.ts';

/** A trace, or one of several in a file, as far as it tells of itself: what it has and has lost. */
export class Section {
  readonly #bodies: BodyReader;
  readonly #entries = new EntryCount();

  constructor(bodies: BodyReader) {
    this.#bodies = bodies;
  }

  /** So many entries were read. */
  see(entries: number): void {
    this.#entries.see(entries);
  }

  /** Takes what it tells in a line of its own. */
  annotate({ lost, cpus, entries }: Annotation, line: number, out: Observation[]): void {
    const context = { at: null, cpu: null, task: null, line };
    if (entries !== null) {
      if (this.#entries.isOther(entries)) this.close(line, out);
      this.#entries.promise(entries);
    }
    if (cpus !== null) this.#bodies.tell({ ...context, kind: 'described', cpus }, out);
    if (lost === null) return;
    this.#bodies.tell({ ...context, kind: 'lost', cpu: lost.cpu, count: lost.count }, out);
  }

  /** It is over. */
  close(line: number, out: Observation[]): void {
    const missing = this.#entries.close();
    if (missing === null) return;
    const nowhere = { at: null, cpu: null, task: null };
    if (missing === 0) this.#bodies.tell({ ...nowhere, line, kind: 'complete' }, out);
    // Any lines may have been cut out; or this is the file of one CPU.
    else this.#bodies.tell({ ...nowhere, line: null, kind: 'lost', count: missing }, out);
  }
}
