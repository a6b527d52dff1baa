import type { RecordingSummary } from '../../recording/read.ts';
import { hintsOf } from '../hints.ts';
import { type Line, line, span } from './line.ts';
import { count } from './quantity.ts';

const EXCERPT = 48;

/** What was read: kernel, format and who told it, and what became of every line. */
export function recordingLines(summary: RecordingSummary, indent: string): readonly Line[] {
  const { kernel, lines, events, gaps } = summary;
  const hang = [indent];
  const read = `${count(lines.total, 'line')}: ${count(lines.used)} used, ${count(lines.noise)} noise, `;
  const evidence = [
    `${count(events.observed)} observed`,
    `${count(events.inferred)} inferred`,
    ...(events.simulated > 0 ? [`${count(events.simulated)} simulated`] : []),
  ];
  return [
    line([indent, kernel === null ? 'kernel not named in the log' : `kernel ${kernel}`], { hang }),
    line([indent, formatText(summary)], { hang }),
    line([indent, read, `${count(lines.unknown)} not understood`], { hang }),
    line([indent, `events: ${evidence.join(', ')}`], { hang }),
    ...(gaps > 0
      ? [line([indent, span('unsure', `records were lost in ${count(gaps, 'place')}`)], { hang })]
      : []),
    ...hintsOf(summary).map((hint) => line([indent, span('unsure', `Note: ${hint}.`)], { hang })),
  ];
}

function formatText({ format, detection }: RecordingSummary): string {
  if (detection === null) return `format ${format}, as you said`;
  return `format ${format}, told by line ${detection.line}: ${excerpt(detection.evidence)}`;
}

function excerpt(text: string): string {
  const trimmed = text.trim();
  return trimmed.length > EXCERPT ? `${trimmed.slice(0, EXCERPT)}…` : trimmed;
}
