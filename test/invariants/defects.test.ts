import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/invariants/catalogue.ts';
import { judge } from '../../src/invariants/judge.ts';
import type { KernelEvent } from '../../src/model/events.ts';
import { INIT_NET, netId } from '../../src/model/ids.ts';
import { defects, simulateDefect } from '../../src/testing/defects/catalogue.ts';
import type { Defect } from '../../src/testing/defects/defect.ts';
import {
  buried,
  freed,
  given,
  loUnlisted,
  net,
  opsExit,
  softirq,
  type Told,
  unlisted,
} from './history.ts';

const planted: readonly (readonly [string, Defect])[] = Object.entries(defects);

function violated(defect: Defect, events: readonly KernelEvent[]): readonly string[] {
  const { kernel = '6.1' } = defect.plan;
  const { invariants } = judge(events, { kernel });
  return invariants.filter(({ verdict }) => verdict === 'violated').map(({ id }) => id);
}

const older = netId('older');

/** What goes on afterwards: a softirq is opened; an old namespace, a module and devices go. */
function afterwards(cpus: Iterable<number | null>): readonly Told[] {
  return [
    softirq('BLOCK', 'blk_done_softirq'),
    net('net.cleanup', older),
    loUnlisted(older),
    ...buried(older),
    opsExit(INIT_NET, 'vlan_net_ops'),
    ...[...cpus].flatMap((cpu) => [
      { ...unlisted(INIT_NET, `d${cpu}`, 100), cpu },
      { ...freed(`d${cpu}`, 100), cpu },
    ]),
  ];
}

/** The history as a recorder would have written it, one line an event, on a box that lives on. */
function recorded(events: readonly KernelEvent[]): readonly KernelEvent[] {
  const cpus = new Set(events.map(({ cpu }) => cpu));
  return [...events, ...given(...afterwards(cpus))].map((event, seq) => {
    return { ...event, seq, evidence: 'observed', line: seq + 1 };
  });
}

/** What shows in the simulation only, and why. */
const NOT_RECORDED: ReadonlySet<string> = new Set([
  // A log tells of default_device_exit_batch when it is called, the simulation when it returns; as
  // kprobes print it, it is caught (test/testing/printed-defects.test.ts).
  'devices leave from the first to the last',
  // That something never happened until the end of a log is no evidence.
  'a reference is leaked',
]);

describe('a wrong kernel', () => {
  it.each(planted)('%s: caught by its promise and no other', (_name, defect) => {
    const ids = violated(defect, simulateDefect(defect));
    expect(ids).toContain(defect.breaks);
    expect([defect.breaks, ...(defect.alsoBreaks ?? [])]).toEqual(expect.arrayContaining([...ids]));
  });

  const visible = planted.filter(([name]) => !NOT_RECORDED.has(name));
  it.each(visible)('%s: caught when it is recorded, too', (_name, defect) => {
    const ids = violated(defect, recorded(simulateDefect(defect)));
    expect(ids).toContain(defect.breaks);
    expect([defect.breaks, ...(defect.alsoBreaks ?? [])]).toEqual(expect.arrayContaining([...ids]));
  });

  it('exists for every promise, so that each is known to be able to fail', () => {
    const broken = new Set(planted.map(([, { breaks }]) => breaks));
    expect(catalogue.map(({ id }) => id).filter((id) => !broken.has(id))).toEqual([]);
  });
});
