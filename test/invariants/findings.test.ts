import { describe, expect, it } from 'vitest';
import type { PromiseJudgement } from '../../src/invariants/findings.ts';
import type { Findings, Invariant } from '../../src/invariants/invariant.ts';
import { loopbackFirst } from '../../src/invariants/loopback.ts';
import type { KernelEvent } from '../../src/model/events.ts';
import { A, B, gap, given, listed, moved, net, type Told, verdictOn } from './history.ts';

type Script = (event: KernelEvent, findings: Findings, all: readonly KernelEvent[]) => void;

/** What becomes of what a monitor tells that is called for every setup of a namespace. */
function told(events: readonly KernelEvent[], script: Script): PromiseJudgement {
  const invariant: Invariant = {
    ...loopbackFirst,
    id: 'told',
    needs: [],
    monitor: (findings) => ({
      'net.setup': (event) => script(event, findings, events),
      'netdev.moved': (event) => script(event, findings, events),
      'netdev.registered': (event) => script(event, findings, events),
    }),
  };
  return verdictOn(invariant, events);
}

const setup = net('net.setup', A);
const simulated = (...events: readonly Told[]) =>
  given(...events.map((event) => ({ ...event, evidence: 'simulated' as const })));

describe('what a monitor finds', () => {
  it('is told once of an event: what its order proves needs no silence', () => {
    const silentFirst = told(simulated(setup), (event, { broken, brokenBySilence }) => {
      brokenBySilence(event, 'by silence', []);
      broken(event, 'by order');
    });
    const silentLast = told(simulated(setup), (event, { broken, brokenBySilence }) => {
      broken(event, 'by order');
      brokenBySilence(event, 'by silence', []);
    });
    for (const { broken, violations } of [silentFirst, silentLast]) {
      expect(broken).toBe(1);
      expect(violations).toMatchObject([{ message: 'by order', silent: false }]);
    }
  });

  it('is told of each event, and of one event all that is found in one way', () => {
    const { broken, violations } = told(simulated(setup, setup), (event, found) => {
      if (event.seq === 0) found.brokenBySilence(event, 'first', []);
      else found.broken(event, 'second');
      if (event.seq === 1) found.broken(event, 'third');
    });
    expect(broken).toBe(3);
    expect(violations.map(({ message }) => message)).toEqual(['first', 'second', 'third']);
  });

  it('is told in the order in which it happened, whenever it was found', () => {
    const { violations } = told(simulated(setup, setup, setup), (_, { broken }, all) => {
      const [next] = all.slice(0, 3).toReversed();
      if (next !== undefined) broken(next, `event ${next.seq}`);
    });
    const late = told(simulated(setup, setup), (event, { broken }, [first]) => {
      if (event.seq === 0 || first === undefined) return;
      broken(event, 'second');
      broken(first, 'first');
    });
    expect(violations.map(({ seq }) => seq)).toEqual([2, 2, 2]);
    expect(late.violations.map(({ seq }) => seq)).toEqual([0, 1]);
  });

  it('is told with the other events of the story, each once, oldest first', () => {
    const { violations } = told(given(setup, setup, setup), (event, { broken }, all) => {
      if (event.seq === 2) broken(event, 'story', [...all.toReversed(), ...all]);
    });
    expect(violations).toMatchObject([{ seq: 2, line: 3, at: 2000, related: [0, 1] }]);
    const alone = told(given(setup), (event, { broken }) => broken(event, 'alone'));
    expect(alone.violations).toMatchObject([{ related: [], net: A, dev: null, silent: false }]);
  });

  it('is told of the device and the namespace it is about, the old one in a move', () => {
    const { violations } = told(given(moved(A, B, 'd0', 2), listed(B, 'd1', 3)), (event, found) =>
      found.broken(event, 'here'),
    );
    expect(violations).toMatchObject([
      { net: A, dev: 'd0#2' },
      { net: B, dev: 'd1#3' },
    ]);
  });
});

describe('what of a promise cannot be seen', () => {
  it('is said where the rest holds, the first part that was found', () => {
    const { verdict, unseen } = told(given(setup, setup), (event, found) => {
      found.kept();
      found.unseen(`part ${event.seq}`);
    });
    expect({ verdict, unseen }).toEqual({ verdict: 'holds', unseen: 'part 0' });
  });

  it('is not said where the rest is broken, or nothing was put to the test', () => {
    const broken = told(given(setup), (event, found) => {
      found.unseen('a part');
      found.broken(event, 'broken');
    });
    const untested = told(given(setup), (_, found) => found.unseen('a part'));
    expect(broken).toMatchObject({ verdict: 'violated', unseen: null });
    expect(untested).toMatchObject({ verdict: 'unknown', unseen: null });
  });
});

describe('what silence proved', () => {
  const anywhere: Told = { type: 'recording.gap', lost: 3, cpu: null, line: null };

  it('is taken back when records are lost that may have been anywhere', () => {
    const { verdict, broken, violations, reason } = told(
      given(setup, setup, anywhere),
      (event, { brokenBySilence }) => brokenBySilence(event, `event ${event.seq}`, []),
    );
    expect({ verdict, broken, violations }).toEqual({
      verdict: 'unknown',
      broken: 0,
      violations: [],
    });
    expect(reason).toBe('event 0, but records are lost, nobody knows where');
  });

  it('leaves standing what order proved', () => {
    const { verdict, broken, violations } = told(given(setup, setup, anywhere), (event, found) => {
      if (event.seq === 0) found.brokenBySilence(event, 'silent', []);
      else found.broken(event, 'loud');
    });
    expect({ verdict, broken }).toEqual({ verdict: 'violated', broken: 1 });
    expect(violations.map(({ message }) => message)).toEqual(['loud']);
  });

  it('is taken back as often as order did not prove it, too', () => {
    const { broken } = told(given(setup, setup, anywhere), (event, found) => {
      found.brokenBySilence(event, 'silent', []);
      if (event.seq === 1) found.broken(event, 'loud');
    });
    expect(broken).toBe(1);
  });

  it('is taken back where another recording follows, whose order is unknown', () => {
    const seam: Told = { ...gap, cpu: null, line: null };
    const { reason } = told(given(setup, seam), (event, { brokenBySilence }) =>
      brokenBySilence(event, 'silent', []),
    );
    expect(reason).toBe(
      'silent, but two recordings stand in this log, and nothing tells which came first',
    );
  });

  it('is taken back where the log may show only a part of all that happened', () => {
    const part: Told = { ...gap, cpu: null, line: null, evidence: 'inferred' };
    const { reason } = told(given(setup, part), (event, { brokenBySilence }) =>
      brokenBySilence(event, 'silent', []),
    );
    expect(reason).toBe('silent, but the log may show single CPUs only, or no deeper calls');
  });

  it('is unknown from there on', () => {
    const late = told(given(setup, anywhere, setup), (event, { brokenBySilence }) => {
      if (event.seq === 2) brokenBySilence(event, 'late', []);
    });
    expect(late).toMatchObject({
      verdict: 'unknown',
      reason: 'late, but records are lost, nobody knows where',
    });
    const kept = told(given(setup, anywhere), (_, found) => found.kept());
    expect(kept).toMatchObject({
      verdict: 'unknown',
      checked: 1,
      reason: 'records are lost, nobody knows where',
    });
  });
});

describe('a reason to know nothing', () => {
  it('is the first that was given', () => {
    const { reason } = told(given(setup, setup), ({ seq }, found) => found.blind(`reason ${seq}`));
    expect(reason).toBe('reason 0');
  });

  it('is no reason where the promise was broken', () => {
    const { reason } = told(given(setup), (event, { blind, broken }) => {
      blind('a reason');
      broken(event, 'broken');
    });
    expect(reason).toBeNull();
  });
});
