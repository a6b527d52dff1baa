import type { KernelEvent } from '../../src/model/events.ts';
import { brief } from '../kernel/notation.ts';

/** How a recording and a simulation tell the same story, or where they first do not. */
export interface Comparison {
  /** How many recorded events have their counterpart, before the first that has none. */
  readonly same: number;
  /** The first difference with what stands around it, for a person; `null` if there is none. */
  readonly difference: string | null;
}

/** How to compare. */
export interface Terms {
  /** Which namespace and device is which. */
  readonly ids: Identities;
  /** Whether the recording may not have a simulated event. */
  readonly mayMiss: (event: KernelEvent) => boolean;
  /** The recording may not have what comes after its last event. */
  readonly endsEarlier: boolean;
}

/** Looks for every recorded event, in order, in the simulation. */
export function compare(
  recorded: readonly KernelEvent[],
  simulated: readonly KernelEvent[],
  { ids, mayMiss, endsEarlier }: Terms,
): Comparison {
  let next = 0;
  for (const [index, event] of recorded.entries()) {
    const from = next;
    let found = simulated[next];
    while (found !== undefined && !ids.agree(event, found)) {
      if (!mayMiss(found)) break;
      next += 1;
      found = simulated[next];
    }
    const missed = mayMiss(simulated[from] ?? event);
    if (found === undefined || !ids.agree(event, found)) {
      return { same: index, difference: tell(recorded, index, simulated, missed ? from : next) };
    }
    next += 1;
  }
  const more = simulated.findIndex((event, index) => index >= next && !mayMiss(event));
  if (more === -1 || endsEarlier) return { same: recorded.length, difference: null };
  return { same: recorded.length, difference: tell(recorded, recorded.length, simulated, more) };
}

/** Fields that say where and when, not what; a duration is up to the machine. */
export const NOT_TOLD: ReadonlySet<string> = new Set([
  ...['seq', 'at', 'cpu', 'task', 'evidence', 'line', 'inferred', 'type', 'duration'],
]);

/** Fields that name a namespace or a device. */
const IDENTITIES: ReadonlySet<string> = new Set(['net', 'dev', 'from', 'to']);

/**
 * The namespaces and devices of a recording and of a simulation have different numbers. Which is
 * which follows from the events: it is a bijection, and no event may contradict it.
 */
export class Identities {
  readonly #simulatedOf = new Map<unknown, unknown>();
  readonly #recordedOf = new Map<unknown, unknown>();
  readonly #oneToOne: boolean;

  /** With losses, one namespace can appear under two numbers: then it is not `oneToOne`. */
  constructor(oneToOne: boolean) {
    this.#oneToOne = oneToOne;
  }

  /** Whether the two are the same event. What the recording does not show (`null`) is not asked. */
  agree(recorded: KernelEvent, simulated: KernelEvent | undefined): boolean {
    if (simulated === undefined || recorded.type !== simulated.type) return false;
    const told = new Map<string, unknown>(Object.entries(simulated));
    const pairs: (readonly [unknown, unknown])[] = [];
    for (const [field, value] of Object.entries(recorded)) {
      if (value === null || NOT_TOLD.has(field)) continue;
      const other = told.get(field);
      if (field === 'message') {
        if (placeOf(value) !== placeOf(other)) return false;
      } else if (
        !IDENTITIES.has(field) ||
        (recorded.type === 'netdev.renamed' && field !== 'dev')
      ) {
        if (value !== other) return false;
      } else if (!this.#mayBe(value, other)) return false;
      else pairs.push([value, other]);
    }
    for (const [value, other] of pairs) {
      this.#simulatedOf.set(value, other);
      this.#recordedOf.set(other, value);
    }
    return true;
  }

  #mayBe(recorded: unknown, simulated: unknown): boolean {
    if (this.#simulatedOf.has(recorded)) return this.#simulatedOf.get(recorded) === simulated;
    return !this.#oneToOne || !this.#recordedOf.has(simulated);
  }
}

/** In which file a BUG is; the line in it differs from build to build. */
function placeOf(message: unknown): string {
  return `${message}`.replace(/^(kernel BUG at [\w./]+):.*$/, '$1');
}

/** How much of the story is told around a difference. */
const BEFORE = 6;
const AFTER = 4;

/** Both sides around their first difference, in the notation of kernel.md, side by side. */
function tell(
  recorded: readonly KernelEvent[],
  at: number,
  simulated: readonly KernelEvent[],
  simulatedAt: number,
): string {
  const left = brief(recorded);
  const right = brief(simulated);
  const rows: string[] = [`${'    recorded'.padEnd(48)}simulated`];
  for (let row = -Math.min(BEFORE, at); row < AFTER; row += 1) {
    const mark = row === 0 ? '  ✗ ' : '    ';
    rows.push(`${mark}${(left[at + row] ?? '').padEnd(44)}${right[simulatedAt + row] ?? ''}`);
  }
  return rows.join('\n');
}
