import { parseArgs } from 'node:util';
import { type Choice, SECTIONS } from './contests.ts';
import { INPUTS } from './inputs.ts';

/** What a run of the benchmark was asked for. */
export interface Options {
  readonly choice: Choice;
  readonly rounds: number;
  /** Where the report goes. */
  readonly json: string;
  /** The report of an earlier run. */
  readonly compare: string | null;
}

/** Growth takes ten times as long as all others: only when asked for. */
const USUAL = SECTIONS.filter((section) => section !== 'growth');

/**
 *     npm run bench -- [--lines 5000000] [--rounds 5] [--only decode,growth,start]
 *                      [--inputs graph-0.1%,dmesg] [--discard]
 *                      [--json report.json] [--compare old.json]
 *
 * Logs are kept for the next run, unless `--discard`; the long ones of `growth` are not. What was
 * there before is never deleted.
 *
 * @throws where a word is none of those that are known, or a number none.
 */
export function optionsOf(words: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...words],
    options: {
      lines: { type: 'string', default: '1000000' },
      rounds: { type: 'string', default: '5' },
      only: { type: 'string', default: USUAL.join(',') },
      inputs: { type: 'string', default: INPUTS.join(',') },
      discard: { type: 'boolean', default: false },
      json: { type: 'string', default: 'reports/bench.json' },
      compare: { type: 'string' },
    },
  });
  return {
    choice: {
      sections: chosen('--only', values.only, SECTIONS),
      inputs: chosen('--inputs', values.inputs, INPUTS),
      lines: positive('--lines', values.lines),
      discarding: values.discard,
    },
    rounds: positive('--rounds', values.rounds),
    json: values.json,
    compare: values.compare ?? null,
  };
}

/** Those of `known` that are named, in their own order. */
function chosen<T extends string>(
  option: string,
  names: string,
  known: readonly T[],
): readonly T[] {
  const wanted = names.split(',');
  const odd = wanted.find((name) => known.every((one) => one !== name));
  if (odd !== undefined) throw new Error(`expected ${option} of ${known.join(', ')}, got ${odd}`);
  return known.filter((name) => wanted.includes(name));
}

function positive(option: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`expected ${option} to be a whole number above 0, got ${text}`);
}
