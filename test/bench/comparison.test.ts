import { describe, expect, it } from 'vitest';
import { comparison } from './comparison.ts';
import { hold } from './contest.ts';
import type { Report } from './report.ts';

interface Told {
  readonly grep: readonly number[];
  readonly check: readonly number[];
  readonly peak?: number;
}

/** A run of which each round measured these times. */
function reportOf({ grep, check, peak = 60 }: Told, section = 'decode'): Report {
  const turns = (values: readonly number[]) => {
    const left = [...values];
    return () => ({ value: left.shift() ?? Number.NaN, peak });
  };
  const contestants = [
    { name: 'grep', measure: turns(grep) },
    { name: 'check', measure: turns(check), target: 3, mostPeak: 150 },
  ];
  const contest = { section, subject: 'a log', unit: 'ms' as const, contestants };
  const rounds = grep.length;
  const results = hold(contest, rounds);
  return { date: '2026-11-22', node: 'v20.20.2', lines: 1_000_000, rounds, results };
}

function rowsOf(before: Report, now: Report): readonly string[] {
  return comparison(before, now)
    .split('\n')
    .filter((line) => line.startsWith('| decode'));
}

const quiet = reportOf({ grep: [100, 100, 100], check: [250, 252, 254] });

describe('the comparison of two runs', () => {
  it('says that nothing changed, where nothing did', () => {
    expect(rowsOf(quiet, quiet)).toEqual([]);
    expect(comparison(quiet, quiet)).toMatch(/nothing$/);
  });

  it('tells what costs more, in multiples, and a target that is missed now', () => {
    const now = reportOf({ grep: [100, 100, 100], check: [400, 404, 410] });
    expect(rowsOf(quiet, now)).toEqual([
      '| decode: a log | check | 2.52 × (252 ms) | 4.04 × (404 ms) | 60 % more, **misses 3 now** |',
    ]);
    expect(rowsOf(now, quiet)).toEqual([
      '| decode: a log | check | 4.04 × (404 ms) | 2.52 × (252 ms) | 38 % less, **meets 3 now** |',
    ]);
  });

  it('is not misled by a machine that is slower as a whole', () => {
    const now = reportOf({ grep: [200, 201, 202], check: [500, 504, 508] });
    expect(rowsOf(quiet, now)).toEqual(['| decode: a log | grep | 100 ms | 201 ms | 101 % more |']);
  });

  it('says where only what is measured by changed', () => {
    const now = reportOf({ grep: [120, 120, 120], check: [250, 252, 254] });
    expect(rowsOf(quiet, now).at(-1)).toContain('17 % less: the measure changed');
  });

  it('is silent where rounds of both runs say the same', () => {
    const wild = reportOf({ grep: [100, 100, 100], check: [200, 290, 295] });
    expect(rowsOf(quiet, wild)).toEqual([]);
  });

  it('tells of peaks', () => {
    const now = reportOf({ grep: [100, 100, 100], check: [250, 252, 254], peak: 160 });
    expect(rowsOf(quiet, now).at(-1)).toContain(
      '60.0 MiB | 160 MiB | 167 % more, **misses 150 now**',
    );
  });

  it('tells what was not measured before', () => {
    expect(rowsOf(reportOf({ grep: [1], check: [1] }, 'fold'), quiet)).toEqual([
      '| decode: a log | grep |  |  | new |',
      '| decode: a log | check |  |  | new |',
    ]);
  });
});
