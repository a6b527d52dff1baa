import type { Evidence } from '../../model/events.ts';
import { type Line, line, type Span, span } from './line.ts';

/** What tells how much of something the log itself shows. */
export interface Shown {
  readonly evidence: Evidence;
  readonly inferred?: readonly string[];
}

/** One mark for what was read, what was read in part, what was inferred, what was simulated. */
export function evidenceMark({ evidence, inferred = [] }: Shown): Span {
  switch (evidence) {
    case 'observed':
      return inferred.length === 0 ? span('good', '●') : span('good', '◐');
    case 'inferred':
      return span('unsure', '○');
    case 'simulated':
      return span('name', '◆');
    default:
      return evidence satisfies never;
  }
}

/** What the marks mean. */
export const LEGEND: Line = line([
  '  ',
  span('good', '●'),
  ' in the log  ',
  span('good', '◐'),
  ' names inferred  ',
  span('unsure', '○'),
  ' inferred from program order  ',
  span('name', '◆'),
  ' simulated',
]);
