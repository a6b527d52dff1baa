import { spawnSync } from 'node:child_process';
import type { Contest, Contestant } from './contest.ts';
import { type Cost, costOf } from './cost.ts';
import type { Input } from './inputs.ts';

const NODE = process.execPath;
const CLI = 'dist/cli/main.js';
const BOOT_LOG = 'events/6.1-cloud/boot-dmesg.log';

/** Whole logs: what reading and judging them costs, against tools that only look for a word. */
export function decodeContests(inputs: readonly Input[]): readonly Contest[] {
  return inputs.map(({ name, path, word, frequent, target }) => ({
    section: 'decode',
    subject: name,
    unit: 'ms',
    contestants: [
      command('grep -c', ['grep', '-c', word, path]),
      command('grep -c of what most lines have', ['grep', '-c', frequent, path]),
      command('byte scan', script('byte-scan', path)),
      command('line + regexp', script('line-regexp', path)),
      ...peers(name, path),
      command('events only', script('decode', path)),
      command('check', [NODE, CLI, 'check', path], target),
    ],
  }));
}

/** The fold, the judge and the simulated kernel, by the event. */
export function eventContests(inputs: readonly Input[]): readonly Contest[] {
  const path = inputs.find(({ name }) => name === 'kprobe-100%')?.path ?? '';
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
  const subject = `${events.toLocaleString('en')} events`;
  return [
    {
      section: 'seek',
      subject: `${subject}, time`,
      unit: 'µs',
      contestants: [
        inProcess('median', 'seek', String(events)),
        inProcess('95th percentile', 'seek-p95', String(events)),
      ],
    },
    {
      section: 'seek',
      subject: `${subject}, kept beyond each`,
      unit: 'bytes',
      contestants: [inProcess('timeline', 'seek-bytes', String(events))],
    },
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
        command('check a boot of 1,578 lines', [NODE, CLI, 'check', BOOT_LOG], 3),
      ],
    },
  ];
}

function peers(input: string, path: string): readonly Contestant[] {
  const reads = input === 'dmesg' && spawnSync('babeltrace2', ['--version']).status === 0;
  return reads
    ? [command('babeltrace2', ['babeltrace2', '-c', 'source.text.dmesg', '-p', `path="${path}"`])]
    : [];
}

function script(name: string, path: string): readonly string[] {
  return [NODE, new URL(`contestants/${name}.js`, import.meta.url).pathname, path];
}

function command(name: string, line: readonly string[], target?: number): Contestant {
  const measure = () => {
    const { cpu, peak }: Cost = costOf(line);
    return { value: cpu, peak };
  };
  return { name, measure, ...(target === undefined ? {} : { target }) };
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
