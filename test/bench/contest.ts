/** What one contestant needed, over all rounds. */
export interface Result {
  readonly section: string;
  readonly subject: string;
  readonly contestant: string;
  /** The median, in `unit`. */
  readonly value: number;
  readonly unit: 'ms' | 'µs' | 'ns' | 'bytes';
  /** Multiple of the contestant the others are measured by. */
  readonly ratio: number | null;
  /** The most the ratio may be. */
  readonly target: number | null;
  /** Peak memory in MiB, the largest of all rounds. */
  readonly peak: number | null;
}

/** One who takes part: measured once a round. */
export interface Contestant {
  readonly name: string;
  readonly target?: number;
  readonly measure: () => { readonly value: number; readonly peak: number | null };
}

/** Who takes part in what. The first contestant is the measure of the others. */
export interface Contest extends Pick<Result, 'section' | 'subject' | 'unit'> {
  readonly contestants: readonly Contestant[];
}

/** Lets all take turns, so that what else the machine does hits them alike. */
export function hold(contest: Contest, rounds: number): readonly Result[] {
  const { section, subject, unit, contestants } = contest;
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
  return contestants.map(({ name, target }, i) => ({
    section,
    subject,
    contestant: name,
    value: medians[i] ?? Number.NaN,
    unit,
    ratio: i === 0 ? null : (medians[i] ?? Number.NaN) / yardstick,
    target: target ?? null,
    peak: peaks[i]?.length ? Math.max(...(peaks[i] ?? [])) : null,
  }));
}

/** The middle of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
