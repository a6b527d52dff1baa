import type { Verdict } from '../../invariants/invariant.ts';
import { type Span, span } from './line.ts';

/** A verdict as a mark in its colour. */
export function verdictMark(verdict: Verdict): Span {
  switch (verdict) {
    case 'holds':
      return span('good', '✓');
    case 'violated':
      return span('bad', '✗');
    case 'unknown':
      return span('unsure', '?');
    default:
      return verdict satisfies never;
  }
}

/** A verdict as a word in its colour. */
export function verdictWord(verdict: Verdict): Span {
  switch (verdict) {
    case 'holds':
      return span('good', 'holds');
    case 'violated':
      return span('bad', 'VIOLATED');
    case 'unknown':
      return span('unsure', 'unknown');
    default:
      return verdict satisfies never;
  }
}
