import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Automaton, eventsOf } from '../../../src/invariants/rv/automaton.ts';
import { follows } from '../../../src/invariants/rv/follows.ts';
import { parseAutomaton } from '../../../src/invariants/rv/parse-automaton.ts';
import { parseMapping } from '../../../src/invariants/rv/parse-mapping.ts';
import { unseenWays } from '../../../src/invariants/rv/unseen-ways.ts';
import type { KernelEvent } from '../../../src/model/events.ts';
import { devId } from '../../../src/model/ids.ts';
import {
  A,
  gap,
  given,
  givenLossy,
  listed,
  messages,
  net,
  started,
  type Told,
  unlisted,
  verdictOn,
} from '../history.ts';
import { arbitraryAutomaton } from './automata.ts';

const LIFE = parseAutomaton(
  'life',
  `digraph state_automaton {
    {node [shape = plaintext] "__init_none"}; {node [shape = circle] "none"};
    {node [shape = circle] "in"}; {node [shape = circle] "out"}; {node [shape = circle] "gone"};
    "__init_none" -> "none";
    "none" -> "in" [ label = "list" ];
    "in" -> "out" [ label = "unlist" ];
    "out" -> "gone" [ label = "free" ];
  }`,
);
const MAPPING = parseMapping(
  {
    per: 'dev',
    events: [
      { type: 'netdev.registered', is: 'list', begins: 'unseen' },
      { type: 'netdev.unregistered', is: 'unlist' },
      { type: 'netdev.freed', is: 'free', ends: true },
    ],
  },
  LIFE,
);
const freed = (name: string, ifindex: number): Told => {
  return { type: 'netdev.freed', dev: devId(`${name}#${ifindex}`), name };
};
const on = (...told: readonly Told[]) => verdictOn(follows(LIFE, MAPPING), given(...told));
/** Another life, in which everything is to be seen; and time for every CPU to write again. */
const shows = [listed(A, 'd9', 9), unlisted(A, 'd9', 9), freed('d9', 9)];
const later = started;

describe('following an automaton', () => {
  it('holds for lives that do, each on its own', () => {
    const lives = [listed(A, 'd0', 2), listed(A, 'd1', 3), unlisted(A, 'd0', 2), freed('d0', 2)];
    expect(on(...lives)).toMatchObject({ verdict: 'holds', checked: 4 });
  });

  it('is violated by an event that the state does not allow, and says what led there', () => {
    const judgement = on(...shows, listed(A, 'd0', 2), freed('d0', 2), later);
    expect(judgement.violations).toMatchObject([{ seq: 4, line: 5, related: [3] }]);
    expect(messages(judgement)).toEqual(['dev d0#2: free in state in, where only unlist may come']);
  });

  it('is violated by what happens to a life that is over', () => {
    const late = on(...shows, unlisted(A, 'd9', 9), later);
    expect(messages(late)[0]).toContain('unlist in state gone, where nothing may');
    expect(on(...shows, listed(A, 'd9', 9)).verdict).toBe('holds');
  });

  it('says nothing of lives that began before the recording', () => {
    expect(on(unlisted(A, 'd0', 2), freed('d0', 2))).toMatchObject({ verdict: 'unknown' });
  });

  it('is unknown where the event that is missing is never shown, lost, or nobody’s', () => {
    const wrong = [listed(A, 'd0', 2), freed('d0', 2)];
    expect(on(...wrong, later).verdict).toBe('unknown');
    expect(on(...shows, listed(A, 'd0', 2), gap, freed('d0', 2), later).verdict).toBe('unknown');
    const presence = { dev: null, net: A, name: 'd0', ifindex: 2 };
    const nobodys: Told = { type: 'netdev.unregistered', ...presence };
    const doubtful = on(...shows, listed(A, 'd0', 2), nobodys, freed('d0', 2), later);
    expect(doubtful.reason).toContain('but line 5 does not say whose it is');
    const lineless = given(...shows, listed(A, 'd0', 2), nobodys, freed('d0', 2), later).map(
      (event) => ({ ...event, line: null }),
    );
    expect(verdictOn(follows(LIFE, MAPPING), lineless).reason).toContain('but event 4 does not');
    const before = on(...shows, nobodys, listed(A, 'd0', 2), freed('d0', 2), later);
    expect(before.verdict).toBe('violated');
  });

  it('says nothing of lives that it does not see begin, though the first state has the event', () => {
    const touches = parseAutomaton(
      'touches',
      `digraph { { node [shape = circle] "first"; "then" }; "__init_first" -> "first";
        "first" -> "then" [ label = "touch\\ndrop" ] }`,
    );
    const mapping = parseMapping(
      {
        per: 'dev',
        events: [
          { type: 'netdev.registered', is: 'touch', begins: 'always' },
          { type: 'netdev.unregistered', is: 'drop' },
        ],
      },
      touches,
    );
    const told = given(unlisted(A, 'd0', 2));
    expect(verdictOn(follows(touches, mapping), told)).toMatchObject({ checked: 0, broken: 0 });
  });

  it('does not watch what begins otherwise than the automaton knows', () => {
    const events = [
      { type: 'netdev.registered', is: 'list', begins: 'unseen' },
      { type: 'netdev.unregistered', is: 'unlist', begins: 'always' },
      { type: 'netdev.freed', is: 'free', ends: true },
    ];
    const invariant = follows(LIFE, parseMapping({ per: 'dev', events }, LIFE));
    const told = given(listed(A, 'd0', 2), unlisted(A, 'd0', 2), freed('d0', 2));
    expect(verdictOn(invariant, told)).toMatchObject({ checked: 1, broken: 0 });
  });

  it('proves by order alone what nothing unseen could explain', () => {
    const events = [
      { type: 'netdev.registered', is: 'list', begins: 'unseen' },
      { type: 'netdev.unregistered', is: 'unlist' },
      { type: 'netdev.freed', is: 'free' },
    ];
    const invariant = follows(LIFE, parseMapping({ per: 'dev', events }, LIFE));
    const told = [listed(A, 'd0', 2), unlisted(A, 'd0', 2), freed('d0', 2), listed(A, 'd0', 2)];
    const { violations } = verdictOn(invariant, givenLossy(...told));
    expect(violations).toMatchObject([{ seq: 4, related: [3], silent: false }]);
  });

  it('follows all lives that are not over, and remembers the last 1,024 that are', () => {
    const names = Array.from({ length: 1025 }, (_, at) => `v${at}`);
    const told = [
      ...names.map((name) => listed(A, name, 2)),
      ...names.map((name) => unlisted(A, name, 2)),
      ...names.map((name) => freed(name, 2)),
    ];
    expect(on(...told)).toMatchObject({ verdict: 'holds', checked: 3 * 1025 });
    expect(on(...told, unlisted(A, 'v0', 2), later)).toMatchObject({ broken: 0 });
    expect(on(...told, unlisted(A, 'v1', 2), later)).toMatchObject({ broken: 1 });
  });

  it('says which file it is about', () => {
    expect(follows(LIFE, MAPPING).source).toEqual({
      function: 'state_automaton',
      file: 'life.dot',
    });
  });

  it('is unknown after a loss, whatever was kept', () => {
    expect(on(...shows, gap)).toMatchObject({ verdict: 'unknown' });
  });

  it('may be restricted to events with some values', () => {
    const events = [
      { type: 'netdev.registered', when: { ifindex: [1] }, is: 'list', begins: 'always' },
      { type: 'netdev.unregistered', when: { ifindex: [1] }, is: 'unlist' },
      { type: 'netdev.freed', is: 'free', ends: true },
    ];
    const invariant = follows(LIFE, parseMapping({ per: 'net', events }, LIFE));
    const told = given(listed(A, 'lo', 1), listed(A, 'd0', 2), unlisted(A, 'lo', 1));
    expect(verdictOn(invariant, told)).toMatchObject({ verdict: 'holds', checked: 2 });
  });

  it('may tell lives apart by numbers, and take several values of a field', () => {
    const when = { name: ['d0', 'd1'] };
    const events = [
      { type: 'netdev.registered', when, is: 'list', begins: 'unseen' },
      { type: 'netdev.unregistered', when, is: 'unlist' },
      { type: 'netdev.freed', of: 'name', is: 'free' },
    ];
    const invariant = follows(LIFE, parseMapping({ per: 'ifindex', events }, LIFE));
    const others = [listed(A, 'd2', 4), unlisted(A, 'd3', 3)];
    const lives = [listed(A, 'd0', 2), listed(A, 'd1', 3), unlisted(A, 'd0', 2), ...others];
    expect(verdictOn(invariant, given(...lives))).toMatchObject({ checked: 3, broken: 0 });
    const again = verdictOn(invariant, given(...lives, freed('d0', 2), listed(A, 'd1', 2)));
    expect(messages(again)).toEqual(['ifindex 2: list in state out, where only free may come']);
  });
});

describe('what may have happened unseen', () => {
  it('is each event on a way to a state in which the impossible may come', () => {
    const ways = (state: string, event: string) => unseenWays(LIFE, MAPPING, { state, event });
    expect(ways('in', 'free')).toEqual(['netdev.unregistered']);
    expect(ways('out', 'unlist')).toEqual(['netdev.freed', 'netdev.registered']);
    expect(ways('gone', 'free')).toEqual(['netdev.registered', 'netdev.unregistered']);
  });
});

/** The recorded event that stands for each event of {@link arbitraryAutomaton}. */
const TYPES: Readonly<Record<string, Parameters<typeof net>[0]>> = {
  e0: 'net.setup',
  e1: 'net.ready',
  e2: 'net.dying',
  e3: 'net.cleanup',
  e4: 'net.freed',
};

describe('any automaton', () => {
  const turns = fc.array(fc.nat(), { minLength: 1, maxLength: 30 });

  it('is followed by every walk through it, and by none that leaves it', () => {
    fc.assert(
      fc.property(arbitraryAutomaton, turns, fc.nat(), (automaton, way, last) => {
        const known = eventsOf(automaton);
        const events = known.map((is) => ({ type: TYPES[is], is, begins: 'unseen' }));
        const invariant = follows(automaton, parseMapping({ per: 'system', events }, automaton));
        const { walk, state } = walked(automaton, way);
        expect(verdictOn(invariant, told(walk))).toMatchObject({
          verdict: 'holds',
          checked: walk.length,
        });
        const impossible = known.filter((event) => !automaton.transitions.get(state)?.has(event));
        const wrong = impossible[last % impossible.length];
        if (wrong === undefined) return;
        const { violations } = verdictOn(invariant, told([...walk, wrong]));
        expect(violations).toMatchObject([{ seq: walk.length, related: [walk.length - 1] }]);
      }),
    );
  });
});

/** Events along an automaton, taking the ways with these numbers. */
function walked({ initial, transitions }: Automaton, turns: readonly number[]) {
  let state = initial;
  const walk = turns.map((turn) => {
    const ways = [...(transitions.get(state) ?? [])];
    const [event, to] = ways[turn % ways.length] ?? ['', ''];
    state = to;
    return event;
  });
  return { walk, state };
}

/** As the simulated kernel tells, which loses nothing. */
function told(walk: readonly string[]): readonly KernelEvent[] {
  const events = walk.map((event) => net(TYPES[event] ?? 'net.setup', A));
  return given(...events).map((event) => ({ ...event, evidence: 'simulated' }));
}
