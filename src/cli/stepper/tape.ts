import { judge } from '../../invariants/judge.ts';
import type { KernelEvent } from '../../model/events.ts';
import type { DevId, NetId } from '../../model/ids.ts';
import { type Timeline, timeline } from '../../replay/timeline.ts';
import { phaseOf } from './phase.ts';

/** A recording with all that a stepper asks of it, gathered once. */
export interface Tape {
  readonly title: string;
  readonly recording: Timeline;
  /** In stream order. */
  readonly breaches: readonly Breach[];
  /** In stream order. */
  readonly phases: readonly Phase[];
  /** Where the device of an event is, for events that tell the device and no namespace. */
  readonly homes: ReadonlyMap<KernelEvent, NetId>;
  /** What each device was called last, for when it is gone. */
  readonly names: ReadonlyMap<DevId, string>;
  /** What the log says in the line of an event; `null` where it is not at hand. */
  readonly textOf: (event: KernelEvent) => string | null;
}

/** A promise broken at a place of the tape. */
export interface Breach {
  /** How many events have happened once it is broken. */
  readonly count: number;
  readonly id: string;
  readonly message: string;
}

/** A part of the tape. */
export interface Phase {
  /** How many events have happened once it has begun. */
  readonly count: number;
  readonly name: string;
}

/** Judges and indexes a recording. */
export function tapeOf(
  title: string,
  events: readonly KernelEvent[],
  textOf: Tape['textOf'] = () => null,
): Tape {
  const recording = timeline(events);
  const phases = events.flatMap((event, index) => {
    const name = phaseOf(event);
    return name === null ? [] : [{ count: index + 1, name }];
  });
  const [breaches, homes, names] = [breachesOf(recording), homesOf(events), namesOf(events)];
  return { title, recording, breaches, phases, homes, names, textOf };
}

function breachesOf(recording: Timeline): readonly Breach[] {
  const { invariants } = judge(recording.events);
  return invariants
    .flatMap(({ id, violations }) =>
      violations.map(({ seq, message }) => ({ count: recording.countTo({ seq }), id, message })),
    )
    .sort((a, b) => a.count - b.count);
}

function homesOf(events: readonly KernelEvent[]): ReadonlyMap<KernelEvent, NetId> {
  const homes = new Map<KernelEvent, NetId>();
  const whereabouts = new Map<DevId, NetId>();
  for (const event of events) {
    if (!('dev' in event) || event.dev === null) continue;
    const net = 'net' in event ? event.net : event.type === 'netdev.moved' ? event.to : null;
    if (net !== null) whereabouts.set(event.dev, net);
    const home = whereabouts.get(event.dev);
    if (net === null && home !== undefined) homes.set(event, home);
    if (event.type === 'netdev.freed') whereabouts.delete(event.dev);
  }
  return homes;
}

function namesOf(events: readonly KernelEvent[]): ReadonlyMap<DevId, string> {
  const names = new Map<DevId, string>();
  for (const event of events) {
    if (!('dev' in event) || event.dev === null) continue;
    const name = event.type === 'netdev.renamed' ? event.to : event.name;
    if (name !== null) names.set(event.dev, name);
  }
  return names;
}
