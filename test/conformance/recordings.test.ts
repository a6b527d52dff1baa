import { describe, expect, it } from 'vitest';
import { lawsOf } from '../../src/kernel/laws.ts';
import type { Plan } from '../../src/kernel/plan.ts';
import { defects } from '../../src/testing/index.ts';
import { recordedEvents, recordings } from '../recording/events.ts';
import { conform } from './conform.ts';
import { STORIES } from './stories.ts';

const names = recordings().map(({ name }) => name);
/** What the option raw prints, and a boot with nothing asked for, tell no story. */
const SILENT = /life-function-raw|boot-plain/;

/** Defects of what happened on no recorded box, such as a pernet operation that failed. */
const NEVER_RECORDED: ReadonlySet<string> = new Set([
  'a dead namespace stays on the list',
  'a failed registration is not undone',
  'a failed registration is undone backwards',
  'a failed setup_net exits the failing operation too',
  'data is freed before the last exit',
]);

describe('a simulated kernel that is given the right plan', () => {
  it.each(names)('tells the story of %s', async (name) => {
    const recorded = await recordedEvents(name);
    const comparison = conform(name, recorded);
    expect(comparison, 'no plan was made for it').not.toBeNull();
    expect(comparison?.difference ?? '').toBe('');
    if (!SILENT.test(name)) expect(comparison?.same).toBeGreaterThan(0);
  });
});

describe('a wrong kernel that is given the same plan', () => {
  const planted = Object.entries(defects).filter(([name]) => !NEVER_RECORDED.has(name));

  it.each(planted)('tells another story: %s', async (_name, { plant }) => {
    const laws = (plan: Plan) => plant(lawsOf(plan));
    let difference: string | null = null;
    for (const life of ['boot-function-1cpu', 'life-waiting', 'life-kprobe']) {
      const name = `6.1-cloud/${life}`;
      difference ??= conform(name, await recordedEvents(name), laws)?.difference ?? null;
    }
    expect(difference).toContain('✗');
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
