import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { planOf } from '../../src/kernel/plan.ts';
import { simulate } from '../../src/kernel/simulate.ts';
import type { KernelEvent } from '../../src/model/events.ts';
import { readLog } from '../../src/recording/read.ts';
import { briefLife } from './notation.ts';
import { LIFE_NETS, recordedLife } from './recorded-life.ts';

// Not on arm64: there 6.1 names operations after whatever function precedes them in memory, and
// on 6.12 the victim was not killed in time, which makes another life than the plan's.
const CASES = [
  ['6.1-cloud', '6.1', false],
  ['6.1-rt', '6.1', true],
  ['6.12-cloud', '6.12', false],
  ['6.12-generic', '6.12', true],
  ['6.12-rt', '6.12', true],
] as const;

describe('the life recorded with kprobes', () => {
  it.each(CASES)('on %s is what the simulated kernel does', async (folder, kernel, wireless) => {
    const recorded = await readLife(folder);
    const plan = planOf(recordedLife(kernel, wireless, batchesOf(recorded)));
    const simulated = briefLife(simulate(plan)).filter(isShown);
    expect(firstDifference(recorded, simulated)).toBeNull();
    expect(recorded.length).toBeGreaterThan(1000);
  });
});

/** The batches of cleanup_net, each in the order in which its namespaces died. */
function batchesOf(recorded: readonly string[]): readonly (readonly string[])[] {
  const batches: string[][] = [];
  let before = '';
  for (const line of recorded) {
    const net = /^cleanup\(n(\d+)\)$/.exec(line)?.[1];
    if (net !== undefined) {
      if (!before.startsWith('cleanup')) batches.push([]);
      batches.at(-1)?.unshift(LIFE_NETS[Number(net) - 1] ?? '?');
    }
    before = line;
  }
  return batches;
}

async function readLife(folder: string): Promise<readonly string[]> {
  const path = new URL(`../../events/${folder}/life-kprobe.log.gz`, import.meta.url);
  const { events } = await readLog(createReadStream(path).pipe(createGunzip()));
  return briefLife(events.filter((event) => !isCommentary(event))).filter(isShown);
}

function isCommentary({ type }: KernelEvent): boolean {
  return type.startsWith('initcall.') || type.startsWith('softirq.');
}

/**
 * What this recording shows of both: __put_net is inlined, private data is freed without a probe,
 * and exits are seen for the probed callbacks only.
 */
function isShown(line: string): boolean {
  return !/^(dying|pre_exit|exit|exit_batch|exit_rtnl|free)\((init|n\d+|\w+_ops)\b/.test(line);
}

/** The first line that differs, with those before it; `null` if none does. */
function firstDifference(recorded: readonly string[], simulated: readonly string[]): string | null {
  const at = recorded.findIndex((line, index) => line !== simulated[index]);
  if (at === -1 && recorded.length === simulated.length) return null;
  const index = at === -1 ? recorded.length : at;
  return [
    ...recorded.slice(Math.max(0, index - 5), index),
    `recorded:  ${recorded.slice(index, index + 4).join('  ')}`,
    `simulated: ${simulated.slice(index, index + 4).join('  ')}`,
  ].join('\n');
}
