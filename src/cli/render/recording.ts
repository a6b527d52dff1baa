import { FATES, type LineFate, type Share } from '../../recording/decoder.ts';
import type { RecordingSummary } from '../../recording/read.ts';
import type { LineCount } from '../../recording/tally.ts';
import { hintsOf } from '../hints.ts';
import { type Line, line, span } from './line.ts';
import { count } from './quantity.ts';

const EXCERPT = 48;

/** What was read: kernel, format and who told it, and what became of every line. */
export function recordingLines(summary: RecordingSummary, indent: string): readonly Line[] {
  const { kernel, lines, events, gaps } = summary;
  const hang = [indent];
  const evidence = [
    `${count(events.observed)} observed`,
    `${count(events.inferred)} inferred`,
    ...(events.simulated > 0 ? [`${count(events.simulated)} simulated`] : []),
  ];
  return [
    line([indent, kernel === null ? 'kernel not named in the log' : `kernel ${kernel}`], { hang }),
    line([indent, formatText(summary)], { hang }),
    line([indent, lineText(lines)], { hang }),
    line([indent, `events: ${evidence.join(', ')}`], { hang }),
    ...(gaps > 0 ? [line([indent, span('unsure', gapText(gaps))], { hang })] : []),
    ...hintsOf(summary).map((hint) => line([indent, span('unsure', `Note: ${hint}.`)], { hang })),
  ];
}

/** Which of the two each gap is, the events tell. */
function gapText(gaps: number): string {
  return `records were lost, or another recording begins, in ${count(gaps, 'place')}`;
}

/** What became of the lines, and why: `12 lines: 9 used; 3 noise (2 header, 1 blank); …`. */
function lineText(lines: LineCount): string {
  const { total, used, noise, unknown, firstUnknown } = lines;
  const first = firstUnknown === null ? '' : `, the first is line ${firstUnknown}`;
  return [
    `${count(total, 'line')}: ${count(used)} used`,
    `${count(noise)} noise${reasonText(lines, 'noise')}`,
    `${count(unknown)} not understood${reasonText(lines, 'unknown')}${first}`,
  ].join('; ');
}

function reasonText({ reasons }: LineCount, share: Share): string {
  const parts = Object.entries(FATES)
    .filter(([, of]) => of === share)
    .map(([fate]) => [fate, reasons[fate as LineFate] ?? 0] as const) // Keys of FATES are fates.
    .filter(([, number]) => number > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([fate, number]) => `${count(number)} ${fate}`);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function formatText({ format, detection }: RecordingSummary): string {
  if (detection === null) return `format ${format}, as you said`;
  const { confidence, line: number, evidence } = detection;
  const share = confidence === 1 ? '' : ` (${Math.round(confidence * 100)} % of the lines)`;
  return `format ${format}${share}, told by line ${number}: ${excerpt(evidence)}`;
}

function excerpt(text: string): string {
  const trimmed = text.trim();
  return trimmed.length > EXCERPT ? `${trimmed.slice(0, EXCERPT)}…` : trimmed;
}
