import type { KernelEvent } from '../model/events.ts';
import { agreement } from './align.ts';
import type { Item } from './outline/item.ts';
import { outline, SECTIONS } from './outline/outline.ts';

/** What counts as a difference. */
export interface DiffOptions {
  /** The share by which something must last longer to count as slower. Default 0.2. */
  readonly slower?: number;
  /** Nanoseconds by which it must last longer as well. Default 1,000,000. */
  readonly slowerBy?: number;
}

/** One thing that two recordings tell differently. */
export type Finding = Where & What;

type What =
  | { readonly kind: 'added' | 'gone' }
  /** `before` and `after` are what comes right ahead of it in each recording, `null` if nothing. */
  | { readonly kind: 'moved'; readonly before: string | null; readonly after: string | null }
  /** `before` and `after` are zero or negative errnos. */
  | { readonly kind: 'failed' | 'mended'; readonly before: number; readonly after: number }
  /** `before` and `after` are nanoseconds. */
  | { readonly kind: 'slower' | 'faster'; readonly before: number; readonly after: number };

interface Where {
  /** From the section down: `['namespaces', 'netns 1', 'devices', 'eth0']`. */
  readonly path: readonly string[];
  /** 1-based lines of the two logs. */
  readonly lines: { readonly before: number | null; readonly after: number | null };
}

/** A part of the outline that one recording shows nothing of; nothing in it was compared. */
export interface Unseen {
  readonly part: string;
  readonly in: 'before' | 'after';
}

/** What two recordings tell differently: plain JSON, the same for the same recordings. */
export interface RecordingDiff {
  readonly findings: readonly Finding[];
  readonly unseen: readonly Unseen[];
}

/**
 * Compares two recordings by what happened in them, whatever the ids, times, tasks and formats.
 * What is inside of something added or gone is not listed again.
 *
 * @example
 * ```ts
 * const { findings } = diff(eventsOfOldBoot, eventsOfNewBoot, { slower: 0.5 });
 * findings.filter(({ kind }) => kind === 'gone');
 * ```
 */
export function diff(
  before: Iterable<KernelEvent>,
  after: Iterable<KernelEvent>,
  { slower = 0.2, slowerBy = 1_000_000 }: DiffOptions = {},
): RecordingDiff {
  const [one, other] = [outline(before), outline(after)];
  const unseen = unseenParts(one, other);
  const comparison = new Comparison({ slower, slowerBy }, new Set(unseen.map(({ part }) => part)));
  for (const section of SECTIONS) comparison.compare(one[section], other[section], [section]);
  return { findings: comparison.findings, unseen };
}

type Outline = ReturnType<typeof outline>;

/** No trouble is good news, and nothing unseen. */
function unseenParts(before: Outline, after: Outline): readonly Unseen[] {
  const [seenBefore, seenAfter] = [seenParts(before), seenParts(after)];
  const parts = new Set([...seenBefore, ...seenAfter]);
  const unseen: Unseen[] = [];
  for (const part of [...parts].sort()) {
    const parent = part.split('/')[0] ?? part;
    for (const [side, seen] of [
      ['before', seenBefore],
      ['after', seenAfter],
    ] as const) {
      if (!seen.has(part) && (part === parent || seen.has(parent))) unseen.push({ part, in: side });
    }
  }
  return unseen;
}

function seenParts(whole: Outline): ReadonlySet<string> {
  const parts = new Set<string>();
  for (const section of SECTIONS) {
    if (section !== 'trouble' && whole[section].length > 0) parts.add(section);
  }
  for (const { items } of whole.namespaces) {
    for (const group of items) if (group.items.length > 0) parts.add(`namespaces/${group.key}`);
  }
  return parts;
}

class Comparison {
  readonly findings: Finding[] = [];
  readonly #options: Required<DiffOptions>;
  readonly #unseen: ReadonlySet<string>;

  constructor(options: Required<DiffOptions>, unseen: ReadonlySet<string>) {
    this.#options = options;
    this.#unseen = unseen;
  }

  compare(before: readonly Item[], after: readonly Item[], path: readonly string[]): void {
    if (this.#unseen.has(partAt(path))) return;
    const [olds, news] = [byKey(before), byKey(after)];
    for (const item of before) {
      if (!news.has(item.key)) this.#find({ kind: 'gone' }, path, item, null);
    }
    const agreed = agreement([...olds.keys()], [...news.keys()]);
    for (const [place, item] of after.entries()) {
      const old = olds.get(item.key);
      if (old === undefined) {
        this.#find({ kind: 'added' }, path, null, item);
        continue;
      }
      if (!agreed.has(item.key)) {
        const ahead = {
          before: before[old.place - 1]?.key ?? null,
          after: after[place - 1]?.key ?? null,
        };
        this.#find({ kind: 'moved', ...ahead }, path, old.item, item);
      }
      this.#compareItem(old.item, item, path);
    }
  }

  #compareItem(before: Item, after: Item, path: readonly string[]): void {
    if (before.rc !== null && after.rc !== null && before.rc !== after.rc) {
      const kind = after.rc < 0 ? 'failed' : 'mended';
      this.#find({ kind, before: before.rc, after: after.rc }, path, before, after);
    }
    if (before.duration !== null && after.duration !== null) {
      const lasted = { before: before.duration, after: after.duration };
      if (this.#isLonger(after.duration, before.duration)) {
        this.#find({ kind: 'slower', ...lasted }, path, before, after);
      } else if (this.#isLonger(before.duration, after.duration)) {
        this.#find({ kind: 'faster', ...lasted }, path, before, after);
      }
    }
    this.compare(before.items, after.items, [...path, after.key]);
  }

  #isLonger(one: number, other: number): boolean {
    const { slower, slowerBy } = this.#options;
    return one > other * (1 + slower) && one - other >= slowerBy;
  }

  #find(what: What, path: readonly string[], before: Item | null, after: Item | null): void {
    const key = (after ?? before)?.key ?? '';
    const lines = { before: before?.line ?? null, after: after?.line ?? null };
    this.findings.push({ ...what, path: [...path, key], lines });
  }
}

/** The part of the outline that a path leads to; parts within parts are those of namespaces. */
function partAt([section = '', namespace, group]: readonly string[]): string {
  return namespace === undefined || group === undefined ? section : `${section}/${group}`;
}

function byKey(items: readonly Item[]) {
  return new Map(items.map((item, place) => [item.key, { item, place }]));
}
