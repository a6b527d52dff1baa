import { spawnSync } from 'node:child_process';

/** What running a command once took. */
export interface Cost {
  /** CPU time, user and system, in milliseconds. */
  readonly cpu: number;
  /** Time on the wall, in milliseconds. */
  readonly wall: number;
  /** Peak resident memory in MiB; `null` where no tool tells it. */
  readonly peak: number | null;
  readonly output: string;
}

const MOST_OUTPUT = 1 << 28;
const KIB_PER_MIB = 1024;
const MARK = 'cost:';

/** Bash knows milliseconds, GNU time the peak; `$0` is the mark, `$@` the command. */
const TIMED = 'TIMEFORMAT="$0 %3U %3S %3R"; time "$@"';
const GNU_TIME = ['/usr/bin/time', '-q', '-f', `${MARK} %M`];
/** Node 20 reads these certificates at every start, which takes longer than the rest of it. */
const { NODE_EXTRA_CA_CERTS: _, ...environment } = process.env;
const hasGnuTime = spawnSync('/usr/bin/time', ['-q', '-f', '', 'true']).status === 0;

/**
 * Runs a command and tells what it cost.
 *
 * @throws where it fails: a peer that cannot read the log, a check that accuses a correct kernel.
 */
export function costOf(command: readonly string[]): Cost {
  const timed = hasGnuTime ? [...GNU_TIME, ...command] : command;
  const run = spawnSync('bash', ['-c', TIMED, MARK, ...timed], {
    encoding: 'utf8',
    env: environment,
    maxBuffer: MOST_OUTPUT,
  });
  const marks = run.stderr.split('\n').filter((line) => line.startsWith(MARK));
  const numbers = marks.map((line) => line.slice(MARK.length).trim().split(' ').map(Number));
  const [user, system, real] = numbers.at(-1) ?? [];
  const isTold = user !== undefined && system !== undefined && real !== undefined;
  if (!isTold || run.status !== 0) {
    throw new Error(`expected ${command.join(' ')} to run, got ${run.status}: ${run.stderr}`);
  }
  const peak = hasGnuTime ? (numbers[0]?.[0] ?? 0) / KIB_PER_MIB : null;
  return { cpu: (user + system) * 1000, wall: real * 1000, peak, output: run.stdout };
}
