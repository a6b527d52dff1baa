import { AssertionSyntaxError } from './assertion-syntax-error.ts';
import {
  type Claim,
  COMPARISONS,
  type Comparison,
  DEEDS,
  type Deed,
  KINDS,
  type Kind,
  type Subject,
  type UNITS,
  type Unit,
} from './claim.ts';
import { shownToken, type Token, tokensOf } from './tokens.ts';

/**
 * Reads an assertion:
 *
 * ```text
 * assertion  = subject bound duration               net_dev_init < 5ms
 *            | occurrence "before" occurrence       eth0 before eth1
 *            | subject ["never"] deed [count]       softirq NET_RX opened
 * occurrence = subject [deed]                       d0 unregistered
 * subject    = [kind] name                          initcall net_dev_init, "lo", veth*
 * kind       = "initcall" | "ops" | "device" | "softirq"
 * count      = "once" | [bound | "="] number "times"
 * bound      = "<" | "<=" | ">" | ">="
 * duration   = number ("ns" | "us" | "µs" | "ms" | "s")
 * ```
 *
 * @throws {@link AssertionSyntaxError} for anything else.
 */
export function parseAssertion(text: string): Claim {
  return new Parser(tokensOf(text)).assertion();
}

/** The vectors of include/linux/interrupt.h, by which a bare name is seen to be a softirq. */
const VECTORS = /^(HI|TIMER|NET_TX|NET_RX|BLOCK|IRQ_POLL|TASKLET|SCHED|HRTIMER|RCU)$/;

/** IFNAMSIZ of include/uapi/linux/if.h, less the closing NUL: no device has a longer name. */
const LONGEST_DEVICE_NAME = 15;

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  assertion(): Claim {
    const subject = this.#subject();
    const claim = this.#peek().is === 'sign' ? this.#took(subject) : this.#story(subject);
    if (this.#peek().is !== 'end') throw this.#expected('the end');
    return claim;
  }

  #took(subject: Subject): Claim {
    if (subject.kind !== 'initcall') throw this.#expected(listed(DEEDS[subject.kind]));
    const comparison = this.#comparison();
    if (comparison === '=') throw this.#expected('<, <=, > or >=', -1);
    return { claim: 'took', subject, comparison, ...this.#duration() };
  }

  #story(subject: Subject): Claim {
    if (this.#skipWord('never')) {
      const occurrence = { subject, deed: this.#deed(subject.kind) };
      return { claim: 'happens', occurrence, comparison: '=', times: 0 };
    }
    const deed = this.#skipWord('before') ? null : this.#deed(subject.kind, true);
    if (deed === null || this.#skipWord('before')) {
      const first = { subject, deed: deed ?? 'appears' };
      return { claim: 'before', first, second: this.#occurrence() };
    }
    return { claim: 'happens', occurrence: { subject, deed }, ...this.#count() };
  }

  #occurrence(): { readonly subject: Subject; readonly deed: Deed } {
    const subject = this.#subject();
    const deed = this.#peek().is === 'end' ? 'appears' : this.#deed(subject.kind);
    return { subject, deed };
  }

  #subject(): Subject {
    const kind = KINDS.find((word) => this.#skipWord(word));
    const token = this.#take();
    if (token.is !== 'word' && token.is !== 'quoted') {
      throw this.#expected(kind === undefined ? 'a name' : `the name of the ${kind}`, -1);
    }
    const { text: name } = token;
    const wildcard = token.is === 'word' && name.includes('*');
    return { kind: kind ?? this.#likelyKind(name), name, wildcard };
  }

  /** What a name without a kind names: its looks tell, and what is said of it. */
  #likelyKind(name: string): Kind {
    const says = this.#peek();
    if (says.is === 'sign') return 'initcall';
    const able = KINDS.filter((kind) => deedsOf(kind).includes(says.text));
    if (says.is === 'word' && able.length === 1 && able[0] !== undefined) return able[0];
    if (VECTORS.test(name)) return 'softirq';
    if (name.endsWith('_ops')) return 'ops';
    return name.endsWith('_init') || name.length > LONGEST_DEVICE_NAME ? 'initcall' : 'device';
  }

  #deed(kind: Kind, opensClaim = false): Deed {
    const deed = DEEDS[kind].find((word) => this.#skipWord(word));
    if (deed !== undefined) return deed;
    const others = opensClaim ? ['before', 'never', ...(kind === 'initcall' ? ['<'] : [])] : [];
    throw this.#expected(`${listed([...others, ...DEEDS[kind]])} (of ${NOUNS[kind]})`);
  }

  #count(): { readonly comparison: Comparison; readonly times: number } {
    const { is } = this.#peek();
    if (is === 'end') return { comparison: '>=', times: 1 };
    if (this.#skipWord('once')) return { comparison: '=', times: 1 };
    const comparison = is === 'sign' ? this.#comparison() : '=';
    const digits = this.#take();
    if (!/^\d+$/.test(digits.text) || digits.is !== 'word') {
      throw this.#expected(is === 'sign' ? 'a whole number' : 'the end, once, or a number', -1);
    }
    if (!this.#skipWord('times')) throw this.#expected('times');
    return { comparison, times: Number(digits.text) };
  }

  #comparison(): Comparison {
    const { text } = this.#take();
    const known = COMPARISONS.find((sign) => sign === text);
    if (known === undefined) throw this.#expected(listed(COMPARISONS), -1);
    return known;
  }

  #duration(): { readonly amount: number; readonly unit: Unit } {
    const token = this.#take();
    const [, digits, glued] = /^(\d+(?:\.\d+)?)(\D*)$/.exec(token.text) ?? [];
    if (digits === undefined || token.is !== 'word') {
      throw this.#expected('a duration such as 5ms', -1);
    }
    const apart = glued === '';
    const word = apart ? this.#take().text : glued;
    const unit = UNIT_WORDS.find((name) => name === word);
    if (unit !== undefined) return { amount: Number(digits), unit };
    const column = apart ? 0 : digits.length;
    throw this.#expected(`a unit: ${listed(UNIT_WORDS)}`, -1, column);
  }

  #skipWord(word: string): boolean {
    const { is, text } = this.#peek();
    const skips = is === 'word' && text === word;
    if (skips) this.#next += 1;
    return skips;
  }

  #take(): Token {
    const token = this.#peek();
    this.#next += 1;
    return token;
  }

  #peek(offset = 0): Token {
    return this.#tokens[this.#next + offset] ?? { is: 'end', text: '', column: 1 };
  }

  /** Points at the next token or, with -1, at the one just taken. */
  #expected(expected: string, offset = 0, letters = 0): AssertionSyntaxError {
    const token = this.#peek(offset);
    const rest = { ...token, text: token.text.slice(letters) };
    return new AssertionSyntaxError(token.column + letters, expected, shownToken(rest));
  }
}

const UNIT_WORDS = ['ns', 'us', 'µs', 'ms', 's'] as const satisfies readonly (keyof typeof UNITS)[];

const NOUNS: Readonly<Record<Kind, string>> = {
  initcall: 'an initcall',
  ops: 'a set of pernet operations',
  device: 'a device',
  softirq: 'a softirq',
};

function deedsOf(kind: Kind): readonly string[] {
  return DEEDS[kind];
}

function listed(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
