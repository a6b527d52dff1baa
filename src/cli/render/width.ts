import { DRAWING } from './drawing.ts';

/** Characters that stand on the one before them. */
const MARK = /^\p{M}$/u;

/** East Asian wide and fullwidth characters (UAX 11), and emoji. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]$|^\p{Emoji_Presentation}$/u;

/** How many columns of a terminal one character takes. */
export function charWidth(char: string): 0 | 1 | 2 {
  // What we draw with is narrow; to look up all else takes tables that cost 5 ms to load.
  if (char < '\u0300' || Object.hasOwn(DRAWING, char)) return 1;
  if (MARK.test(char)) return 0;
  return WIDE.test(char) ? 2 : 1;
}

/** How many columns of a terminal a text takes. */
export function textWidth(text: string): number {
  let width = 0;
  for (const char of text) width += charWidth(char);
  return width;
}
