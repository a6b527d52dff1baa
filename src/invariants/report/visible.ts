/**
 * Shows what must not reach a terminal or an XML parser as it is, as `\u{1b}`: control characters,
 * bidirectional overrides, line separators, halves of surrogate pairs, whatever is drawn as nothing
 * or has no meaning yet. Device names hold any bytes.
 */
export function visible(text: string): string {
  return text.replace(UNSAFE, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}

/**
 * Controls (but for the newline that we write ourselves), format characters, lone surrogates, what
 * is private or unassigned (all C), line and paragraph separators (Zl, Zp), fillers and variation
 * selectors, and blanks that are no space.
 */
const UNSAFE = /(?!\n)[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;
