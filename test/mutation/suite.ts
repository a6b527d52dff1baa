import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The tests of one file below test/, or those of them whose name matches. */
export interface Choice {
  /** `model/device` */
  readonly file: string;
  readonly only: RegExp;
}

/** A room of src/ and the tests that have to kill its mutants. */
interface Room {
  readonly source: string;
  /** Folders below test/, and single files. */
  readonly tests: readonly string[];
}

const ROOMS: readonly Room[] = [
  { source: 'src/model', tests: ['model', 'property', 'replay/cursor', 'replay/hash'] },
  {
    source: 'src/recording/interpret',
    tests: [
      'recording/interpret',
      'recording/single-cpu',
      'recording/dmesg',
      'kernel/print',
      'conformance',
    ],
  },
  { source: 'src/invariants', tests: ['invariants'] },
];

/** Every family of formats and every kernel, by recordings that are small or odd. */
const RECORDINGS = [
  '6.1-cloud/life-perf-probe-flat',
  '6.1-cloud/life-sparse',
  '6.1-cloud/life-stacktrace',
  '6.1-cloud/life-bpftrace',
  '6.1-cloud/life-late',
  '6.1-cloud/life-waiting-stuck',
  '6.1-cloud/life-function',
  '6.1-cloud/life-hostile',
  '6.1-cloud/life-parallel',
  '6.1-cloud/boot-function-1cpu',
  '6.1-cloud/boot-function-4cpu',
  '6.1-cloud/boot-graph',
  '6.1-cloud/life-perf-probe',
  '6.1-cloud/life-trace-cmd',
  '6.1-cloud/life-pipe-lost',
  '6.1-cloud/life-overwritten',
  '6.1-cloud/boot-dmesg',
  '6.1-cloud/boot-crash-console',
  '6.1-cloud/boot-crash-ftrace-console',
  '6.1-cloud/boot-tp-printk',
  '6.12-cloud/life-sparse',
  '6.12-cloud/life-function-cpu0',
  '6.12-cloud/life-waiting',
  '6.12-cloud/life-waiting-dummy-dmesg',
  '6.12-cloud/life-clock-mono',
  '6.12-cloud/boot-function-2of4cpu',
  '7.2-cloud/life-function-args',
  '7.2-cloud/life-graph-args',
  '7.2-cloud/life-kprobe',
  '7.2-cloud/boot-function-4cpu',
];

const THESE = `(${RECORDINGS.join('|').replaceAll('.', '\\.')})(?![-\\w])`;
/** The tests of these recordings. */
const OF_THESE = new RegExp(THESE);
/** The tests of these recordings, and those of none. */
const OF_NO_OTHERS = new RegExp(`${THESE}|^(?!.*\\d-(cloud|rt|generic))`);
const NONE = /(?!)/;

/** What does not take part, or only in part: it takes seconds and kills nothing else. */
const IN_PART: Readonly<Record<string, RegExp>> = {
  'conformance/recordings': OF_THESE,
  'invariants/broken-logs': /6\.1-cloud|^(?!.*cloud)/,
  'invariants/properties': /whatever it goes through|no verdict into its opposite/,
  'invariants/readme/readme': NONE,
  'invariants/recordings': OF_NO_OTHERS,
  // Counterexamples stay as large as they are found.
  'invariants/reduction': /^(?!.*shrinks)/,
  'invariants/report/schemas': NONE,
  'invariants/rv/models': OF_NO_OTHERS,
  'property/chunks': NONE,
  'property/histories': NONE,
  'property/loopback': NONE,
  'recording/interpret/boot': OF_NO_OTHERS,
  'recording/interpret/facts': OF_THESE,
};

/** The tests that have to kill the mutants of some files; quick ones first. */
export function suiteFor(mutated: readonly string[]): readonly Choice[] {
  const rooms = ROOMS.filter(({ source }) => mutated.some((file) => file.includes(`/${source}/`)));
  const files = rooms.flatMap(({ tests }) => tests.flatMap(testFiles));
  const isPartial = (file: string) => Number(file in IN_PART);
  return files
    .toSorted((one, other) => isPartial(one) - isPartial(other))
    .map((file) => ({ file, only: IN_PART[file] ?? /^/ }))
    .filter(({ only }) => only !== NONE);
}

/** The test files of a folder below test/, or the one of that name. */
function testFiles(name: string): readonly string[] {
  const folder = join('test', name);
  if (existsSync(`${folder}.test.ts`)) return [name];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join(name, file.replace('.test.ts', '')))
    .sort();
}
