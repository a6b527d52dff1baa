/** A key of a keyboard: one with a name, or the text it types. */
export type Key = NamedKey | { readonly text: string };

export type NamedKey =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'page-up'
  | 'page-down'
  | 'home'
  | 'end'
  | 'enter'
  | 'backspace'
  | 'escape'
  | 'interrupt';

/**
 * Turns what a terminal in raw mode sends into keys, wherever it is cut: over a slow line an arrow
 * may come in pieces. Only a pause tells the escape key from the beginning of such a sequence, so
 * whoever listens calls {@link KeyDecoder.pause} when nothing has come for a while.
 */
export class KeyDecoder {
  #pending = '';

  /** Whether a pause would tell more. */
  get isWaiting(): boolean {
    return this.#pending !== '';
  }

  /** The keys that are complete by the next characters. */
  push(characters: string): readonly Key[] {
    const keys: Key[] = [];
    let rest = this.#pending + characters;
    while (rest !== '' && !UNFINISHED.test(rest)) {
      const [whole, key] = firstKey(rest);
      if (key !== null) keys.push(key);
      rest = rest.slice(whole.length);
    }
    this.#pending = rest;
    return keys;
  }

  /** Nothing has come for a while: what looked like the beginning of a sequence was none. */
  pause(): readonly Key[] {
    const escaped = this.#pending !== '';
    this.#pending = '';
    return escaped ? ['escape'] : [];
  }
}

// ESC | ESC [ 1 ; 5 | ESC O
const UNFINISHED = /^\x1b(?:\[[ -?]*|O)?$/;

// ESC [ C | ESC [ 1 ; 5 C | ESC [ 5 ~ | ESC O H
const SEQUENCE = /^\x1b(?:\[(?<codes>[ -?]*)|O)(?<last>[@-~])/;

/** The first key and the characters it takes; `null` for one nobody needs. */
function firstKey(characters: string): readonly [whole: string, key: Key | null] {
  const sequence = SEQUENCE.exec(characters);
  if (sequence !== null) {
    const { codes = '', last = '' } = sequence.groups ?? {};
    const name = last === '~' ? `${codes.split(';')[0]}~` : last;
    return [sequence[0], SEQUENCES[name] ?? null];
  }
  const [char = ''] = characters;
  const named = CONTROLS[char];
  if (named !== undefined) return [char, named];
  return [char, char < ' ' ? null : { text: char }];
}

/** By the last letter, or by the number before a tilde: what xterm, the Linux console and tmux send. */
const SEQUENCES: Readonly<Record<string, NamedKey>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  '1~': 'home',
  '4~': 'end',
  '5~': 'page-up',
  '6~': 'page-down',
  '7~': 'home',
  '8~': 'end',
};

const CONTROLS: Readonly<Record<string, NamedKey>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\b': 'backspace',
  '\x7f': 'backspace',
  '\x1b': 'escape',
  '\x03': 'interrupt',
  '\x04': 'interrupt',
};
