/** Bytes the line formats are told apart by. */
export const NEWLINE = 10;
export const CARRIAGE_RETURN = 13;
export const SPACE = 32;
export const QUOTE = 34;
export const OPEN_PAREN = 40;
export const CLOSE_PAREN = 41;
export const ASTERISK = 42;
export const PLUS = 43;
export const COMMA = 44;
export const DASH = 45;
export const DOT = 46;
export const SLASH = 47;
export const ZERO = 48;
export const COLON = 58;
export const SEMICOLON = 59;
export const LESS = 60;
export const EQUALS = 61;
export const OPEN_BRACKET = 91;
export const BACKSLASH = 92;
export const CLOSE_BRACKET = 93;
export const UNDERSCORE = 95;
export const LETTER_F = 102;
export const LETTER_S = 115;
export const LETTER_U = 117;
export const LETTER_X = 120;
export const OPEN_BRACE = 123;
export const PIPE = 124;
export const CLOSE_BRACE = 125;

const NINE = 57;
const DELETE = 127;
const WORD = 1;
const HEX = 2;
const PLAIN = 4;
const CLASSES: Uint8Array = classesOf({
  [WORD]: /\w/,
  [HEX]: /[\da-f]/,
  [PLAIN]: /[^"\\\0-\x1f]/,
});

/** `\d` */
export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

/** `\w` */
export function isWord(byte: number | undefined): boolean {
  return byte !== undefined && ((CLASSES[byte] ?? 0) & WORD) !== 0;
}

/** `[\da-f]` */
export function isHex(byte: number | undefined): boolean {
  return byte !== undefined && ((CLASSES[byte] ?? 0) & HEX) !== 0;
}

/** Whether the byte stands for itself in a JSON string, alone or as a part of UTF-8. */
export function isPlain(byte: number | undefined): boolean {
  return byte !== undefined && ((CLASSES[byte] ?? 0) & PLAIN) !== 0;
}

/** `[!-~]`: ASCII that is neither blank nor control. */
export function isVisible(byte: number | undefined): boolean {
  return byte !== undefined && byte > SPACE && byte < DELETE;
}

/** The index behind blanks at `from`, if there are any. */
export function endOfSpaces(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === SPACE) at += 1;
  return at;
}

/** Whether a line is over at `at`: `end` is its end, or that of a line behind it. */
export function isEnd(bytes: Uint8Array, at: number, end: number): boolean {
  return at === end || bytes[at] === NEWLINE;
}

/** The index behind digits at `from`, if there are any. */
export function endOfDigits(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isDigit(bytes[at])) at += 1;
  return at;
}

/** The index behind `\w*` at `from`. */
export function endOfWord(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isWord(bytes[at])) at += 1;
  return at;
}

/** The index behind what is neither blank nor control, if there is any at `from`. */
export function endOfVisible(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isVisible(bytes[at])) at += 1;
  return at;
}

/** Whether all of `bytes[start, end)` are hexadecimal digits. */
export function isAllHex(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (!isHex(bytes[at])) return false;
  return true;
}

/** Whether `text` stands at `at`. */
export function isAt(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  for (let i = 0; i < text.length; i += 1) if (bytes[at + i] !== text[i]) return false;
  return true;
}

/** More digits than these, {@link numberIn} may not tell exactly. */
export const MOST_DIGITS = 15;

/** The number whose digits are `bytes[start, end)`. */
export function numberIn(bytes: Uint8Array, start: number, end: number): number {
  let number = 0;
  for (let at = start; at < end; at += 1) number = number * 10 + (bytes[at] ?? 0) - ZERO;
  return number;
}

function classesOf(patterns: Readonly<Record<number, RegExp>>): Uint8Array {
  const table = new Uint8Array(256);
  for (const [bit, pattern] of Object.entries(patterns)) {
    for (let byte = 0; byte < 256; byte += 1) {
      if (pattern.test(String.fromCharCode(byte))) table[byte] = (table[byte] ?? 0) | Number(bit);
    }
  }
  return table;
}
