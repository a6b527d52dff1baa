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

/** The results as a Markdown table. */
export function tableOf(results: readonly Result[]): string {
  const rows = results.map((result) => {
    const { section, subject, contestant, value, unit, ratio, peak, mostPeak } = result;
    const cells = [
      `${section}: ${subject}`,
      contestant,
      quantity(value, unit),
      ratio === null ? '1' : digits(ratio),
      targetOf(result),
      peak === null ? '' : `${Math.round(peak)} MiB${missed(peak, mostPeak)}`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [HEAD, ...rows].join('\n');
}

/** A multiple, or a quantity of its own. */
function targetOf({ value, unit, mostValue, ratio, target }: Result): string {
  if (ratio !== null) return target === null ? '' : `${target}${missed(ratio, target)}`;
  return mostValue === null ? '' : `${mostValue} ${unit}${missed(value, mostValue)}`;
}

/** A number with the digits that mean something. */
export function quantity(value: number, unit: string): string {
  return `${digits(value)} ${unit}`;
}

/**
 * Reads the JSON file of an earlier run.
 *
 * @throws where it is no report, or one that an older version of this program wrote.
 */
export function readReport(path: string): Report {
  const report: Partial<Report> = JSON.parse(readFileSync(path, 'utf8')); // Written by this program.
  const { date, node, lines, rounds, results } = report;
  const isOurs = date !== undefined && node !== undefined && lines !== undefined;
  if (!isOurs || rounds === undefined || !results?.every((it) => Array.isArray(it.rounds))) {
    throw new Error(`expected a report of this benchmark in ${path}, got another one`);
  }
  return { date, node, lines, rounds, results };
}

function missed(value: number | null, most: number | null): string {
  return value !== null && most !== null && value > most ? ' **missed**' : '';
}

function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
