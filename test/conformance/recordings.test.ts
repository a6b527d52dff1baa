import { describe, expect, it } from 'vitest';
import { recordedEvents, recordings } from '../recording/events.ts';
import { conform } from './conform.ts';
import { STORIES } from './stories.ts';

const names = recordings().map(({ name }) => name);
/** What the option raw prints, and a boot with nothing asked for, tell no story. */
const SILENT = /life-function-raw|boot-plain/;

describe('a simulated kernel that is given the right plan', () => {
  it.each(names)('tells the story of %s', async (name) => {
    const recorded = await recordedEvents(name);
    const comparison = conform(name, recorded);
    expect(comparison, 'no plan was made for it').not.toBeNull();
    expect(comparison?.difference ?? '').toBe('');
    if (!SILENT.test(name)) expect(comparison?.same).toBeGreaterThan(0);
  });
});

describe('the table of plans', () => {
  it('has no line that no recording needs', () => {
    const used = new Set(
      names.map((name) => STORIES.find(({ recordings: pattern }) => pattern.test(name))),
    );
    expect(STORIES.filter((story) => !used.has(story)).map(({ recordings: r }) => r)).toEqual([]);
  });
});
