import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventBody, KernelEvent } from '../../../src/model/events.ts';
import { isSettled, Outbox, type Unsettled } from '../../../src/recording/interpret/outbox.ts';
import { Outcome } from '../../../src/recording/interpret/outcome.ts';
import { bodyOf } from './kprobe-log.ts';

/** As many events may wait behind one that is not settled. */
const PATIENCE = 8192;

/** A letter of its own, to be known again by its line. */
const place = (line: number) => ({ at: line * 10, cpu: 3, task: 'ip-1', line });
const body = (line: number): EventBody => ({ type: 'initcall.started', name: `f${line}` });

const linesOf = (events: readonly KernelEvent[]) => events.map(({ line }) => line);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** Posts letters with these lines, all but the first without anything to wait for. */
function posted(outbox: Outbox, lines: readonly number[], waitsFor: readonly Unsettled[] = []) {
  for (const [index, line] of lines.entries()) {
    outbox.post(place(line), () => body(line), index === 0 ? { waitsFor } : {});
  }
}

type Command =
  | { readonly does: 'post'; readonly facts: readonly number[] }
  | { readonly does: 'settle'; readonly fact: number }
  | { readonly does: 'tell' | 'advance' };

const FACTS = 4;
const fact = fc.nat({ max: FACTS });
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ does: fc.constant('post'), facts: fc.array(fact, { maxLength: 2 }) }),
  fc.record({ does: fc.constant('settle'), fact }),
  fc.record({ does: fc.constantFrom('tell', 'advance') }),
);

describe('the outbox', () => {
  it('sends in the order of posting, each when it and all before it have nothing open', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
        const outbox = new Outbox();
        // There is one fact less: the last stands for nothing to wait for.
        const facts = Array.from({ length: FACTS }, () => new Outcome());
        const waiting: { line: number; facts: readonly (Outcome | null)[] }[] = [];
        const expected: number[] = [];
        const events: KernelEvent[] = [];
        const sendSettled = () => {
          while (waiting[0]?.facts.every(isSettled)) expected.push(waiting.shift()?.line ?? 0);
        };
        for (const [line, step] of commands.entries()) {
          if (step.does === 'post') {
            const waitsFor = step.facts.map((index) => facts[index] ?? null);
            waiting.push({ line, facts: waitsFor });
            outbox.post(place(line), () => body(line), { waitsFor });
          } else if (step.does === 'settle') facts[step.fact]?.settle();
          else if (step.does === 'tell') {
            if (waiting.length === 0) expected.push(line);
            else waiting.push({ line, facts: [] });
            outbox.tell(place(line), body(line));
          } else {
            sendSettled();
            outbox.advance();
          }
          events.push(...outbox.take());
          expect(linesOf(events)).toEqual(expected);
        }
        expected.push(...waiting.map(({ line }) => line));
        outbox.advance(true);
        events.push(...outbox.take());
        expect(linesOf(events)).toEqual(expected);
        expect(events.map(({ seq }) => seq)).toEqual(expected.map((_, index) => index));
        expect(waiting.flatMap((letter) => letter.facts).every(isSettled)).toBe(true);
      }),
    );
  });

  it('holds back no more events than it has patience for, and decides then', () => {
    const outbox = new Outbox();
    const open = new Outcome();
    posted(outbox, upTo(PATIENCE), [open]);
    outbox.advance();
    expect([outbox.take(), open.settled]).toEqual([[], false]);
    posted(outbox, [PATIENCE + 1]);
    outbox.advance();
    expect(open.settled).toBe(true);
    expect(linesOf(outbox.take())).toEqual(upTo(PATIENCE + 1));
  });

  it('has the same patience behind events that are out', () => {
    const outbox = new Outbox();
    const [first, second] = [new Outcome(), new Outcome()];
    posted(outbox, upTo(2), [first]);
    posted(outbox, [3, ...upTo(PATIENCE - 1).map((line) => line + 3)], [second]);
    first.settle();
    outbox.advance();
    expect([linesOf(outbox.take()), second.settled]).toEqual([[1, 2], false]);
  });

  it('loses none of many that went out while others wait behind', () => {
    const outbox = new Outbox();
    const open = new Outcome();
    const many = upTo(PATIENCE + 1);
    posted(outbox, many);
    posted(outbox, [PATIENCE + 2, PATIENCE + 3], [open]);
    outbox.advance();
    expect(linesOf(outbox.take())).toEqual(many);
    posted(outbox, [PATIENCE + 4]);
    open.settle();
    outbox.advance();
    expect(linesOf(outbox.take())).toEqual([PATIENCE + 2, PATIENCE + 3, PATIENCE + 4]);
  });

  it('knows whether there was anything to tell, from the posting on', () => {
    const [outbox, told] = [new Outbox(), new Outbox()];
    expect(outbox.hasLetters).toBe(false);
    posted(outbox, [1]);
    expect(outbox.hasLetters).toBe(true);
    outbox.advance();
    expect(outbox.hasLetters).toBe(true);
    told.tell(place(1), body(1));
    expect(told.hasLetters).toBe(true);
  });

  it('hands each event out once', () => {
    const outbox = new Outbox();
    expect(outbox.take()).toEqual([]);
    outbox.tell(place(1), body(1));
    expect(outbox.take()).toHaveLength(1);
    expect(outbox.take()).toEqual([]);
  });
});

const BODIES: readonly EventBody[] = [
  { type: 'initcall.started', name: 'f' },
  { type: 'pernet.initialized', ops: 'my_ops', net: null },
  { type: 'pernet.exited', ops: 'my_ops', net: null, phase: 'exit' },
];

describe('an event in the outbox', () => {
  it.each(BODIES)('keeps all it says, and says where it was: $type', (told) => {
    const outbox = new Outbox();
    outbox.tell(place(1), told);
    outbox.post(place(2), () => told, { evidence: 'inferred' });
    outbox.advance();
    expect(outbox.take()).toEqual([
      { seq: 0, ...place(1), evidence: 'observed', ...told },
      { seq: 1, ...place(2), evidence: 'inferred', ...told },
    ]);
  });

  it.each(BODIES)('lists what is inferred of it, at once or later: $type', (told) => {
    const outbox = new Outbox();
    outbox.tell(place(1), told, ['ops']);
    outbox.post(place(2), () => told, { inferred: () => ['ops'] });
    outbox.tell(place(3), told, ['ops']);
    outbox.advance();
    const events = outbox.take();
    expect(linesOf(events)).toEqual([1, 2, 3]);
    expect(events.map(bodyOf)).toEqual([1, 2, 3].map(() => ({ ...told, inferred: ['ops'] })));
  });

  it('may turn out to be several, or none', () => {
    const outbox = new Outbox();
    outbox.post(place(1), () => null);
    outbox.post(place(2), () => [...BODIES], { evidence: 'inferred', inferred: () => ['net'] });
    outbox.post(place(3), () => BODIES.slice(0, 2));
    outbox.advance();
    const events = outbox.take();
    expect(linesOf(events)).toEqual([2, 2, 2, 3, 3]);
    expect(events.map(({ evidence, inferred = [] }) => [evidence, ...inferred])).toEqual([
      ...BODIES.map(() => ['inferred', 'net']),
      ['observed'],
      ['observed'],
    ]);
  });

  it('is written when it goes out, not when it is posted', () => {
    const outbox = new Outbox();
    const open = new Outcome();
    const written = () => ({ type: 'pernet.failed', ops: null, net: null, rc: open.rc }) as const;
    outbox.post(place(1), written, { waitsFor: [null, open] });
    outbox.advance();
    open.rc = -4;
    open.settle();
    outbox.advance();
    expect(outbox.take()).toMatchObject([{ rc: -4 }]);
  });
});
