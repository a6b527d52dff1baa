import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain } from '../../src/invariants/explain.ts';
import { type Case, Explainer } from '../../src/invariants/explainer.ts';
import type { Violation } from '../../src/invariants/invariant.ts';
import { loopbackLast } from '../../src/invariants/loopback.ts';
import { simulate } from '../../src/kernel/simulate.ts';
import type { KernelEvent } from '../../src/model/events.ts';
import { fold } from '../../src/model/fold.ts';
import { devId, netId } from '../../src/model/ids.ts';
import { devicesOf } from '../../src/model/selectors.ts';
import { arbitraryPlan } from '../../src/testing/arbitrary-plan.ts';
import { A, B, born, given, listed, loUnlisted, moved, net } from './history.ts';

const C = netId('c');

/** Any accusation of some event, with others that belong to the story. */
const arbitraryTrial = arbitraryPlan({ maxCommands: 6 }).chain((plan) => {
  const events = simulate(plan);
  const place = fc.nat(events.length - 1);
  const places = fc.uniqueArray(place, { maxLength: 4 });
  return fc.record({
    events: fc.constant(events),
    cases: fc.array(fc.tuple(place, places, fc.constantFrom('net', 'dev', 'both', 'boot')), {
      minLength: 1,
      maxLength: 3,
    }),
    nearby: fc.nat(4),
  });
});

function accusation(events: readonly KernelEvent[], at: number, related: readonly number[]) {
  const event = events[at];
  if (event === undefined) throw new Error(`no event ${at}`);
  const [net = null] = netsOf(event);
  const { seq, line } = event;
  const others = related.filter((other) => other !== seq).sort((one, other) => one - other);
  const message = 'it was wrong';
  return { seq, line, at: event.at, net, dev: devOf(event), message, related: others };
}

function casesOf({ events, cases }: { events: readonly KernelEvent[]; cases: readonly Trial[] }) {
  return cases.map(([at, related, about]): Case => {
    const all = accusation(events, at, related);
    const net = about === 'dev' || about === 'boot' ? null : all.net;
    const dev = about === 'net' || about === 'boot' ? null : all.dev;
    return { invariant: loopbackLast, violation: { ...all, net, dev, silent: false } };
  });
}

type Trial = readonly [at: number, related: readonly number[], about: string];

describe('the stories of several violations', () => {
  it('are those of each alone, told in one pass', () => {
    fc.assert(
      fc.property(arbitraryTrial, (trial) => {
        const cases = casesOf(trial);
        const explainer = new Explainer(cases, { nearby: trial.nearby });
        for (const event of trial.events) explainer.see(event);
        const alone = cases.map(({ invariant, violation }) =>
          explain(trial.events, invariant, violation, { nearby: trial.nearby }),
        );
        expect(explainer.explanations).toEqual(alone);
      }),
      { numRuns: 20 },
    );
  });

  it('are what matters, and of what concerns the same thing the nearest on each side', () => {
    fc.assert(
      fc.property(arbitraryTrial, (trial) => {
        for (const { violation, invariant } of casesOf(trial)) {
          const told = explain(trial.events, invariant, violation, { nearby: trial.nearby });
          const story = told?.story.map(({ role, event }) => [role, event.seq]);
          expect(story).toEqual(storyOf(trial.events, violation, trial.nearby));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('show the namespace before the event, also where the first events are not told', () => {
    fc.assert(
      fc.property(arbitraryTrial, fc.nat(), (trial, cut) => {
        for (const { violation, invariant } of casesOf(trial)) {
          const [first, rest] = halves(trial.events, cut % (violation.seq + 1));
          const state = fold(trial.events.slice(0, violation.seq));
          const net = violation.net === null ? undefined : state.nets.get(violation.net);
          const scene =
            violation.net === null || net === undefined
              ? null
              : {
                  net: violation.net,
                  status: net.status,
                  devices: devicesOf(state, violation.net),
                };
          const told = explain(rest, invariant, violation, { before: fold(first) });
          expect(told?.scene).toEqual(scene);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('are done when nothing that comes can change them, and not while something can', () => {
    fc.assert(
      fc.property(arbitraryTrial, (trial) => {
        const cases = casesOf(trial);
        const explainer = new Explainer(cases, { nearby: trial.nearby });
        const last = Math.max(
          ...cases.flatMap(({ violation: { seq, related } }) => [seq, ...related]),
        );
        for (const event of trial.events) {
          const [wasDone, before] = [explainer.isDone, JSON.stringify(explainer.explanations)];
          explainer.see(event);
          if (wasDone) expect(JSON.stringify(explainer.explanations)).toBe(before);
          if (event.seq < last) expect(explainer.isDone).toBe(false);
          else if (trial.nearby === 0) expect(explainer.isDone).toBe(true);
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('what surrounds a violation', () => {
  const events = given(
    ...born(A),
    moved(A, B, 'd0', 2),
    moved(B, A, 'd0', 2),
    moved(B, C, 'd1', 3),
    { type: 'netdev.registered', dev: null, net: B, name: 'd2', ifindex: 4 },
    { type: 'netdev.unregistered', dev: devId('d0#2'), net: null, name: 'd0', ifindex: 2 },
    { type: 'netdev.unregistered', dev: null, net: null, name: 'd3', ifindex: 5 },
    loUnlisted(A),
    listed(A, 'd1', 3),
    net('net.dying', A),
    net('net.cleanup', A),
    net('net.freed', A),
  );
  const told = (violation: object, nearby?: number) => {
    const accused = { ...accusation(events, 15, []), silent: false, ...violation };
    const options = nearby === undefined ? {} : { nearby };
    return explain(events, loopbackLast, accused, options)?.story.map(({ event }) => event.seq);
  };

  it('is three events on each side where nobody says how many', () => {
    expect(told({ dev: null })).toEqual([8, 9, 10, 15, 16, 17, 18]);
  });

  it('is what is known to be about the namespace or the device, moves in and out too', () => {
    expect(told({ dev: null }, 4)?.slice(0, 4)).toEqual([7, 8, 9, 10]);
    expect(told({ net: null, dev: devId('d0#2') })).toEqual([9, 10, 13, 15]);
  });

  it('is told of a namespace that was not there yet, too', () => {
    const begin = given(net('net.setup', A));
    const accused = { ...accusation(begin, 0, []), silent: false };
    expect(explain(begin, loopbackLast, accused)).toMatchObject({ scene: null, story: [{}] });
  });
});

function halves<T>(all: readonly T[], at: number): readonly [readonly T[], readonly T[]] {
  return [all.slice(0, at), all.slice(at)];
}

/** Roles and `seq` of a story, each worked out by itself. */
function storyOf(events: readonly KernelEvent[], violation: Violation, nearby: number) {
  const { seq, related } = violation;
  const matters = [seq, ...related];
  const around = events.filter((event) => !matters.includes(event.seq) && isNear(event, violation));
  const before = around.filter((event) => event.seq < seq).slice(nearby === 0 ? Infinity : -nearby);
  const after = around.filter((event) => event.seq > seq).slice(0, nearby);
  return [
    ['broke', seq] as const,
    ...related.map((other) => ['related', other] as const),
    ...[...before, ...after].map((event) => ['nearby', event.seq] as const),
  ].toSorted(([, one], [, other]) => one - other);
}

function isNear(event: KernelEvent, { net, dev }: Violation): boolean {
  const isOfBoot = !('net' in event) && !('dev' in event);
  if (net === null && dev === null) return isOfBoot;
  const isThere = net !== null && netsOf(event).includes(net);
  return isThere || (dev !== null && devOf(event) === dev);
}

function netsOf(event: KernelEvent) {
  const nets =
    event.type === 'netdev.moved' ? [event.from, event.to] : 'net' in event && [event.net];
  return (nets || []).filter((net) => net !== null);
}

function devOf(event: KernelEvent) {
  return 'dev' in event ? event.dev : null;
}
