/** What assertions speak about. */
export const KINDS = ['initcall', 'ops', 'device', 'softirq'] as const;

export type Kind = (typeof KINDS)[number];

/** What is said to happen to each kind; `appears` is how it enters the picture. */
export const DEEDS = {
  initcall: ['appears', 'started', 'returned', 'failed'],
  ops: ['appears', 'registered', 'unregistered', 'initialized', 'exited', 'failed'],
  device: ['appears', 'disappears', 'registered', 'unregistered', 'freed'],
  softirq: ['appears', 'opened', 'entered'],
} as const satisfies Readonly<Record<Kind, readonly string[]>>;

export type Deed = (typeof DEEDS)[Kind][number];

/** One or more things of a kind. */
export interface Subject {
  readonly kind: Kind;
  /** As the user wrote it, without quotes. */
  readonly name: string;
  /** Whether a `*` in the name stands for any letters. */
  readonly wildcard: boolean;
}

/** Something that happens to a subject. */
export interface Occurrence {
  readonly subject: Subject;
  readonly deed: Deed;
}

export const COMPARISONS = ['<', '<=', '>', '>=', '='] as const;

export type Comparison = (typeof COMPARISONS)[number];

/** The units of durations, in nanoseconds. */
export const UNITS = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
} as const satisfies Readonly<Record<string, number>>;

export type Unit = keyof typeof UNITS;

/** What an assertion claims of a recording. */
export type Claim =
  /** Each run of an initcall takes that long. */
  | {
      readonly claim: 'took';
      readonly subject: Subject;
      readonly comparison: Comparison;
      readonly amount: number;
      readonly unit: Unit;
    }
  /** One thing happens for the first time before another does. */
  | { readonly claim: 'before'; readonly first: Occurrence; readonly second: Occurrence }
  /** Something happens that often; never is `= 0`. */
  | {
      readonly claim: 'happens';
      readonly occurrence: Occurrence;
      readonly comparison: Comparison;
      readonly times: number;
    };

/** Whether a number compares as claimed. */
export function compares(left: number, comparison: Comparison, right: number): boolean {
  switch (comparison) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case '=':
      return left === right;
    default:
      return comparison satisfies never;
  }
}
