import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/invariants/catalogue.ts';
import { type JudgeOptions, judge } from '../../src/invariants/judge.ts';
import { defects, simulateDefect } from '../../src/testing/defects/catalogue.ts';
import type { Defect } from '../../src/testing/defects/defect.ts';

const planted: readonly (readonly [string, Defect])[] = Object.entries(defects);

function violated(defect: Defect, options: JudgeOptions = {}): readonly string[] {
  const { kernel = '6.1' } = defect.plan;
  const { invariants } = judge(simulateDefect(defect), { kernel, ...options });
  return invariants.filter(({ verdict }) => verdict === 'violated').map(({ id }) => id);
}

/** Defects that show in a missing event: a log that may have lost it proves nothing. */
const SHOWN_BY_SILENCE: ReadonlySet<string> = new Set([
  'a namespace has no lo',
  'net_dev_init leaves early',
  'a CPU is skipped',
  'NET_RX stays closed',
  'registration starts with the newest namespace',
  'two operations exit in the wrong order',
  'a failed setup_net is not undone',
  'a failed registration is not undone',
  'a failed registration is undone backwards',
  'a dead namespace stays on the list',
  'an ifindex is given twice',
  'an ifindex is reused',
  'devices leave from the first to the last',
  'a device is skipped',
  'a reference is leaked',
]);

describe('a wrong kernel', () => {
  it.each(planted)('%s: caught by its promise and no other', (_name, defect) => {
    const ids = violated(defect);
    expect(ids).toContain(defect.breaks);
    expect([defect.breaks, ...(defect.alsoBreaks ?? [])]).toEqual(expect.arrayContaining([...ids]));
  });

  it.each(planted.filter(([name]) => !SHOWN_BY_SILENCE.has(name)))(
    '%s: caught in a log that may have lost records, too',
    (_name, defect) => {
      expect(violated(defect, { lossless: false })).toContain(defect.breaks);
    },
  );

  it('is never accused of more by a log that may have lost records', () => {
    for (const [, defect] of planted) {
      expect(violated(defect)).toEqual(
        expect.arrayContaining([...violated(defect, { lossless: false })]),
      );
    }
  });

  it('exists for every promise, so that each is known to be able to fail', () => {
    const broken = new Set(planted.map(([, { breaks }]) => breaks));
    expect(catalogue.map(({ id }) => id).filter((id) => !broken.has(id))).toEqual([]);
  });
});
