import fc from 'fast-check';
import type { KernelEvent } from '../../src/model/events.ts';
import { absurdHistory } from '../replay/histories.ts';

/** Strings as an attacker would name a device, a task or an initcall. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom('\x1b[2J', '\x1b]0;owned\x07', '\r', '\n', '\0', '\x7f', '\x9b31m', '\u0085'),
      fc.constantFrom(
        '\u202e',
        '\u2066',
        '\u200b',
        '\u2028',
        '\ufeff',
        '\u00a0',
        '\u3164',
        '\ufe0f',
      ),
      fc.constantFrom('\udcff', '\udc80', '\ud800', '\ue000', '\u{e0041}', '\u{10ffff}', '\u0301'),
      fc.constantFrom('\\', '\\x1b', '%s', '"', '<b>', 'lo', '●', '└─ lo #1', '日本', '👩‍👩‍👧'),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

/** Histories in which every string that a log could hold is hostile. */
export const hostileHistory: fc.Arbitrary<readonly KernelEvent[]> = fc
  .tuple(absurdHistory(40), fc.array(hostileText, { minLength: 8, maxLength: 8 }))
  .map(([events, texts]) => events.map((event) => corrupt(event, texts)));

/** Values that only the program itself ever writes. */
const OURS = new Set(['type', 'evidence', 'kind', 'phase', 'list', 'inferred']);

/** The same string becomes the same hostile one, so that ids still hold the story together. */
function corrupt(event: KernelEvent, texts: readonly string[]): KernelEvent {
  const entries = Object.entries(event).map(([key, value]: [string, unknown]) => {
    if (typeof value !== 'string' || OURS.has(key)) return [key, value];
    return [key, `${texts[weight(value) % texts.length]}${value.length}`];
  });
  return Object.fromEntries(entries);
}

function weight(text: string): number {
  let sum = 0;
  for (const char of text) sum += char.codePointAt(0) ?? 0;
  return sum;
}
