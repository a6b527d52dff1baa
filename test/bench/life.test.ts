import { describe, expect, it } from 'vitest';
import { judge } from '../../src/invariants/judge.ts';
import { eventsOf } from '../recording/events.ts';
import { closedLife } from './life.ts';
import { recordedText } from './recorded.ts';
import type { Template } from './template.ts';

const ROUNDS = 3;
const HOUR_MICROS = 3.6e9;

function tell(life: readonly Template[]): string {
  return Array.from({ length: ROUNDS }, (_, round) =>
    life.map((piece) => piece.tell(round, round * HOUR_MICROS)).join(''),
  ).join('');
}

describe.each([
  ['kprobe', 'life-kprobe'],
  ['function-graph', 'life-graph'],
] as const)('a life cut out of a %s recording', (format, name) => {
  it('can be told again and again: each time whole, and no promise broken', async () => {
    const life = await closedLife(format, recordedText(`6.1-cloud/${name}`), 'longest');
    const once = await eventsOf(life.map((piece) => piece.tell(0, 0)).join(''), { format });
    const events = await eventsOf(tell(life), { format });
    const born = once.filter(({ type }) => type === 'net.ready').length;
    expect(born).toBeGreaterThan(0);
    for (const moment of ['net.ready', 'net.freed']) {
      expect(events.filter(({ type }) => type === moment)).toHaveLength(ROUNDS * born);
    }
    const { verdict, invariants, state } = judge(events);
    expect(invariants.filter((it) => it.verdict === 'violated')).toEqual([]);
    expect(verdict).toBe('holds');
    expect(state.nets.size).toBeLessThanOrEqual(judge(once).state.nets.size);
  });
});
