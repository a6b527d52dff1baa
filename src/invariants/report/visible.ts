/**
 * Shows what must not reach a terminal or an XML parser as it is, as `\u{1b}`: control characters,
 * bidirectional overrides, line separators, halves of surrogate pairs. Device names hold any bytes.
 */
export function visible(text: string): string {
  return text.replace(UNSAFE, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}

/**
 * Controls (Cc, but for the newline that we write ourselves), format characters (Cf), line and
 * paragraph separators (Zl, Zp), lone surrogates (Cs) and the two that are no characters.
 */
const UNSAFE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u{fffe}\u{ffff}]/gu;
