import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue, invariantById } from '../../src/invariants/catalogue.ts';
import type { Invariant } from '../../src/invariants/invariant.ts';
import { Judge, judge } from '../../src/invariants/judge.ts';
import { loopbackFirst, loopbackLast } from '../../src/invariants/loopback.ts';
import { simulate } from '../../src/kernel/simulate.ts';
import { fold } from '../../src/model/fold.ts';
import { initialState } from '../../src/model/initial-state.ts';
import type { KernelState } from '../../src/model/state.ts';
import { arbitraryPlan } from '../../src/testing/arbitrary-plan.ts';
import {
  A,
  B,
  boot,
  born,
  buried,
  gap,
  given,
  listed,
  loListed,
  loUnlisted,
  net,
  opsInit,
  unlisted,
  verdictOn,
} from './history.ts';

const life = [
  ...born(A),
  listed(A, 'd0', 2),
  net('net.cleanup', A),
  unlisted(A, 'd0', 2),
  loUnlisted(A),
  ...buried(A),
];

/** Counts the events it is handed, by type and by what they show. */
function spyOn(type: 'netdev.registered', seen: unknown[]): Invariant {
  return {
    ...loopbackFirst,
    id: 'spy',
    needs: [],
    monitor: ({ kept }) => ({
      [type]: (event, before) => {
        seen.push([event.name, event.ifindex, before.events]);
        kept();
      },
    }),
  };
}

describe('the judge', () => {
  it('folds the events it sees', () => {
    const events = given(...boot, ...life);
    expect(judge(events).state).toEqual(fold(events));
  });

  it('knows nothing of an empty recording', () => {
    const { verdict, invariants, state } = judge([]);
    expect(verdict).toBe('unknown');
    expect(invariants.map(({ id }) => id)).toEqual(catalogue.map(({ id }) => id));
    expect(new Set(invariants.map((entry) => entry.verdict))).toEqual(new Set(['unknown']));
    expect(state).toEqual(initialState);
  });

  it('gives a reason for every unknown and for nothing else', () => {
    for (const { verdict, reason } of judge(given(...boot, ...life)).invariants) {
      expect(reason === null).toBe(verdict !== 'unknown');
    }
  });

  it('says which event types a promise would have needed', () => {
    expect(verdictOn(loopbackLast, given(loListed(A)))).toMatchObject({
      verdict: 'unknown',
      reason: 'not in this recording: netdev.unregistered',
    });
  });

  it('is as good as the worst of its promises, else as the best', () => {
    const good = given(...life);
    const bad = given(...born(A), listed(A, 'd0', 2), loUnlisted(A), unlisted(A, 'd0', 2));
    expect(judge(good, { invariants: [loopbackFirst, loopbackLast] }).verdict).toBe('holds');
    expect(judge(bad, { invariants: [loopbackFirst, loopbackLast] }).verdict).toBe('violated');
    expect(judge(given(loListed(A)), { invariants: [loopbackLast] }).verdict).toBe('unknown');
  });

  it('keeps the first hundred violations and counts them all', () => {
    const one = [net('net.setup', A), listed(A, 'd0', 2), loListed(A), net('net.freed', A)];
    const events = given(...Array.from({ length: 130 }, () => one).flat());
    const judgement = verdictOn(loopbackFirst, events);
    expect([judgement.violations.length, judgement.broken]).toEqual([100, 130]);
  });

  it('hands monitors the state before the event and what the log really shows of it', () => {
    const seen: unknown[] = [];
    const events = given(
      { ...loListed(A), inferred: ['ifindex'] },
      { ...listed(A, 'd0', 2), evidence: 'inferred' },
      listed(A, 'd1', 3),
    );
    const { checked } = verdictOn(spyOn('netdev.registered', seen), events);
    expect(seen).toEqual([
      ['lo', null, 0],
      ['d1', 3, 2],
    ]);
    expect(checked).toBe(2);
  });

  it('takes no event for evidence that is inferred in what it cannot do without', () => {
    const seen: unknown[] = [];
    const spy: Invariant = {
      ...loopbackFirst,
      needs: [],
      monitor: () => ({ 'net.setup': (event) => seen.push(event.net) }),
    };
    verdictOn(spy, given({ ...net('net.setup', A), inferred: ['net'] }, net('net.setup', B)));
    expect(seen).toEqual(['b']);
  });

  it('never lets inferred events alone decide anything', () => {
    const bad = [...born(A), listed(A, 'd0', 2), loUnlisted(A), unlisted(A, 'd0', 2)];
    const events = given(...bad.map((event) => ({ ...event, evidence: 'inferred' as const })));
    expect(new Set(judge(events).invariants.map(({ verdict }) => verdict))).toEqual(
      new Set(['unknown']),
    );
  });

  it('keeps the steps of a setup until its end was seen or inferred', () => {
    const steps: unknown[] = [];
    const spy: Invariant = {
      ...loopbackFirst,
      needs: [],
      monitor: (_, known) => ({ 'net.dying': () => steps.push(known.net(A).setup?.length) }),
    };
    const setup = [net('net.setup', A), opsInit(A, 'x_ops'), net('net.dying', B)];
    const ready = { ...net('net.ready', A), evidence: 'inferred' as const };
    const unheardOf = { ...net('net.ready', B), evidence: 'inferred' as const };
    verdictOn(spy, given(...setup, unheardOf, ready, net('net.dying', B)));
    verdictOn(spy, given(...setup, net('net.ready', A), net('net.dying', B)));
    expect(steps).toEqual([1, 0, 1, undefined]);
  });

  it('holds nothing for sure behind a gap, and says where it was', () => {
    const judgement = verdictOn(loopbackLast, given(...life, gap, ...life));
    expect(judgement).toMatchObject({
      verdict: 'unknown',
      checked: 2,
      reason: `records lost at line ${life.length + 1}`,
    });
    const nowhere = given(...life, { ...gap, line: null });
    expect(verdictOn(loopbackLast, nowhere).reason).toBe(`records lost at event ${life.length}`);
  });

  it('loses nothing where a gap is only inferred', () => {
    const may = { ...gap, evidence: 'inferred' as const };
    expect(verdictOn(loopbackLast, given(...life.slice(0, 10), may, ...life.slice(10)))).toEqual(
      verdictOn(loopbackLast, given(...life)),
    );
  });

  it('treats a jump in the numbers of the events as a gap', () => {
    const whole = given(...life);
    const filtered = whole.filter(({ type }) => type !== 'pernet.exited');
    expect(verdictOn(loopbackLast, whole).verdict).toBe('holds');
    expect(verdictOn(loopbackLast, filtered)).toMatchObject({ verdict: 'unknown', checked: 1 });
    expect(verdictOn(loopbackLast, filtered).reason).toMatch(/^records lost at line \d+$/);
  });

  it('accepts a recording that begins at any number', () => {
    const tail = given(...boot, ...life).slice(boot.length);
    expect(verdictOn(loopbackLast, tail).verdict).toBe('holds');
  });

  it('shows the state while the recording arrives', () => {
    const court = new Judge();
    for (const event of given(...born(A))) court.see(event);
    expect(court.state.nets.get(A)?.status).toBe('ready');
  });

  it('hands out no state that anybody can change, or that changes under way', () => {
    const states: KernelState[] = [];
    const spy: Invariant = {
      ...loopbackFirst,
      monitor: () => ({ 'net.ready': (_, before) => void states.push(before) }),
    };
    const court = new Judge({ invariants: [spy] });
    for (const event of given(...born(A))) court.see(event);
    const { state } = court;
    for (const told of [state, court.view, ...states]) {
      expect(Object.isFrozen(told)).toBe(true);
      expect(Object.isFrozen(told.boot)).toBe(true);
      expect(Object.isFrozen(told.nets.get(A))).toBe(true);
      expect(() => Object.assign(told, { events: 0 })).toThrow(TypeError);
    }
    for (const event of given(...boot)) court.see(event);
    expect(state.events).toBe(born(A).length);
    expect(court.view.events).toBe(born(A).length + boot.length);
  });

  it('hands out a judgement that nobody can change', () => {
    const { invariants, ...judgement } = judge(given(...born(A), listed(A, 'd1', 1)));
    expect(Object.isFrozen(invariants)).toBe(true);
    expect(judgement.verdict).toBe('violated');
    for (const promise of invariants) {
      expect(Object.isFrozen(promise)).toBe(true);
      expect(Object.isFrozen(promise.violations)).toBe(true);
      expect(promise.violations.every(Object.isFrozen)).toBe(true);
    }
  });

  it('comes to the same judgement at once and piece by piece', () => {
    fc.assert(
      fc.property(arbitraryPlan({ maxCommands: 8 }), (plan) => {
        const events = simulate(plan);
        const court = new Judge({ kernel: plan.kernel });
        for (const event of events) court.see(event);
        expect(court.end()).toEqual(judge(events, { kernel: plan.kernel }));
      }),
      { numRuns: 20 },
    );
  });
});

describe('the catalogue', () => {
  it('has the promises of the design, in its order', () => {
    expect(catalogue.map(({ id }) => id).join(' ')).toBe(
      'loopback-first loopback-ifindex loopback-last loopback-stays loopback-once ' +
        'loopback-freed-last boot-once boot-after-init-net boot-order boot-phase ' +
        'softnet-per-cpu softirq-before-use boot-result pernet-subsys-first pernet-init-order ' +
        'pernet-exit-order pernet-exit-once setup-rollback registration-rollback ' +
        'cleanup-batches net-stays-dead ifindex-unique ifindex-monotonic device-lifecycle ' +
        'device-order no-orphans teardown-progress',
    );
  });

  it('finds each by its id', () => {
    for (const invariant of catalogue) expect(invariantById(invariant.id)).toBe(invariant);
    expect(invariantById('loopback')).toBeUndefined();
  });

  it('says for each what it promises, who keeps it and what would break it', () => {
    for (const { statement, mechanism, source, breaks } of catalogue) {
      for (const sentence of [statement, mechanism, breaks]) expect(sentence).toMatch(/^\S.*\.$/);
      expect(source.file).toMatch(/^(net|drivers|init|kernel)\/.+\.c$/);
      expect(source.function).toMatch(/^\w+$/);
    }
  });
});
