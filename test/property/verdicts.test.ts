import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JudgeOptions, judge } from '../../src/invariants/judge.ts';
import { shown } from '../../src/invariants/shown.ts';
import type { KernelEvent } from '../../src/model/events.ts';
import { encodeEvent } from '../../src/recording/event-json.ts';
import { readLog } from '../../src/recording/read.ts';
import {
  arbitraryPlan,
  type Defect,
  defects,
  LOG_KINDS,
  lawsOf,
  planOf,
  printLog,
} from '../../src/testing/index.ts';
import { inChunks, recordedBytes, recordedEvents, recordings } from '../recording/events.ts';

// What a verdict may depend on: the events that a log shows, and nothing else. For every history of
// the simulated kernel, right or wrong, as a log of every kind; and for recordings of real kernels.

/** One recording of each kind, the last three of kernels that lost, crashed or hang. */
const RECORDINGS = [
  '6.1-cloud/boot-function-1cpu',
  '6.12-cloud/boot-graph-columns',
  '6.1-cloud/boot-dmesg',
  '6.1-cloud/life-kprobe',
  '6.12-cloud/life-hostile',
  '6.12-cloud/life-function',
  '6.1-cloud/life-trace-cmd',
  '6.12-cloud/life-perf',
  '6.1-cloud/life-overwritten',
  '6.1-cloud/boot-crash-console',
  '6.1-cloud/life-waiting-stuck-dmesg',
];

type Verdicts = Readonly<Record<string, string>>;

function verdictsOn(events: readonly KernelEvent[], options: JudgeOptions = {}): Verdicts {
  const { invariants } = judge(events, options);
  return Object.fromEntries(invariants.map(({ id, verdict }) => [id, verdict]));
}

const WRONG: readonly Defect[] = Object.values(defects);

/** Simulated kernels, of which many break a promise, and a kind of log. */
const runs = fc.record({
  plan: arbitraryPlan({ maxCommands: 10 }),
  wrong: fc.option(fc.nat({ max: WRONG.length - 1 })),
  kind: fc.constantFrom(...LOG_KINDS),
});

type Run = typeof runs extends fc.Arbitrary<infer R> ? R : never;

function logOf({ plan, wrong, kind }: Run): Uint8Array {
  const defect = wrong === null ? undefined : WRONG[wrong];
  const own = defect === undefined ? plan : planOf({ ...plan, ...defect.plan });
  const laws = defect === undefined ? lawsOf(own) : defect.plant(lawsOf(own));
  return new TextEncoder().encode(printLog(kind, own, laws));
}

async function eventsIn(bytes: Uint8Array, size = 64 * 1024): Promise<readonly KernelEvent[]> {
  return (await readLog(inChunks(bytes, size))).events;
}

/** Which events to drop, over and over: one in a hundred, or half of them. */
const drops = fc.oneof(
  fc.array(fc.nat({ max: 99 }), { minLength: 100, maxLength: 200 }),
  fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength: 60 }),
);

function dropped(events: readonly KernelEvent[], pattern: readonly number[]) {
  return events.filter((_, index) => pattern[index % pattern.length] !== 0);
}

/** The wrong order of two events that follow each other somewhere: kernels that break promises. */
function disturbed(events: readonly KernelEvent[], places: readonly number[]) {
  const left = [...events];
  for (const place of places) {
    const [first, second] = [left[place % left.length], left[(place % left.length) + 1]];
    if (first === undefined || second === undefined) continue;
    left[first.seq] = { ...second, seq: first.seq };
    left[second.seq] = { ...first, seq: second.seq };
  }
  return left;
}

/** Dropped events may hide what the verdict was; they never turn it into its opposite. */
function expectNoReversal(events: readonly KernelEvent[], pattern: readonly number[]): void {
  const before = verdictsOn(events);
  for (const [id, verdict] of Object.entries(verdictsOn(dropped(events, pattern)))) {
    if (verdict !== 'unknown') {
      const opposite = verdict === 'holds' ? 'violated' : 'holds';
      expect(`${id} ${before[id]}`).not.toBe(`${id} ${opposite}`);
    }
  }
}

describe('dropped events turn no verdict into its opposite', () => {
  it('in any log of a simulated kernel', async () => {
    await fc.assert(
      fc.asyncProperty(runs, drops, async (run, pattern) => {
        expectNoReversal(await eventsIn(logOf(run)), pattern);
      }),
      { numRuns: 60 },
    );
  });

  it.each(RECORDINGS)('in %s, nor where that was tampered with', async (name) => {
    const events = await recordedEvents(name);
    const places = fc.array(fc.nat({ max: events.length }), { maxLength: 40 });
    fc.assert(
      fc.property(places, drops, (swaps, pattern) => {
        expectNoReversal(disturbed(events, swaps), pattern);
      }),
      { numRuns: 12 },
    );
  });
});

/** What is not evidence, taken away or alone. */
function expectNoInference(events: readonly KernelEvent[]): void {
  const observed = events.filter(({ evidence }) => evidence !== 'inferred');
  const bare = observed.flatMap((event) => shown(event) ?? []);
  const all = verdictsOn(events);
  expect(verdictsOn(renumbered(observed))).toEqual(all);
  if (bare.length === observed.length) expect(verdictsOn(renumbered(bare))).toEqual(all);
  const inferred = events.filter(({ evidence }) => evidence === 'inferred');
  expect(new Set(Object.values(verdictsOn(renumbered(inferred))))).toEqual(new Set(['unknown']));
}

/** Without jumps in `seq`, which are losses. */
function renumbered(events: readonly KernelEvent[]): readonly KernelEvent[] {
  return events.map((event, seq) => ({ ...event, seq }));
}

describe('what was inferred proves nothing, alone or beside what was observed', () => {
  it('in any log of a simulated kernel', async () => {
    await fc.assert(
      fc.asyncProperty(runs, async (run) => expectNoInference(await eventsIn(logOf(run)))),
      { numRuns: 60 },
    );
  });

  it.each(RECORDINGS)('in %s', async (name) => {
    expectNoInference(await recordedEvents(name));
  });
});

/** Our own JSON lines. */
function asJsonl(events: readonly KernelEvent[]): Uint8Array {
  return new TextEncoder().encode(events.map((event) => `${encodeEvent(event)}\n`).join(''));
}

describe('chunks and formats make no difference', () => {
  it('to the verdicts on any log of a simulated kernel', async () => {
    await fc.assert(
      fc.asyncProperty(runs, fc.integer({ min: 1, max: 5000 }), async (run, size) => {
        const log = logOf(run);
        const events = await eventsIn(log);
        fc.pre(events.length > 0);
        const verdicts = verdictsOn(events);
        expect(verdictsOn(await eventsIn(log, size))).toEqual(verdicts);
        expect(verdictsOn(await eventsIn(asJsonl(events), size))).toEqual(verdicts);
      }),
      { numRuns: 40 },
    );
  });

  it.each(RECORDINGS)('to those on %s', async (name) => {
    const bytes = recordedBytes(name);
    const events = await eventsIn(bytes);
    const verdicts = verdictsOn(events);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5000 }), async (size) => {
        expect(verdictsOn(await eventsIn(bytes, size))).toEqual(verdicts);
      }),
      { numRuns: 3 },
    );
    expect(verdictsOn(await eventsIn(asJsonl(events)))).toEqual(verdicts);
  });
});

/** Prints of one buffer with other options, and of one boot in other styles (events/README.md). */
const PRINTS: readonly (readonly [string, readonly string[]])[] = [
  ['life-function', ['tgid', 'latency', 'verbose', 'noirqinfo', 'offsets', 'sysrq']],
  ['life-graph', ['columns', 'latency']],
  ['boot-dmesg', ['raw', 'decoded', 'ctime', 'notime', 'delta', 'reltime', 'iso', 'json']],
  ['life-trace-cmd', ['latency', 'nanoseconds', 'raw']],
  ['life-perf', ['bare', 'delta', 'header', 'tids']],
  ['boot-journal', ['json', 'short', 'short-full', 'short-iso', 'short-precise', 'short-unix']],
];

describe('print options make no difference to the verdicts', () => {
  const groups = ['6.1-cloud', '6.12-cloud'].flatMap((kernel) =>
    PRINTS.map(([name, options]) => [`${kernel}/${name}`, options] as const),
  );

  it.each(groups)('on %s', async (name, options) => {
    const known = new Set(recordings().map((recording) => recording.name));
    const prints = [name, ...options.map((option) => `${name}-${option}`)];
    const [first, ...others] = prints.filter((print) => known.has(print));
    if (first === undefined || others.length === 0) throw new Error('there is one print only');
    const expected = verdictsOn(await recordedEvents(first));
    for (const other of others) {
      expect([other, verdictsOn(await recordedEvents(other))]).toEqual([other, expected]);
    }
  });
});
