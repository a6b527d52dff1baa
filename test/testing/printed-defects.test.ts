import { describe, expect, it } from 'vitest';
import { judge } from '../../src/invariants/judge.ts';
import type { Command, Plan } from '../../src/kernel/plan.ts';
import { readLog } from '../../src/recording/read.ts';
import {
  type Defect,
  type DefectName,
  defects,
  LOG_KINDS,
  type LogKind,
  lawsOf,
  planOf,
  printLog,
} from '../../src/testing/index.ts';
import { inChunks } from '../recording/events.ts';

/** Life goes on afterwards: that something is missing shows by what else is there. */
const AFTERWARDS: readonly Command[] = [
  { do: 'netns.add', net: 'y' },
  { do: 'netns.add', net: 'z' },
  { do: 'link.add', kind: 'dummy', net: 'y', name: 'dy' },
  { do: 'link.add', kind: 'dummy', net: 'z', name: 'dz' },
  { do: 'netns.del', nets: ['y'] },
  { do: 'netns.del', nets: ['z'] },
  { do: 'netns.add', net: 'y' },
  { do: 'netns.del', nets: ['y'] },
];

/**
 * The logs that show what is wrong. Functions have no arguments, kprobes are armed after the boot,
 * dmesg tells of devices in trouble only; some defects no log of these shows.
 */
const SHOWN: Readonly<Partial<Record<DefectName, readonly LogKind[]>>> = {
  'a subsys op registers a device': ['function', 'graph', 'kprobe'],
  'ifindexes start at 2': ['kprobe'],
  'lo leaves first': ['kprobe'],
  'devices leave in alphabetical order': ['kprobe'],
  'lo can move': ['kprobe'],
  'a namespace has no lo': ['function', 'graph', 'kprobe'],
  'a namespace has two lo': ['function', 'graph', 'kprobe'],
  'lo is freed first': ['kprobe'],
  'net_dev_init runs one level too late': ['function', 'graph'],
  'init_net is set up too late': ['function', 'graph'],
  'a device registers in the boot phase': ['function', 'graph'],
  'net_dev_init returns a foreign error': ['function', 'graph', 'dmesg'],
  'default_device_ops comes before loopback_net_ops': ['function', 'graph'],
  'a failed setup_net exits the failing operation too': ['kprobe'],
  'cleanup_net starts with the oldest': ['kprobe'],
  'cleanup batches overlap': ['kprobe'],
  'an ifindex is given twice': ['kprobe'],
  'devices leave from the first to the last': ['kprobe'],
  'a device is skipped': ['kprobe'],
};

const PRINTS = Object.entries(defects).flatMap(([name, defect]) =>
  LOG_KINDS.map((kind) => [name, kind, defect] as const),
);

describe('a wrong kernel that is recorded', () => {
  it.each(PRINTS)(
    '%s: accused of nothing else by a log of kind %s',
    async (_name, kind, defect) => {
      const { breaks, alsoBreaks = [] } = defect;
      const unjust = (await accusations(kind, defect)).filter(
        (id) => id !== breaks && !alsoBreaks.includes(id),
      );
      expect(unjust).toEqual([]);
    },
  );

  const shown = PRINTS.filter(([name, kind]) =>
    Object.entries(SHOWN).some(([other, kinds]) => other === name && kinds.includes(kind)),
  );
  it.each(shown)('%s: convicted by a log of kind %s', async (_name, kind, defect) => {
    expect(await accusations(kind, defect)).toContain(defect.breaks);
  });
});

async function accusations(kind: LogKind, defect: Defect): Promise<readonly string[]> {
  const plan: Plan = planOf({
    ...defect.plan,
    commands: [...(defect.plan.commands ?? []), ...AFTERWARDS],
  });
  const log = new TextEncoder().encode(printLog(kind, plan, defect.plant(lawsOf(plan))));
  const { events } = await readLog(inChunks(log, 64 * 1024));
  const { invariants } = judge(events, { kernel: plan.kernel });
  return invariants.filter(({ verdict }) => verdict === 'violated').map(({ id }) => id);
}
