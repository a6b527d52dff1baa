import type { Finding, RecordingDiff } from '../../replay/diff.ts';
import { duration } from './duration.ts';
import { BLANK, type Line, line, type Piece, span, type Tone } from './line.ts';
import { resultName } from './names.ts';
import { count } from './quantity.ts';

const MOST_FINDINGS = 200;
/** No two boots take the same time: the largest differences are what anybody reads. */
const MOST_TIMES = 12;

const MARKS: Readonly<Record<Finding['kind'], readonly [Tone, string]>> = {
  added: ['good', '+'],
  gone: ['bad', '−'],
  moved: ['unsure', '~'],
  failed: ['bad', '✗'],
  mended: ['good', '✓'],
  slower: ['unsure', '×'],
  faster: ['good', '·'],
};

const WORDS: Readonly<Record<string, string>> = {
  gone: 'missing',
  added: 'new',
  moved: 'moved',
  failed: 'failed',
  mended: 'mended',
  slower: 'slower',
  faster: 'faster',
};

/** What is different in `after`, section by section. */
export function diffLines(
  { findings, unseen }: RecordingDiff,
  [before, after]: readonly [string, string],
): readonly Line[] {
  const structure = findings.filter((finding) => !isOfTime(finding));
  const times = findings.filter(isOfTime).sort((a, b) => distance(b) - distance(a));
  return [
    line([span('strong', before), ' → ', span('strong', after), `: ${total(findings)}`]),
    ...listed(structure, MOST_FINDINGS),
    ...listed(times, MOST_TIMES),
    ...(unseen.length > 0 ? [BLANK] : []),
    ...unseen.map(({ part, in: side }) =>
      line(
        ['  ', span('unsure', '?'), ` ${part} was not compared: `, sideName(side, before, after)],
        {
          hang: ['    '],
        },
      ),
    ),
  ];
}

type OfTime = Extract<Finding, { readonly kind: 'slower' | 'faster' }>;

function isOfTime(finding: Finding): finding is OfTime {
  return finding.kind === 'slower' || finding.kind === 'faster';
}

function distance({ before, after }: OfTime): number {
  return Math.abs(after - before);
}

/** The first findings of a list, set off from what stands before. */
function listed(findings: readonly Finding[], most: number): readonly Line[] {
  if (findings.length === 0) return [];
  const rest = findings.length - most;
  const more = rest > 0 ? [line(['  ', span('dim', `… ${count(rest)} more (see --json)`)])] : [];
  return [BLANK, ...findings.slice(0, most).map(findingLine), ...more];
}

/** How many differences there are of each kind. */
function total(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'no difference but in time';
  const kinds = Object.keys(WORDS).flatMap((kind) => {
    const number = findings.filter((finding) => finding.kind === kind).length;
    return number === 0 ? [] : [`${count(number)} ${WORDS[kind]}`];
  });
  if (findings.every(isOfTime)) return `no difference but in time: ${kinds.join(', ')}`;
  return `${count(findings.length, 'difference')}: ${kinds.join(', ')}`;
}

function sideName(side: 'before' | 'after', before: string, after: string): string {
  return `${side === 'before' ? before : after} shows nothing of it`;
}

function findingLine(finding: Finding): Line {
  const [tone, mark] = MARKS[finding.kind];
  const { before, after } = finding.lines;
  const right = [before, after].map((place) => (place === null ? '–' : `L${place}`)).join(' → ');
  return line(['  ', span(tone, mark), ' ', ...path(finding.path), what(finding)], {
    hang: ['      '],
    right,
  });
}

function path(steps: readonly string[]): readonly Piece[] {
  const last = steps.at(-1) ?? '';
  const above = steps.slice(0, -1).map((step) => `${step} / `);
  return [span('dim', above.join('')), span('name', last)];
}

function what(finding: Finding): string {
  switch (finding.kind) {
    case 'added':
      return ' is new';
    case 'gone':
      return ' is missing';
    case 'moved':
      return ` comes after ${finding.after ?? 'nothing'}, came after ${finding.before ?? 'nothing'}`;
    case 'failed':
    case 'mended':
      return ` returned ${resultName(finding.before)}, now ${resultName(finding.after)}`;
    case 'slower':
    case 'faster':
      return ` took ${duration(finding.before)}, now ${duration(finding.after)}`;
    default:
      return finding satisfies never;
  }
}
