import { describe, expect, it } from 'vitest';
import { PerLife } from '../../src/invariants/per-life.ts';
import { Slots } from '../../src/invariants/slots.ts';

describe('what is remembered of a life', () => {
  it('belongs to that life alone, whoever has its slot later', () => {
    const memories = new PerLife<{ readonly slot: number }, string>();
    const [first, second] = [{ slot: 3 }, { slot: 3 }];
    memories.set(first, 'first');
    expect([memories.get(first), memories.get(second)]).toEqual(['first', undefined]);
    memories.set(second, 'second');
    expect([memories.get(first), memories.get(second)]).toEqual([undefined, 'second']);
  });

  it('is kept whatever the order in which slots are written', () => {
    const memories = new PerLife<{ readonly slot: number }, number>();
    const lives = [7, 0, 3, 5000, 2].map((slot) => ({ slot }));
    for (const life of lives) memories.set(life, life.slot);
    expect(lives.map((life) => memories.get(life))).toEqual([7, 0, 3, 5000, 2]);
    expect(memories.get({ slot: 9000 })).toBeUndefined();
  });
});

describe('slots', () => {
  it('are small numbers that nobody else has at the time', () => {
    const slots = new Slots();
    expect([slots.take(), slots.take(), slots.take()]).toEqual([0, 1, 2]);
    slots.give(1);
    expect([slots.take(), slots.take()]).toEqual([1, 3]);
    slots.clear();
    expect(slots.take()).toBe(0);
  });
});
