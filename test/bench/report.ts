import { readFileSync } from 'node:fs';
import type { Result } from './contest.ts';

/** One run of the benchmark, as its JSON file holds it. */
export interface Report {
  readonly date: string;
  readonly node: string;
  readonly lines: number;
  readonly rounds: number;
  readonly results: readonly Result[];
}

const HEAD = '| what | who | median | × | target | peak |\n|---|---|---:|---:|---:|---:|';
/** What changes by less is noise. */
const NOISE = 0.1;

/** The results as a Markdown table. */
export function tableOf(results: readonly Result[]): string {
  const rows = results.map((result) => {
    const { section, subject, contestant, value, unit, ratio, target, peak } = result;
    const cells = [
      `${section}: ${subject}`,
      contestant,
      `${round(value)} ${unit}`,
      ratio === null ? '1' : round(ratio),
      target === null ? '' : `${target}${missed(result) ? ' **missed**' : ''}`,
      peak === null ? '' : `${Math.round(peak)} MiB`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [HEAD, ...rows].join('\n');
}

/** What changed since an earlier run, by the ratios: those do not depend on the machine's mood. */
export function changes(before: Report, after: Report): readonly string[] {
  const old = new Map(before.results.map((result) => [keyOf(result), result]));
  return after.results.flatMap((result) => {
    const earlier = old.get(keyOf(result));
    if (earlier === undefined) return [`new: ${keyOf(result)}`];
    const [from, to] = [earlier.ratio ?? earlier.value, result.ratio ?? result.value];
    if (Math.abs(to / from - 1) < NOISE) return [];
    return [`${to < from ? 'faster' : 'slower'}: ${keyOf(result)}: ${round(from)} -> ${round(to)}`];
  });
}

/** Reads the JSON file of an earlier run. */
export function readReport(path: string): Report {
  const report: Report = JSON.parse(readFileSync(path, 'utf8')); // Written by this program.
  return report;
}

function missed({ ratio, target }: Result): boolean {
  return ratio !== null && target !== null && ratio > target;
}

function keyOf({ section, subject, contestant }: Result): string {
  return `${section}, ${subject}, ${contestant}`;
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
