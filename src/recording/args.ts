import type { Args } from './observation.ts';

// Only blanks separate: other white space of Unicode (U+2028) may stand in a device name.
const KEY = / +(\w+)=/y;
const NEXT = / +\w+=/y;
const ANY_NEXT = / +\w+=/g;
const QUOTE = '"';
/** How the kernel prints a value it could not read: no value. */
const FAULTS = new Set(['(fault)', '(efault)']);

const NONE: Args = {};

/**
 * Reads ` key=value key="string"` from `start` on (kernel/trace/trace_probe.c prints them).
 *
 * Strings are printed unescaped, so a value may hold quotes, backslashes and `name="lo"`. The
 * rule: a string ends at the first quote that is followed by the end of the line or by ` word=`.
 * That is exact for device names, which cannot hold white space; of a longer string that imitates
 * a following argument the first reading wins. Any other value ends before the next ` word=`.
 * A value the kernel could not read (`(fault)`) and a string that never ends are left out.
 */
export function parseArgs(text: string, start: number): Args {
  if (start >= text.length) return NONE;
  const args: Record<string, string> = {};
  let at = start;
  while (at < text.length) {
    KEY.lastIndex = at;
    const key = KEY.exec(text)?.[1];
    if (key === undefined) break;
    const from = KEY.lastIndex;
    const quoted = text[from] === QUOTE;
    const end = quoted ? endOfString(text, from + 1) : endOfValue(text, from);
    if (end === -1) break;
    const value = text.slice(quoted ? from + 1 : from, end);
    if (quoted || !FAULTS.has(value)) args[key] = value;
    at = quoted ? end + 1 : end;
  }
  return args;
}

function endOfString(text: string, from: number): number {
  for (let end = text.indexOf(QUOTE, from); end !== -1; end = text.indexOf(QUOTE, end + 1)) {
    if (end + 1 === text.length) return end;
    NEXT.lastIndex = end + 1;
    if (NEXT.test(text)) return end;
  }
  return -1;
}

function endOfValue(text: string, from: number): number {
  ANY_NEXT.lastIndex = from;
  const next = ANY_NEXT.exec(text);
  return next === null ? text.trimEnd().length : next.index;
}
