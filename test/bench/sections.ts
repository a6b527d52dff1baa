import { spawnSync } from 'node:child_process';
import type { Contest, Contestant } from './contest.ts';
import { type Cost, costOf } from './cost.ts';
import type { Input } from './inputs.ts';

const NODE = process.execPath;
const CLI = 'dist/cli/main.js';
const BOOT_LOG = 'events/6.1-cloud/boot-dmesg.log';
/** It only parses, and counts: to print it would sort by stamps, which stops where one steps back. */
const BABELTRACE = [
  ...['babeltrace2', 'run', '--connect', 'log:count'],
  ...['--component', 'count:sink.utils.counter', '--component', 'log:source.text.dmesg'],
];
/** What issue 7 allows a check, in MiB. */
const MOST_PEAK = 150;
/** What we call flat: a tenth more is noise of the collector. */
const FLAT = 1.1;

/** A whole log: what reading and judging it costs, against tools that only look for a word. */
export function decodeContest(input: Input): Contest {
  const { name, path, word, frequent, target } = input;
  return {
    section: 'decode',
    subject: name,
    unit: 'ms',
    contestants: [
      command('grep -c', ['grep', '-c', word, path]),
      command('grep -c of what most lines have', ['grep', '-c', frequent, path]),
      command('byte scan', script('byte-scan', path)),
      command('line + regexp', script('line-regexp', path)),
      ...peers(input),
      command('events only', script('decode', path)),
      { ...command('check', check(path), target ?? undefined), mostPeak: MOST_PEAK },
    ],
  };
}

/** Ten times the lines: the time should grow as much, the memory not at all. */
export function growthContest(short: Input, long: Input): Contest {
  const checking = ({ lines, path }: Input) => ({
    ...command(`check ${lines.toLocaleString('en')} lines`, check(path)),
    mostPeak: MOST_PEAK,
  });
  return {
    section: 'growth',
    subject: short.name,
    unit: 'ms',
    contestants: [checking(short), { ...checking(long), target: 11 }],
    peakTarget: FLAT,
  };
}

/** Several logs at once: the only contest in time on the wall, as more cores save no CPU time. */
export function coresContest({ name, path, lines }: Input): Contest {
  return {
    section: 'cores',
    subject: `two logs of ${lines.toLocaleString('en')} lines (${name}), on the wall`,
    unit: 'ms',
    contestants: [
      onTheWall('one after the other', ['bash', '-c', '"$@"; "$@"', 'bash', ...check(path)]),
      onTheWall('together', [...check(path), path]),
    ],
  };
}

/** The fold, the judge and the simulated kernel, by the event. */
export function eventContests({ path }: Input): readonly Contest[] {
  return [
    {
      section: 'fold',
      subject: 'kprobe-100%',
      unit: 'ns',
      contestants: [
        inProcess('mutable loop', 'mutable', path),
        inProcess('fold', 'overlay', path, 2.5),
        inProcess('fold, snapshot every 1,024', 'snapshots', path, 7),
        inProcess('immer, event by event', 'immer', path),
        inProcess('spread reducer', 'spread', path),
      ],
    },
    {
      section: 'fold',
      subject: 'with snapshots, 8 namespaces at work',
      unit: 'ns',
      contestants: [
        inProcess('8 namespaces alive', 'alive', '8'),
        inProcess('100,000 namespaces alive', 'alive', '100000', 1.5),
      ],
    },
    ...['8', '100000'].map((alive) => ({
      section: 'fold',
      subject: `${alive} namespaces made, then each at work in turn`,
      unit: 'ns' as const,
      contestants: [
        inProcess('mutable loop', 'scattered-mutable', alive),
        inProcess('fold, snapshot every 1,024', 'scattered', alive, 7),
      ],
    })),
    {
      section: 'judge',
      subject: 'kprobe-100%',
      unit: 'ns',
      contestants: [
        inProcess('fold', 'overlay', path),
        inProcess('fold and judge', 'judge', path, 3),
      ],
    },
    {
      section: 'simulate',
      subject: '200 namespaces, 6.12',
      unit: 'ns',
      contestants: [inProcess('simulate', 'simulate', '')],
    },
  ];
}

/** Random access to a timeline. */
export function seekContests(events: number): readonly Contest[] {
  const timeline = (what: string, unit: Contest['unit'], task: string, mostValue: number) => ({
    section: 'seek',
    subject: `${events.toLocaleString('en')} events, ${what}`,
    unit,
    contestants: [{ ...inProcess('timeline', task, String(events)), mostValue }],
  });
  return [
    timeline('time, median', 'µs', 'seek', 1000),
    timeline('time, 95th percentile', 'µs', 'seek-p95', 3000),
    timeline('kept beyond each', 'bytes', 'seek-bytes', 250),
  ];
}

/** What it costs to start at all. */
export function startContests(): readonly Contest[] {
  return [
    {
      section: 'start',
      subject: 'from nothing to the verdict',
      unit: 'ms',
      contestants: [
        command('node -e 0', [NODE, '-e', '0']),
        command('--version', [NODE, CLI, '--version'], 1.3),
        command('check a boot of 1,578 lines', check(BOOT_LOG), 3),
      ],
    },
  ];
}

/** Other programs that read the same log. What they print is as long as the log: nobody keeps it. */
function peers({ name, path, traceDat }: Input): readonly Contestant[] {
  const quietly = ['bash', '-c', 'exec "$@" >/dev/null', 'bash'];
  if (traceDat !== null) {
    return [command('trace-cmd report', [...quietly, 'trace-cmd', 'report', traceDat])];
  }
  const reads = name === 'dmesg' && spawnSync('babeltrace2', ['--version']).status === 0;
  return reads ? [command('babeltrace2', [...quietly, ...BABELTRACE, '-p', `path="${path}"`])] : [];
}

function check(path: string): readonly string[] {
  return [NODE, CLI, 'check', path];
}

function script(name: string, path: string): readonly string[] {
  return [NODE, new URL(`contestants/${name}.js`, import.meta.url).pathname, path];
}

function command(
  name: string,
  line: readonly string[],
  target?: number,
  time: 'cpu' | 'wall' = 'cpu',
): Contestant {
  const measure = () => {
    const cost: Cost = costOf(line);
    return { value: cost[time], peak: cost.peak };
  };
  return { name, measure, ...(target === undefined ? {} : { target }) };
}

function onTheWall(name: string, line: readonly string[]): Contestant {
  return command(name, line, undefined, 'wall');
}

function inProcess(name: string, task: string, argument: string, target?: number): Contestant {
  const [node = '', path = ''] = script('in-process', '');
  const measure = () => {
    const { output, peak } = costOf([node, '--expose-gc', path, task, argument]);
    const found: unknown = JSON.parse(output);
    if (typeof found !== 'object' || found === null || !('value' in found)) {
      throw new Error(`expected a measurement of ${task}, got ${output}`);
    }
    return { value: Number(found.value), peak };
  };
  return { name, measure, ...(target === undefined ? {} : { target }) };
}
