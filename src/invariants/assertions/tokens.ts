import { AssertionSyntaxError } from './assertion-syntax-error.ts';

/** A piece of an assertion. A quoted name is never a keyword, and its `*` is no wildcard. */
export interface Token {
  readonly is: 'word' | 'quoted' | 'sign' | 'end';
  /** What it says: without quotes and backslashes. */
  readonly text: string;
  /** 1-based. */
  readonly column: number;
}

// eth0 | "a name" | <= < >= > =
const WORD = /[^\s<>="]+/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/sy;
const SIGN = /[<>]=?|=/y;

/**
 * Cuts an assertion into its pieces, the last one is its end.
 *
 * @throws {@link AssertionSyntaxError} for a quote that is not closed.
 */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const [token, end] = tokenAt(text, at);
    tokens.push(token);
    at = skipSpace(text, end);
  }
  return [...tokens, { is: 'end', text: '', column: at + 1 }];
}

/** A token as errors show it. */
export function shownToken({ is, text }: Token): string {
  return is === 'end' ? 'the end' : JSON.stringify(text);
}

function tokenAt(text: string, at: number): readonly [Token, end: number] {
  const column = at + 1;
  const sign = matchAt(SIGN, text, at);
  if (sign !== null) return [{ is: 'sign', text: sign[0], column }, at + sign[0].length];
  const word = matchAt(WORD, text, at);
  if (word !== null) return [{ is: 'word', text: word[0], column }, at + word[0].length];
  const quoted = matchAt(QUOTED, text, at);
  if (quoted === null)
    throw new AssertionSyntaxError(text.length + 1, 'a closing quote', 'the end');
  const [whole, inner = ''] = quoted;
  const name = inner.replaceAll(/\\(.)/gs, '$1');
  return [{ is: 'quoted', text: name, column }, at + whole.length];
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function skipSpace(text: string, at: number): number {
  return text.length - text.slice(at).trimStart().length;
}
