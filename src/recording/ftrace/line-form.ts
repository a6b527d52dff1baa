/** How entries look: a graph has columns of its own, perf a context of its own. */
export type Form = 'trace' | 'perf' | 'graph';

/** Tells recordings that stand one behind another: the entries of each have one form. */
export class LineForm {
  /** That of the last entry; `null` before the first, and where only fast lines were read. */
  last: Form | null = null;

  /** Whether an entry begins another recording. */
  changesTo(form: Form): boolean {
    const before = this.last;
    this.last = form;
    return before !== null && before !== form;
  }
}
