import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventOf, KernelEvent } from '../../src/model/events.ts';
import { type DevId, INIT_NET, LOOPBACK_IFINDEX, type NetId } from '../../src/model/ids.ts';
import {
  arbitraryHistory,
  arbitraryPlan,
  type Defect,
  defects,
  lawsOf,
  simulate,
  simulateDefect,
  storyOf,
} from '../../src/testing/index.ts';

// The three properties are written over plain events, without the judge and without the state, so
// that they can disagree with either.

describe('loopback over all histories of the simulated kernel', () => {
  it('is the first device of every namespace', () => {
    fc.assert(fc.property(arbitraryHistory(), ({ events }) => notFirst(events) === null));
  });

  it('has ifindex 1, and no other device has', () => {
    fc.assert(fc.property(arbitraryHistory(), ({ events }) => wrongIndex(events) === null));
  });

  it('leaves its namespace last, and init_net only in a boot that panics for it', () => {
    fc.assert(fc.property(arbitraryHistory(), ({ events }) => notLast(events) === null));
  });
});

describe('a planted defect', () => {
  const cases = [
    ['a subsys op registers a device', notFirst, /early0 appears/],
    ['ifindexes start at 2', wrongIndex, /lo appears in netns 4026531840 with ifindex 2/],
    ['lo leaves first', notLast, /lo \(ifindex 1\) disappears/],
    ['devices leave in alphabetical order', notLast, /lo \(ifindex 1\) disappears/],
  ] as const;

  it.each(cases)('%s: breaks its property, and the story shows where', (name, broken, line) => {
    const events = simulateDefect(defects[name]);
    const at = broken(events);
    expect(at).not.toBeNull();
    expect(storyOf(events.filter(({ seq }) => seq === at))).toMatch(line);
  });

  it.each(cases)('%s: shrinks to at most three commands', (name, broken) => {
    const defect: Defect = defects[name];
    const run = fc.check(
      fc.property(arbitraryPlan({ kernels: ['6.1'], faults: false }), (plan) => {
        return broken(simulate(plan, defect.plant(lawsOf(plan)))) === null;
      }),
      { seed: 1, numRuns: 300 },
    );
    expect(run.failed).toBe(true);
    expect(run.counterexample?.[0].commands.length).toBeLessThanOrEqual(3);
  });
});

/** The `seq` of the first event that lists another device before lo, `null` if none does. */
function notFirst(events: readonly KernelEvent[]): number | null {
  return firstWrong(events, (event, { listed, isLo }) => {
    return event.type === 'netdev.registered' && listed.size === 0 && !isLo;
  });
}

function wrongIndex(events: readonly KernelEvent[]): number | null {
  return firstWrong(events, (event, { isLo }) => {
    return event.type !== 'netdev.unregistered' && (event.ifindex === LOOPBACK_IFINDEX) !== isLo;
  });
}

function notLast(events: readonly KernelEvent[]): number | null {
  const panicked = events.at(-1)?.type === 'kernel.panicked';
  return firstWrong(events, (event, { listed, isLo }) => {
    if (event.type !== 'netdev.unregistered' || !isLo) return false;
    return listed.size > 1 || (event.net === INIT_NET && !panicked);
  });
}

type Appearance = EventOf<'netdev.registered' | 'netdev.unregistered' | 'netdev.moved'>;

/** Asks about every coming and going, with who is listed in that namespace before it. */
function firstWrong(
  events: readonly KernelEvent[],
  isWrong: (event: Appearance, home: { listed: ReadonlySet<DevId>; isLo: boolean }) => boolean,
): number | null {
  const loopbacks = loopbacksOf(events);
  const nets = new Map<NetId | null, Set<DevId>>();
  for (const event of events) {
    if (!isAppearance(event) || event.dev === null) continue;
    const net = event.type === 'netdev.moved' ? event.to : event.net;
    const listed = nets.get(net) ?? new Set();
    nets.set(net, listed);
    if (isWrong(event, { listed, isLo: loopbacks.has(event.dev) })) return event.seq;
    if (event.type === 'netdev.moved') nets.get(event.from)?.delete(event.dev);
    if (event.type === 'netdev.unregistered') listed.delete(event.dev);
    else listed.add(event.dev);
  }
  return null;
}

function isAppearance(event: KernelEvent): event is Appearance {
  const { type } = event;
  return type === 'netdev.registered' || type === 'netdev.unregistered' || type === 'netdev.moved';
}

/**
 * The devices that loopback_net_init made: called lo from the start, by a task that sets up a
 * namespace or registers loopback_net_ops. (A user may call a dummy lo.)
 */
function loopbacksOf(events: readonly KernelEvent[]): ReadonlySet<DevId> {
  const loopbacks = new Set<DevId>();
  const initialising = new Set<string | null>();
  for (const event of events) {
    if (event.type === 'net.setup') initialising.add(event.task);
    if (event.type === 'net.ready' || event.type === 'net.failed') initialising.delete(event.task);
    if (event.type === 'pernet.registered' && event.ops === 'loopback_net_ops') {
      initialising.add(event.task);
    }
    if (event.type !== 'netdev.allocated' || event.dev === null) continue;
    if (event.name === 'lo' && initialising.has(event.task)) loopbacks.add(event.dev);
  }
  return loopbacks;
}
