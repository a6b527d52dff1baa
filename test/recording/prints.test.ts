import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { EventType, KernelEvent } from '../../src/model/events.ts';
import { recordedEvents, recordings } from './events.ts';

/** Recordings made of one buffer (events/README.md): one print, and others of the same. */
const GROUPS: readonly (readonly [string, readonly string[]])[] = [
  [
    'life-function',
    ['tgid', 'latency', 'verbose', 'noirqinfo', 'offsets', 'sysrq', 'nocontext'].map(
      (option) => `life-function-${option}`,
    ),
  ],
  ['life-graph', ['life-graph-columns', 'life-graph-latency']],
  [
    'boot-dmesg',
    [
      ...['raw', 'decoded', 'ctime', 'notime', 'delta', 'reltime', 'iso', 'json', 'busybox'],
      'syslog',
    ]
      .map((style) => `boot-dmesg-${style}`)
      .concat('boot-kmsg'),
  ],
  ['life-trace-cmd', ['latency', 'nanoseconds', 'raw'].map((style) => `life-trace-cmd-${style}`)],
  ['life-perf', ['bare', 'delta', 'header', 'tids'].map((style) => `life-perf-${style}`)],
  ['life-perf-probe', ['life-perf-probe-flat']],
  [
    'boot-journal-json',
    [
      ...['cat', 'dmesg', 'kern', 'kern-traditional', 'syslog', 'short', 'short-delta'],
      ...['short-full', 'short-iso', 'short-iso-precise', 'short-monotonic', 'short-precise'],
      'short-unix',
    ].map((style) => `boot-journal-${style}`),
  ],
];

const KERNELS = ['6.1-cloud', '6.12-cloud', '6.1-cloud-arm64', '6.12-cloud-arm64'];
const available = new Set(recordings().map(({ name }) => name));

const pairs = KERNELS.flatMap((kernel) =>
  GROUPS.flatMap(([one, others]) =>
    others.map((other) => [`${kernel}/${one}`, `${kernel}/${other}`] as const),
  ),
).filter(([one, other]) => available.has(one) && available.has(other));

/** What happened, but not when, where and on which line. */
function told(event: KernelEvent): object {
  const { seq: _seq, at: _at, cpu: _cpu, task: _task, line: _line, ...what } = event;
  return what;
}

async function story(name: string): Promise<readonly object[]> {
  return (await recordedEvents(name)).map(told);
}

async function storyOf(name: string, types: readonly EventType[]): Promise<readonly object[]> {
  const events = await recordedEvents(name);
  return events.filter(({ type }) => types.includes(type)).map(told);
}

/** Shows the first difference; `toEqual` on thousands of events is slow. */
function expectSame(found: readonly object[], expected: readonly object[]): void {
  const wrong = found.findIndex((event, i) => !isDeepStrictEqual(event, expected[i]));
  if (wrong !== -1) expect(found[wrong]).toEqual(expected[wrong]);
  expect(found.length).toBe(expected.length);
}

it('there are prints to compare', () => {
  expect(pairs.length).toBeGreaterThan(60);
});

describe.each(pairs)('%s and %s', (one, other) => {
  it('tell the same events: all prints of a buffer do', async () => {
    expectSame(await story(other), await story(one));
  });
});

const LIVES: readonly EventType[] = [
  'net.setup',
  'net.ready',
  'pernet.initialized',
  'netdev.allocated',
  'netdev.registered',
  'netdev.unregistered',
  'netdev.moved',
  'netdev.freed',
];

describe.each(['6.1-cloud', '6.12-cloud'])('prints of %s that show less', (kernel) => {
  it('tell the same lives without callers, but not that the memory of a namespace is freed', async () => {
    const bare = `${kernel}/life-function-noparent`;
    expectSame(await storyOf(bare, LIVES), await storyOf(`${kernel}/life-function`, LIVES));
    expect(await storyOf(bare, ['net.freed'])).toEqual([]);
  });

  it('tell the same devices without CPU and task, whose calls then cannot be told apart', async () => {
    const types: readonly EventType[] = ['netdev.registered', 'netdev.unregistered'];
    const bare = await storyOf(`${kernel}/life-graph-bare`, types);
    expectSame(bare, await storyOf(`${kernel}/life-graph`, types));
  });

  it('tell a part each, of two CPUs that have a file each', async () => {
    const types: readonly EventType[] = ['netdev.registered', 'netdev.unregistered'];
    const count = async (name: string) => (await storyOf(`${kernel}/${name}`, types)).length;
    const parts = (await count('life-function-cpu0')) + (await count('life-function-cpu1'));
    expect(parts).toBe(await count('life-function'));
    for (const cpu of [0, 1]) {
      const gaps = await storyOf(`${kernel}/life-function-cpu${cpu}`, ['recording.gap']);
      expect(gaps).toHaveLength(1);
    }
  });

  it('show more on the console: what came after dmesg was called', async () => {
    const dmesg = await story(`${kernel}/boot-dmesg`);
    const console = await story(`${kernel}/boot-dmesg-console`);
    expect(console.length).toBeGreaterThan(dmesg.length);
    expectSame(console.slice(0, dmesg.length), dmesg);
  });

  it('show no more in a whole journal, where a process that calls itself kernel has a pid', async () => {
    const kernelOnly = await story(`${kernel}/boot-journal-json`);
    expectSame(await story(`${kernel}/boot-journal-everything`), kernelOnly);
  });
});
