import { timeline } from '../../../src/replay/timeline.ts';
import { median } from '../contest.ts';
import { busyHistory } from '../histories.ts';

const SEEKS = 2000;
/** A step that visits every place once: coprime to any count of events we use. */
const STEP = 611_953;

/**
 * Measures a timeline of `argument` events: `seek` is the median and `seek-p95` the 95th
 * percentile of random seeks in microseconds, `seek-bytes` what is kept an event beyond itself.
 */
export function seekCosts(task: string, argument: string): number {
  const { setUp, busy } = busyHistory(200, Number(argument));
  const events = [...setUp, ...busy];
  const before = heldBytes();
  const whole = timeline(events);
  const kept = (heldBytes() - before) / events.length;
  if (task === 'seek-bytes') return kept;
  const costs: number[] = [];
  for (let seek = 0; seek < SEEKS; seek += 1) {
    const start = process.hrtime.bigint();
    whole.at((seek * STEP) % events.length);
    costs.push(Number(process.hrtime.bigint() - start) / 1000);
  }
  if (task === 'seek') return median(costs);
  if (task === 'seek-p95') return costs.sort((a, b) => a - b)[Math.floor(SEEKS * 0.95)] ?? 0;
  throw new Error(`expected a task, got ${task}`);
}

function heldBytes(): number {
  if (globalThis.gc === undefined) throw new Error('expected node --expose-gc');
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}
