import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  statfsSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closedLife, type Life, wholeLife } from './life.ts';
import { functionNoise, graphNoise, messageNoise, type Noise, probeNoise } from './noise.ts';
import { recordedText } from './recorded.ts';

/** A generated log to measure with. */
export interface Input {
  readonly name: string;
  readonly path: string;
  /** What `grep -c` looks for: a word of the lines that matter. */
  readonly word: string;
  /** What most of its lines have. */
  readonly frequent: string;
  /** The most the whole `check` may cost, as a multiple of `grep -c`. */
  readonly target: number;
}

/** What a log is made of. */
interface Recipe {
  readonly word: string;
  readonly frequent: string;
  readonly target: number;
  readonly ingredients: () => Promise<Ingredients>;
}

interface Ingredients {
  /** What the log begins with, once. */
  readonly head: string;
  readonly life: Life;
  readonly noise: Noise | null;
  /** The share of the lines that are life. */
  readonly share: number;
}

/** Raise it when what is generated changes: old files are then no longer found. */
const VERSION = 1;
const KERNEL = '6.1-cloud';
const WRITE_BYTES = 1 << 20;
/** No line of any input is much longer on average. */
const LONG_LINE_BYTES = 180;
const PAUSE_MICROS = 1000;

const RECIPES: Readonly<Record<string, Recipe>> = {
  'graph-0.1%': {
    word: 'setup_net',
    frequent: '|',
    target: 3,
    ingredients: async () => ({
      head: headOf(text('life-graph')),
      life: await closedLife('function-graph', text('life-graph'), 'shortest'),
      noise: graphNoise(text('boot-graph')),
      share: 0.001,
    }),
  },
  'function-5%': {
    word: 'setup_net',
    frequent: '<-',
    target: 3,
    ingredients: async () => ({
      head: headOf(text('life-function')),
      life: wholeLife(bodyOf(text('life-function'))),
      noise: functionNoise(text('boot-graph'), text('life-kprobe')),
      share: 0.05,
    }),
  },
  'kprobe-5%': {
    word: 'setup_net',
    frequent: '0x',
    target: 3,
    ingredients: async () => ({
      head: headOf(text('life-kprobe')),
      life: await closedLife('kprobe', text('life-kprobe'), 'longest'),
      noise: probeNoise(text('boot-graph'), text('life-kprobe'), otherEvents()),
      share: 0.05,
    }),
  },
  'kprobe-100%': {
    word: 'setup_net',
    frequent: '0x',
    target: 12,
    ingredients: async () => ({
      head: headOf(text('life-kprobe')),
      life: await closedLife('kprobe', text('life-kprobe'), 'longest'),
      noise: null,
      share: 1,
    }),
  },
  dmesg: {
    word: 'renamed',
    frequent: '] ',
    target: 4,
    ingredients: async () => ({
      head: text('boot-dmesg'),
      life: wholeLife(
        text('boot-dmesg')
          .split('\n')
          .filter((line) => line.includes(' renamed ')),
      ),
      noise: messageNoise(ordinaryMessages()),
      share: 0.001,
    }),
  },
};

/** The names of all inputs. */
export const INPUTS: readonly string[] = Object.keys(RECIPES);

/**
 * The inputs so named, of about `lines` lines each, made where they are not there from an earlier
 * run.
 *
 * @throws where the disk has no room for one.
 */
export async function inputs(lines: number, names: readonly string[]): Promise<readonly Input[]> {
  const folder = join(tmpdir(), 'netdev-replay-bench');
  mkdirSync(folder, { recursive: true });
  const found: Input[] = [];
  for (const [name, { word, frequent, target, ingredients }] of Object.entries(RECIPES)) {
    if (!names.includes(name)) continue;
    const path = join(folder, `${name.replace('%', '')}-${lines}-v${VERSION}.log`);
    if (!existsSync(path)) {
      expectRoom(folder, lines);
      write(path, lines, await ingredients());
    }
    found.push({ name, path, word, frequent, target });
  }
  return found;
}

function expectRoom(folder: string, lines: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const needed = lines * LONG_LINE_BYTES;
  if (bavail * bsize > needed) return;
  throw new Error(`expected ${needed} bytes free in ${folder}, got ${bavail * bsize}`);
}

function write(path: string, lines: number, ingredients: Ingredients): void {
  const unfinished = `${path}.part`;
  const file = openSync(unfinished, 'w');
  let held = '';
  for (const part of partsOf(lines, ingredients)) {
    held += part;
    if (held.length < WRITE_BYTES) continue;
    writeSync(file, held);
    held = '';
  }
  writeSync(file, held);
  closeSync(file);
  renameSync(unfinished, path);
}

function* partsOf(most: number, { head, life, noise, share }: Ingredients): Generator<string> {
  const noisePerLine = noise === null ? 0 : (1 - share) / share;
  let lines = head.split('\n').length - 1;
  let later = 0;
  let owed = 0;
  yield head;
  for (let round = 0; lines < most; round += 1) {
    const first = life[0]?.last ?? 0;
    let now = first + later;
    for (const piece of life) {
      if (lines >= most) return;
      yield piece.tell(round, later);
      now = Math.max(now, (piece.last ?? 0) + later);
      lines += piece.lines;
      owed += piece.lines * noisePerLine;
      if (noise === null || owed < 1 || lines >= most) continue;
      const due = Math.min(Math.floor(owed), most - lines);
      yield noise(due, now);
      lines += due;
      owed -= due;
    }
    later = now - first + PAUSE_MICROS;
  }
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

/** Messages without meaning for us: no initcall, nothing that tells of the kernel itself. */
function ordinaryMessages(): readonly string[] {
  const messages = text('boot-dmesg')
    .split('\n')
    .map((line) => line.replace(/^\[.*?\] /, ''));
  const telling = /^$|^calling |^initcall |^Linux version|ommand line|renamed|CPUs|nr_cpu_ids/;
  return messages.filter((message) => !telling.test(message));
}
