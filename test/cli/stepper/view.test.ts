import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lookOf } from '../../../src/cli/render/look.ts';
import { textWidth } from '../../../src/cli/render/width.ts';
import { tapeOf } from '../../../src/cli/stepper/tape.ts';
import { view } from '../../../src/cli/stepper/view.ts';
import { defects, simulateDefect } from '../../../src/testing/defects/catalogue.ts';
import { hostileHistory, hostileText } from '../hostile.ts';
import { PLAIN } from '../shell.ts';
import { absurdTape, realTape, typed, walk, walked } from './walks.ts';

const LOOK = lookOf(PLAIN);
const SMALL = { columns: 80, rows: 24 };
const LIFE = await realTape('6.1-cloud/life-kprobe.log.gz');
const BROKEN = tapeOf('broken', simulateDefect(defects['lo leaves first']), () => 'as logged');

function screen(keys: Parameters<typeof walked>[1], tape = LIFE, size = SMALL): string {
  return view(walked(tape, keys), tape, size, LOOK).join('\n');
}

describe('the screen', () => {
  it('fills any terminal, and no more than it', () => {
    const size = fc.record({
      columns: fc.integer({ min: 1, max: 200 }),
      rows: fc.integer({ min: 1, max: 60 }),
    });
    fc.assert(
      fc.property(absurdTape, walk, size, (tape, keys, { columns, rows }) => {
        const shown = view(walked(tape, keys), tape, { columns, rows }, LOOK);
        expect(shown).toHaveLength(rows);
        expect(Math.max(...shown.map(textWidth))).toBeLessThanOrEqual(columns);
      }),
    );
  });

  it('stands still while one steps: the event is always in the same row once there is a past', () => {
    const rowOf = (steps: number) =>
      view(walked(LIFE, Array(steps).fill('right')), LIFE, SMALL, LOOK).findIndex((row) =>
        row.startsWith('▸'),
      );
    expect(new Set([20, 21, 40, 300].map(rowOf)).size).toBe(1);
  });

  it('helps in one row of 80 columns, down to the last key', () => {
    expect(screen([]).split('\n').at(-1)).toMatch(/event .* q quit *$/);
    expect(textWidth(screen([]).split('\n').at(-1) ?? '')).toBeLessThanOrEqual(80);
  });

  it('shows the log line under the event, and the state beside it with its changes marked', () => {
    const shown = screen([...typed('/netdev.registered'), 'enter'], BROKEN);
    expect(shown).toMatch(/▸ +#\d+ ◆ lo #1 appears in init_net/);
    expect(shown).toMatch(/│\* +lo #1 *\n/);
    expect(shown).toContain('as logged');
    expect(shown).toContain('netdev.registered · simulated');
  });

  it('names a broken promise where it breaks, in the list and on the scrubber', () => {
    const shown = screen(typed('v'), BROKEN);
    expect(shown).toMatch(/▸ +#\d+ ✗ lo #1 disappears/);
    expect(shown).toContain('✗ loopback-last: lo (ifindex 1) left net');
    expect(screen([], BROKEN).split('\n')[1]).toMatch(/^●.*✗.*$/);
  });

  it('says what is looked at, what is typed and what led nowhere', () => {
    expect(screen(['page-down', ...typed('n')])).toMatch(/only netns \d+ \(Esc: all\)/);
    expect(screen(typed('/lo')).split('\n').at(-1)).toMatch(/^ \/lo_ *$/);
    expect(
      screen(['home', ...typed('v')])
        .split('\n')
        .at(-1),
    ).toContain('no promise is broken');
  });

  it('still knows the name of a device that is gone', () => {
    const keys = [...typed('/netdev.moved'), 'enter' as const, ...typed('d'), 'end' as const];
    expect(screen(keys)).toMatch(/only device [a-z]+\d/);
    expect(screen(keys)).toContain('not known here');
  });

  it('says how much of the state has no room', () => {
    expect(screen(['end'], LIFE, { columns: 80, rows: 12 })).toMatch(/… \d+ more rows/);
  });

  it('obeys nothing that stands in a log', () => {
    fc.assert(
      fc.property(hostileHistory, hostileText, walk, (events, text, keys) => {
        const tape = tapeOf(text, events, () => text);
        expect(screen(keys, tape)).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
