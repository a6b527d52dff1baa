/** What one contestant needed, over all rounds. */
export interface Result {
  readonly section: string;
  readonly subject: string;
  readonly contestant: string;
  /** The median, in `unit`. */
  readonly value: number;
  readonly unit: 'ms' | 'µs' | 'ns' | 'bytes' | 'MiB';
  /** Multiple of the contestant the others are measured by. */
  readonly ratio: number | null;
  /** The same of each round alone: its ratio, or its value where there is none. */
  readonly rounds: readonly number[];
  /** The most the ratio may be. */
  readonly target: number | null;
  /** The most `value` may be, where there is no ratio. */
  readonly mostValue: number | null;
  /** Peak memory in MiB, the largest of all rounds. */
  readonly peak: number | null;
  /** The most the peak may be, in MiB. */
  readonly mostPeak: number | null;
}

/** One who takes part: measured once a round. */
export interface Contestant {
  readonly name: string;
  readonly target?: number;
  readonly mostValue?: number;
  readonly mostPeak?: number;
  readonly measure: () => { readonly value: number; readonly peak: number | null };
}

/** Who takes part in what. The first contestant is the measure of the others. */
export interface Contest extends Pick<Result, 'section' | 'subject' | 'unit'> {
  readonly contestants: readonly Contestant[];
  /** Peaks are compared, too: what multiple of the first one they may be. */
  readonly peakTarget?: number;
}

/** Lets all take turns, so that what else the machine does hits them alike. */
export function hold(contest: Contest, rounds: number): readonly Result[] {
  const { section, subject, unit, contestants, peakTarget } = contest;
  const values = contestants.map((): number[] => []);
  const peaks = contestants.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [i, contestant] of contestants.entries()) {
      const { value, peak } = contestant.measure();
      values[i]?.push(value);
      if (peak !== null) peaks[i]?.push(peak);
    }
  }
  const medians = values.map(median);
  const yardstick = medians[0] ?? Number.NaN;
  const inRound = (i: number, round: number) => values[i]?.[round] ?? Number.NaN;
  const results = contestants.map(({ name, target, mostValue, mostPeak }, i) => ({
    section,
    subject,
    contestant: name,
    value: medians[i] ?? Number.NaN,
    unit,
    ratio: i === 0 ? null : (medians[i] ?? Number.NaN) / yardstick,
    rounds: (values[i] ?? []).map((value, round) => (i === 0 ? value : value / inRound(0, round))),
    target: target ?? null,
    mostValue: mostValue ?? null,
    peak: peaks[i]?.length ? Math.max(...(peaks[i] ?? [])) : null,
    mostPeak: mostPeak ?? null,
  }));
  return peakTarget === undefined ? results : [...results, ...peaksOf(results, peakTarget)];
}

/** The peaks as results of their own; none where no tool tells them. */
function peaksOf(results: readonly Result[], target: number): readonly Result[] {
  const yardstick = results[0]?.peak ?? Number.NaN;
  return results.flatMap((result, i) => {
    const { section, subject, contestant, peak } = result;
    if (peak === null) return [];
    const ratio = i === 0 ? null : peak / yardstick;
    const what = { section, subject: `${subject}, peak`, contestant };
    const limits = { target: i === 0 ? null : target, mostValue: null };
    const none = { rounds: [ratio ?? peak], peak: null, mostPeak: null };
    return [{ ...what, value: peak, unit: 'MiB' as const, ratio, ...limits, ...none }];
  });
}

/** The middle of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
