import type { BootStory, LevelStory } from '../story/boot-story.ts';
import type { NetDevInitStory } from '../story/steps.ts';
import { duration } from './duration.ts';
import { evidenceMark, type Shown } from './evidence.ts';
import { BLANK, heading, type Line, line, type Piece, spaces, span } from './line.ts';
import { ends } from './listing.ts';
import { opsName, resultName } from './names.ts';
import { count } from './quantity.ts';
import { stepText } from './step.ts';
import { sinceText, TIME_COLUMNS } from './time.ts';

const LEVEL_COLUMNS = 10;
const COUNT_COLUMNS = 9;
const TOOK_COLUMNS = 10;
const SUBJECT_COLUMNS = 20;

/** The boot: a line for each initcall level, and net_dev_init step by step. */
export function bootLines({ levels, netDevInit }: BootStory): readonly Line[] {
  if (levels.length === 0 && netDevInit.length === 0) return [];
  return [
    heading('The boot'),
    BLANK,
    ...levelTable(levels, netDevInit),
    ...netDevInit.flatMap(netDevInitLines),
  ];
}

function levelTable(
  levels: readonly LevelStory[],
  runs: readonly NetDevInitStory[],
): readonly Line[] {
  const initcalls = levels.reduce((sum, level) => sum + level.initcalls, 0);
  if (initcalls <= runs.length) return []; // Nothing but net_dev_init, told below.
  const head = `  ${'level'.padEnd(LEVEL_COLUMNS)}${'initcalls'.padStart(COUNT_COLUMNS)}${'took'.padStart(TOOK_COLUMNS)}  pernet operations registered`;
  return [
    line([span('dim', head)]),
    ...levels.flatMap((level) => levelLines(level, runs, levels.length === 1)),
    BLANK,
  ];
}

function levelLines(
  story: LevelStory,
  runs: readonly NetDevInitStory[],
  alone: boolean,
): readonly Line[] {
  const { level, initcalls, took, registered } = story;
  const { subsys, device } = registered;
  const indent = 4 + LEVEL_COLUMNS + COUNT_COLUMNS + TOOK_COLUMNS;
  const pieces: Piece[] = [
    '  ',
    span('name', (level ?? (alone ? 'all' : 'before')).padEnd(LEVEL_COLUMNS)),
    (initcalls === 0 ? '' : count(initcalls)).padStart(COUNT_COLUMNS),
    (took === null ? '' : duration(took)).padStart(TOOK_COLUMNS),
    '  ',
    operationsText([...subsys, ...device]),
  ];
  const hang = [spaces(indent)];
  const here = runs.some((run) => run.level === level);
  return [
    line(pieces, { hang }),
    ...(here ? [line([...hang, span('strong', 'net_dev_init is one of these, see below')])] : []),
  ];
}

function operationsText(ops: readonly (string | null)[]): string {
  if (ops.length === 0) return '';
  return `${count(ops.length)}: ${ends(ops.map(opsName))}`;
}

function netDevInitLines(run: NetDevInitStory): readonly Line[] {
  const { started, steps, returned, level } = run;
  const where = level === null ? '' : ` in level ${level}`;
  return [
    line([span('strong', '  net_dev_init'), where, ': ', ...outcome(returned)]),
    BLANK,
    row(started, started.at, 'net_dev_init', 'begins'),
    ...steps.map((step) => {
      const { subject, sentence } = stepText(step);
      return row(step.first, started.at, subject, sentence);
    }),
    ...(returned === null
      ? []
      : [row(returned, started.at, 'net_dev_init', `returns ${resultName(returned.rc)}`)]),
    BLANK,
  ];
}

function outcome(returned: NetDevInitStory['returned']): readonly Piece[] {
  if (returned === null) return [span('unsure', 'does not return in this log')];
  const { rc, duration: took } = returned;
  const spent = took === null ? '' : ` after ${duration(took)}`;
  if (rc === null) return [`came back${spent}; the log does not show its result`];
  return [span(rc < 0 ? 'bad' : 'good', `returned ${resultName(rc)}`), spent];
}

function row(
  shown: Shown & { readonly at: number | null; readonly line: number | null },
  base: number | null,
  subject: string,
  sentence: string,
): Line {
  const indent = TIME_COLUMNS + 3;
  const wide = subject.length >= SUBJECT_COLUMNS;
  return line(
    [
      sinceText(shown.at, base),
      ' ',
      evidenceMark(shown),
      ' ',
      span('name', wide ? `${subject} ` : subject.padEnd(SUBJECT_COLUMNS)),
      sentence,
    ],
    {
      hang: [spaces(indent + SUBJECT_COLUMNS)],
      right: shown.line === null ? null : `L${shown.line}`,
    },
  );
}
