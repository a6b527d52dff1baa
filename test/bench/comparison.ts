import type { Result } from './contest.ts';
import { quantity, type Report } from './report.ts';

/** What changes by less is noise. */
const NOISE = 0.1;
const HEAD = '| what | who | before | now | change |\n|---|---|---:|---:|---|';

/** A number of one run: what each round said of it, and how it is shown. */
interface Side {
  readonly value: number;
  readonly rounds: readonly number[];
  readonly shown: string;
}

/**
 * What changed since an earlier run, in Markdown: multiples where there are any, as they do not
 * depend on the machine's mood, and peaks. A change is told where it is more than noise and none of
 * the rounds of one run says what one of the other does, or where a target is crossed.
 */
export function comparison(before: Report, now: Report): string {
  const old = new Map(before.results.map((result) => [keyOf(result), result]));
  const rows = now.results.flatMap((result) => {
    const earlier = old.get(keyOf(result));
    return earlier === undefined ? [rowOf(result, '', '', 'new')] : changesOf(earlier, result);
  });
  const known = now.results.filter((result) => old.has(keyOf(result))).length;
  return [
    `Before: ${circumstances(before)}. Now: ${circumstances(now)}.`,
    `Of ${before.results.length} results ${known} were measured again. What changed:`,
    '',
    ...(rows.length === 0 ? ['nothing'] : [HEAD, ...rows]),
  ].join('\n');
}

function circumstances({ date, node, lines, rounds }: Report): string {
  return `${date}, ${node}, ${lines.toLocaleString('en')} lines, rounds: ${rounds}`;
}

function changesOf(before: Result, now: Result): readonly string[] {
  const most = now.ratio === null ? now.mostValue : now.target;
  const costs = change(costOf(before), costOf(now), most);
  // What a multiple is of may have changed alone: then this is no news of ours.
  const isOnlyMeasure = now.ratio !== null && Math.abs(now.value / before.value - 1) < NOISE;
  if (costs !== null && isOnlyMeasure) costs[2] += ': the measure changed';
  const peaks =
    before.peak === null || now.peak === null
      ? null
      : change(peakOf(before.peak), peakOf(now.peak), now.mostPeak);
  return [costs, peaks].flatMap((cells) => (cells === null ? [] : [rowOf(now, ...cells)]));
}

function change(before: Side, now: Side, most: number | null): [string, string, string] | null {
  const [missed, misses] = [before, now].map(({ value }) => most !== null && value > most);
  const crossing = missed === misses ? '' : `, **${misses ? 'misses' : 'meets'} ${most} now**`;
  const share = now.value / before.value - 1;
  const isNoise = Math.abs(share) < NOISE || overlap(before.rounds, now.rounds);
  if (crossing === '' && isNoise) return null;
  const told = `${Math.abs(share * 100).toFixed(0)} % ${share < 0 ? 'less' : 'more'}${crossing}`;
  return [before.shown, now.shown, told];
}

function overlap(some: readonly number[], others: readonly number[]): boolean {
  return Math.min(...some) <= Math.max(...others) && Math.min(...others) <= Math.max(...some);
}

function costOf({ value, unit, ratio, rounds }: Result): Side {
  const shown = quantity(value, unit);
  if (ratio === null) return { value, rounds, shown };
  return { value: ratio, rounds, shown: `${quantity(ratio, '×')} (${shown})` };
}

function peakOf(value: number): Side {
  return { value, rounds: [value], shown: quantity(value, 'MiB') };
}

function rowOf(result: Result, before: string, now: string, told: string): string {
  const { section, subject, contestant } = result;
  return `| ${section}: ${subject} | ${contestant} | ${before} | ${now} | ${told} |`;
}

function keyOf({ section, subject, contestant }: Result): string {
  return [section, subject, contestant].join('\n');
}
