import { DRAWING } from './drawing.ts';
import { escapeToAscii } from './escape.ts';

const DRAWN = new RegExp(`[${Object.keys(DRAWING).join('')}]`, 'gu');

/** Text as a terminal without Unicode can show it: our drawing in ASCII, all else escaped. */
export function toAscii(text: string): string {
  return escapeToAscii(text.replace(DRAWN, (glyph) => DRAWING[glyph] ?? glyph));
}
