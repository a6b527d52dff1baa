import { createReadStream } from 'node:fs';
import { judge } from '../../../src/invariants/judge.ts';
import { planOf } from '../../../src/kernel/plan.ts';
import { simulate } from '../../../src/kernel/simulate.ts';
import type { KernelEvent } from '../../../src/model/events.ts';
import { fold } from '../../../src/model/fold.ts';
import { initialState } from '../../../src/model/initial-state.ts';
import { Overlay } from '../../../src/model/overlay.ts';
import { reduce } from '../../../src/model/reduce.ts';
import { readEvents } from '../../../src/recording/read.ts';
import { median } from '../contest.ts';
import { busyHistory } from '../histories.ts';
import { mutableFold } from './mutable-fold.ts';
import { seekCosts } from './seek.ts';
import { spreadFold } from './spread-reducer.ts';

/** What `main.ts` reads from standard output: nanoseconds for one event, or as `seek.ts` says. */
export interface Measured {
  readonly value: number;
}

const SNAPSHOT_EVERY = 1024;
const ROUNDS = 5;
/** Immer and spreading take hundreds of times longer: fewer events tell as much. */
const FEW = 4000;
/** A fold takes the same time an event however long the log is. */
const ENOUGH = 300_000;

const [, , task = '', argument = ''] = process.argv;
process.stdout.write(JSON.stringify({ value: await measure() } satisfies Measured));

async function measure(): Promise<number> {
  switch (task) {
    case 'mutable':
      return perEvent(await eventsIn(argument), mutableFold);
    case 'overlay':
      return perEvent(await eventsIn(argument), (events) => fold(events));
    case 'snapshots':
      return perEvent(await eventsIn(argument), withSnapshots);
    case 'immer':
      return perEvent((await eventsIn(argument)).slice(0, FEW), (events) =>
        events.reduce(reduce, initialState),
      );
    case 'spread':
      return perEvent((await eventsIn(argument)).slice(0, FEW), spreadFold);
    case 'judge':
      return perEvent(await eventsIn(argument), (events) => judge(events));
    case 'alive': {
      const { setUp, busy } = busyHistory(Number(argument), 1_000_000, 8);
      // One for all rounds: what 100,000 set-ups leave behind is collected before the time begins.
      const overlay = withSnapshots(setUp);
      return perEvent(busy, withSnapshots, () => overlay);
    }
    case 'scattered':
      return perEvent(scattered(Number(argument)), withSnapshots);
    case 'scattered-mutable':
      return perEvent(scattered(Number(argument)), mutableFold);
    case 'simulate':
      return perEvent(simulated(), simulated);
    default:
      return seekCosts(task, argument);
  }
}

/**
 * The median of a few rounds, in nanoseconds of CPU time an event. As many come before: V8 optimizes
 * a judge anew with the second one it sees, and that takes some rounds. What a round needs is
 * prepared before its time begins.
 */
function perEvent(
  events: readonly KernelEvent[],
  run: (events: readonly KernelEvent[], overlay: Overlay) => unknown,
  prepare = () => new Overlay(initialState),
): number {
  const costs: number[] = [];
  for (let round = -ROUNDS; round < ROUNDS; round += 1) {
    const overlay = prepare();
    const before = process.cpuUsage();
    run(events, overlay);
    const { user, system } = process.cpuUsage(before);
    if (round >= 0) costs.push(((user + system) * 1000) / events.length);
  }
  return median(costs);
}

/** Goes on with a fold. */
function withSnapshots(
  events: readonly KernelEvent[],
  overlay: Overlay = new Overlay(initialState),
): Overlay {
  let count = 0;
  for (const event of events) {
    overlay.apply(event);
    count += 1;
    if (count % SNAPSHOT_EVERY === 0) overlay.snapshot();
  }
  overlay.snapshot();
  return overlay;
}

async function eventsIn(path: string): Promise<readonly KernelEvent[]> {
  const events: KernelEvent[] = [];
  for await (const some of readEvents(createReadStream(path))) {
    for (const event of some) events.push(event);
    if (events.length >= ENOUGH) break;
  }
  return events;
}

/** Every namespace is visited, each time another one. */
function scattered(alive: number): readonly KernelEvent[] {
  const { setUp, busy } = busyHistory(alive, 500_000);
  return [...setUp, ...busy];
}

function simulated(): readonly KernelEvent[] {
  const nets = Array.from({ length: 200 }, (_, i) => `n${i}`);
  return simulate(
    planOf({
      kernel: '6.12',
      commands: nets.flatMap((net) => [
        { do: 'netns.add', net } as const,
        { do: 'link.add', kind: 'dummy', net, name: 'd0' } as const,
        { do: 'netns.del', nets: [net] } as const,
      ]),
    }),
  );
}
