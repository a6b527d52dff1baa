import { describe, expect, it } from 'vitest';
import { judge } from '../../src/invariants/judge.ts';
import { planOf } from '../../src/kernel/plan.ts';
import { simulate } from '../../src/kernel/simulate.ts';
import type { EventBody, KernelEvent } from '../../src/model/events.ts';
import { type Defect, defects, simulateDefect } from '../../src/testing/index.ts';

/** What goes on beside networking, and concerns no promise. */
const NOISE: readonly EventBody[] = [
  { type: 'initcall.started', name: 'other_init' },
  { type: 'kernel.warned', message: 'CPU: 0 PID: 1 at kernel/other.c:1' },
  { type: 'initcall.returned', name: 'other_init', rc: -19, duration: 1 },
];

/** The same history with more going on between its events; initcalls run one after the other. */
function noisy(events: readonly KernelEvent[]): readonly KernelEvent[] {
  let running = false;
  return events
    .flatMap((event): readonly KernelEvent[] => {
      if (event.type === 'initcall.started') running = true;
      if (event.type === 'initcall.returned') running = false;
      if (running) return [event];
      return [event, ...NOISE.map((body): KernelEvent => ({ ...stampOf(event), ...body }))];
    })
    .map((event, seq) => ({ ...event, seq }));
}

function stampOf({ seq, at, cpu, task, evidence, line }: KernelEvent) {
  return { seq, at, cpu, task, evidence, line };
}

/** Who is accused of what, and which promises are known to be kept. */
function judged(events: readonly KernelEvent[], kernel: string): readonly string[] {
  return judge(events, { kernel }).invariants.map(({ id, verdict, violations }) => {
    return [id, verdict, ...violations.map(({ message }) => message)].join(': ');
  });
}

const planted: readonly (readonly [string, Defect])[] = Object.entries(defects);

describe('what else goes on in the kernel', () => {
  it.each(planted)('excuses no wrong kernel, nor accuses it of more: %s', (_name, defect) => {
    const { kernel = '6.1' } = defect.plan;
    const events = simulateDefect(defect);
    expect(judged(noisy(events), kernel)).toEqual(judged(events, kernel));
  });

  it.each(['5.17', '6.1', '6.12', '7.2'] as const)('accuses no right kernel: %s', (kernel) => {
    const events = simulate(
      planOf({
        kernel,
        commands: [
          { do: 'netns.add', net: 'a' },
          { do: 'link.add', kind: 'dummy', net: 'a', name: 'd0' },
          { do: 'module.load', module: 'sit' },
          { do: 'netns.del', nets: ['a'] },
        ],
      }),
    );
    expect(judged(noisy(events), kernel)).toEqual(judged(events, kernel));
  });
});
