import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/invariants/judge.ts';
import { readLog } from '../../src/recording/read.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { RECIPES } from './recipes.ts';

const LINES = 12_000;
const folder = temporaryFolder();
// What depends on a program of the machine is no test.
const recipes = [...RECIPES].filter(([, { hasTraceDat }]) => hasTraceDat !== true);

describe.each(recipes)('the log %s of the bench', (name, recipe) => {
  it('is as long as asked for, understood, and the history of a correct kernel', async () => {
    const log = join(folder, `${name.replace('%', '')}.log`);
    await recipe.make({ log, traceDat: `${log}.dat` }, LINES);
    const { events, summary } = await readLog(createReadStream(log));
    const { lines, gaps, problems } = summary;
    expect(Math.abs(lines.total / LINES - 1)).toBeLessThan(0.02);
    expect({ gaps, problems, unknown: lines.unknown }).toEqual({
      gaps: 0,
      problems: [],
      unknown: 0,
    });
    expect(events.length).toBeGreaterThan(10);
    const { verdict, invariants } = judge(events);
    expect(invariants.filter((it) => it.verdict === 'violated')).toEqual([]);
    expect(verdict).toBe('holds');
  });
});
