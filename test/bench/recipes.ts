import { encodeEvent } from '../../src/recording/event-json.ts';
import { readEvents } from '../../src/recording/read.ts';
import { closedLife, wholeLife } from './life.ts';
import { isOrdinary, journalLog, kmsgLog } from './message-records.ts';
import { functionNoise, graphNoise, messageNoise, probeNoise } from './noise.ts';
import { recordedText } from './recorded.ts';
import { type Ingredients, tellLog, writePieces } from './told-log.ts';
import { hasTraceCmd, writeTraceDat } from './trace-dat.ts';

/** How a log is made. */
export interface Recipe {
  /** What `grep -c` looks for: a word of the lines that matter. */
  readonly word: string;
  /** What most of its lines have. */
  readonly frequent: string;
  /** The most the whole `check` may cost, as a multiple of `grep -c`; `null` where issue 7 is silent. */
  readonly target: number | null;
  /** The bytes a line takes on disk, where they are more than usual. */
  readonly lineBytes?: number;
  /** Whether there is a trace.dat besides. */
  readonly hasTraceDat?: true;
  readonly make: (paths: Paths, lines: number) => Promise<void>;
}

/** Where what is made goes. */
export interface Paths {
  readonly log: string;
  readonly traceDat: string;
}

const KERNEL = '6.1-cloud';

const graph: Recipe = {
  word: 'setup_net',
  frequent: '|',
  target: 3,
  make: told(async () => ({
    head: headOf(text('life-graph')),
    life: await closedLife('function-graph', text('life-graph'), 'shortest'),
    noise: graphNoise(text('boot-graph')),
    share: 0.001,
  })),
};

const functions: Recipe = {
  word: 'setup_net',
  frequent: '<-',
  target: 3,
  make: told(async () => ({
    head: headOf(text('life-function')),
    life: wholeLife(bodyOf(text('life-function'))),
    noise: functionNoise(text('boot-graph'), text('life-kprobe')),
    share: 0.05,
  })),
};

const fewProbes: Recipe = {
  word: 'setup_net',
  frequent: '0x',
  target: 3,
  make: told(async () => ({
    ...(await onlyProbes()),
    noise: probeNoise(text('boot-graph'), text('life-kprobe'), otherEvents()),
    share: 0.05,
  })),
};

const probes: Recipe = {
  word: 'setup_net',
  frequent: '0x',
  target: 12,
  make: told(onlyProbes),
};

const messages: Recipe = {
  word: 'renamed',
  frequent: '] ',
  target: 4,
  make: told(async () => ({
    head: text('boot-dmesg'),
    life: wholeLife(
      text('boot-dmesg')
        .split('\n')
        .filter((line) => line.includes(' renamed ')),
    ),
    noise: messageNoise(ordinaryMessages()),
    share: 0.001,
  })),
};

const kmsg: Recipe = {
  word: 'renamed',
  frequent: ';',
  target: null,
  make: async ({ log }, lines) => writePieces(log, kmsgLog(`${KERNEL}/boot-kmsg`, lines)),
};

const journal: Recipe = {
  word: 'renamed',
  frequent: 'MESSAGE',
  target: null,
  lineBytes: 600,
  make: async ({ log }, lines) =>
    writePieces(log, journalLog(`${KERNEL}/boot-journal-json`, lines)),
};

const jsonLines: Recipe = {
  word: 'setup',
  frequent: '"seq"',
  target: null,
  make: async ({ log }, lines) => writePieces(log, eventLines(lines)),
};

const traceCmd: Recipe = {
  word: 'setup_net',
  frequent: '0x',
  target: null,
  lineBytes: 260, // The pages are there twice for a moment.
  hasTraceDat: true,
  make: async ({ log, traceDat }, lines) => writeTraceDat(traceDat, log, lines),
};

/** The logs that can be made on this machine, by name. */
export const RECIPES: ReadonlyMap<string, Recipe> = new Map([
  ['graph-0.1%', graph],
  ['function-5%', functions],
  ['kprobe-5%', fewProbes],
  ['kprobe-100%', probes],
  ['dmesg', messages],
  ['kmsg', kmsg],
  ['journal-json', journal],
  ['jsonl', jsonLines],
  ...(hasTraceCmd ? [['trace-cmd', traceCmd] as const] : []),
]);

function told(ingredients: () => Promise<Ingredients>): Recipe['make'] {
  return async ({ log }, lines) => writePieces(log, tellLog(lines, await ingredients()));
}

async function onlyProbes(): Promise<Ingredients> {
  return {
    head: headOf(text('life-kprobe')),
    life: await closedLife('kprobe', text('life-kprobe'), 'longest'),
    noise: null,
    share: 1,
  };
}

/** The events of a log in which every line is one, as we write them. */
async function* eventLines(lines: number): AsyncGenerator<string> {
  const endless = tellLog(Number.POSITIVE_INFINITY, await onlyProbes());
  let written = 0;
  for await (const events of readEvents(encoded(endless))) {
    for (const event of events) {
      if (written === lines) return;
      yield `${encodeEvent(event)}\n`;
      written += 1;
    }
  }
}

async function* encoded(pieces: Iterable<string>): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece);
}

function text(recording: string): string {
  return recordedText(`${KERNEL}/${recording}`);
}

function headOf(trace: string): string {
  return `${trace
    .split('\n')
    .filter((line) => line.startsWith('#'))
    .join('\n')}\n`;
}

function bodyOf(trace: string): readonly string[] {
  return trace.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

/** The kernel's own `net:` events among the probes of a recording. */
function otherEvents(): readonly string[] {
  const bodies = bodyOf(text('life-sparse')).map((line) => line.replace(/^.*?\d+\.\d{6}: /, ''));
  return bodies.filter((body) => /^net\w+: /.test(body) && !body.includes('('));
}

/** Messages of a boot that mean nothing to us. */
function ordinaryMessages(): readonly string[] {
  return text('boot-dmesg')
    .split('\n')
    .map((line) => line.replace(/^\[.*?\] /, ''))
    .filter(isOrdinary);
}
