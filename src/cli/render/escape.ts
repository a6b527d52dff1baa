import { DRAWING } from './drawing.ts';

/**
 * What must never reach a terminal from a log: controls (ESC among them), bidirectional and other
 * format characters, everything that is drawn as nothing (zero width, fillers, variation
 * selectors), spaces that are no space, line and paragraph separators, what Unicode has not given
 * a meaning to, and bytes that were no UTF-8 (lone surrogates, see recording/text.ts). The
 * backslash too, so that no name can pretend to be an escaped one.
 */
const UNSAFE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\\]|(?! )\p{Zs}/gu;

/** A lone surrogate U+DC00 + byte stands for a byte that is no UTF-8. */
const FIRST_BYTE = 0xdc80;
const LAST_BYTE = 0xdcff;

/**
 * Makes any string of a log safe and unambiguous to print: ESC becomes `\x1b`, a right-to-left
 * override `\u{202e}`, the byte 0xff `\xff`, a backslash `\\`.
 */
export function escapeText(text: string): string {
  return isPlain(text) ? text : text.replace(UNSAFE, escaped);
}

/** Like {@link escapeText}, and nothing but ASCII comes out. */
export function escapeToAscii(text: string): string {
  return escapeText(text).replace(/[^\x20-\x7e]/gu, escaped);
}

/**
 * Makes JSON text safe to print without changing what it says: inside its strings the same
 * characters become `\uXXXX`.
 */
export function escapeJson(json: string): string {
  if (isPlain(json)) return json;
  return json.replace(UNSAFE, (unsafe) =>
    unsafe === '\\' || unsafe === '\n'
      ? unsafe
      : Array.from({ length: unsafe.length }, (_, at) => unicodeEscape(unsafe.charCodeAt(at))).join(
          '',
        ),
  );
}

/** Nothing to escape here. To be sure of any other text takes tables that cost 9 ms to load. */
const PLAIN = new RegExp(`^[\\x20-\\x5b\\x5d-\\x7e${Object.keys(DRAWING).join('')}]*$`);

function isPlain(text: string): boolean {
  return PLAIN.test(text);
}

function escaped(unsafe: string): string {
  if (unsafe === '\\') return '\\\\';
  const code = unsafe.codePointAt(0) ?? 0;
  if (code >= FIRST_BYTE && code <= LAST_BYTE) return hexByte(code - 0xdc00);
  return code < 0x80 ? hexByte(code) : `\\u{${code.toString(16)}}`;
}

function hexByte(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}

function unicodeEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
