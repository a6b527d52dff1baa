import { type DotPlace, DotSyntaxError } from './dot-syntax-error.ts';

/** A piece of a .dot file. */
export interface DotToken extends DotPlace {
  readonly is: 'name' | 'sign' | 'end';
  /** Without quotes; the escape `\n` of labels is kept as it is, the kernel's tools split there. */
  readonly text: string;
}

// white space, line comments, block comments
const NOTHING = /(?:\s+|\/\/[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/)*/y;
// state_automaton | 7.5 | "a name"
const NAME = /([\p{L}_][\p{L}\p{N}_]*|-?\d*\.?\d+)|"((?:[^"\\]|\\[\s\S])*)"/uy;
const SIGN = /->|[{}[\];=,]/y;

/**
 * Cuts a .dot file into its pieces, the last one is its end.
 *
 * @throws {@link DotSyntaxError} for characters that belong to none.
 */
export function dotTokens(text: string): readonly DotToken[] {
  const tokens: DotToken[] = [];
  const places = new Places(text);
  for (let at = after(NOTHING, text, 0); ; at = after(NOTHING, text, at)) {
    const place = places.at(at);
    if (at === text.length) return [...tokens, { is: 'end', text: '', ...place }];
    const name = matchAt(NAME, text, at);
    const [found] = name ?? matchAt(SIGN, text, at) ?? [];
    if (found === undefined) {
      const what = text[at] === '"' ? 'a quote that is never closed' : JSON.stringify(text[at]);
      throw new DotSyntaxError(place, 'a name, a quoted name or one of { } [ ] ; = , ->', what);
    }
    const [, bare, quoted] = name ?? [];
    const content = bare ?? quoted?.replaceAll('\\"', '"') ?? found;
    tokens.push({ is: name === null ? 'sign' : 'name', text: content, ...place });
    at += found.length;
  }
}

/** Finds lines and columns; asked for ever later offsets, it counts each line once. */
class Places {
  readonly #text: string;
  #line = 1;
  #start = 0;

  constructor(text: string) {
    this.#text = text;
  }

  at(offset: number): DotPlace {
    let newline = this.#text.indexOf('\n', this.#start);
    while (newline !== -1 && newline < offset) {
      this.#line += 1;
      this.#start = newline + 1;
      newline = this.#text.indexOf('\n', this.#start);
    }
    return { line: this.#line, column: offset - this.#start + 1 };
  }
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function after(pattern: RegExp, text: string, at: number): number {
  return at + (matchAt(pattern, text, at)?.[0].length ?? 0);
}
