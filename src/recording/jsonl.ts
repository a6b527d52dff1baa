import type { z } from 'zod';
import type { KernelEvent } from '../model/events.ts';
import type { BootFacts } from './boot-facts.ts';
import { lineSchema } from './event-schema.ts';

/** Why a line is no event. */
export interface EventProblem {
  /** The field that is wrong (`inferred.0`), `null` where the line as a whole is. */
  readonly field: string | null;
  readonly expected: string;
  readonly found: string;
}

/** What a line of JSONL turned out to be. */
export type DecodedEvent =
  | { readonly event: KernelEvent; readonly problem: null }
  /** It is no event: it tells of the boot as a whole. */
  | { readonly event: null; readonly facts: BootFacts; readonly problem: null }
  | { readonly event: null; readonly problem: EventProblem };

const LONGEST_FOUND = 60;

/**
 * Reads one line of JSONL: the inverse of `encodeEvent`. Loads zod; import it lazily.
 *
 * @example
 * ```ts
 * const { event, problem } = decodeEvent(line);
 * if (problem !== null) console.error(`${problem.field}: expected ${problem.expected}`);
 * ```
 */
export function decodeEvent(text: string): DecodedEvent {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return broken({ field: null, expected: 'a JSON object', found: brokenText(text) });
  }
  const result = lineSchema.safeParse(value);
  if (result.success) return understood(result.data);
  const [issue] = result.error.issues;
  return issue === undefined
    ? broken({ field: null, expected: 'an event', found: shown(value) })
    : broken(problemOf(issue, value));
}

function understood(line: z.output<typeof lineSchema>): DecodedEvent {
  if (line.type !== 'recording') return { event: line, problem: null };
  const { kernel, cpus } = line;
  return { event: null, facts: { kernel, cpus }, problem: null };
}

function broken(problem: EventProblem): DecodedEvent {
  return { event: null, problem };
}

function problemOf(issue: z.core.$ZodIssue, value: unknown): EventProblem {
  const [extra] = issue.code === 'unrecognized_keys' ? issue.keys : [];
  const path = extra === undefined ? issue.path : [...issue.path, extra];
  const field = path.length === 0 ? null : path.join('.');
  return { field, expected: expectedBy(issue), found: shown(valueAt(value, path)) };
}

function expectedBy(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'object' ? 'a JSON object' : `${article(issue.expected)}`;
    case 'invalid_value':
      return `one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'unrecognized_keys':
      return 'no such field';
    case 'not_multiple_of':
      return 'an integer';
    case 'too_small':
      return `at least ${issue.minimum}`;
    case 'invalid_union':
      return issue.path.at(-1) === 'type' ? 'a known event type' : 'another value';
    default:
      return issue.message;
  }
}

function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = Reflect.get(at, key);
  }
  return at;
}

/** What stands where an object should: of one that is cut, its beginning tells nothing. */
function brokenText(text: string): string {
  if (!text.startsWith('{')) return shown(text);
  return text.trimEnd().endsWith('}') ? 'one that is damaged' : 'one that ends early';
}

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > LONGEST_FOUND ? `${text.slice(0, LONGEST_FOUND)}…` : text;
}
