import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/invariants/judge.ts';
import {
  followsModel,
  isModelName,
  modelNames,
} from '../../../src/invariants/rv/models/catalogue.ts';
import type { KernelEvent } from '../../../src/model/events.ts';
import { readLog } from '../../../src/recording/read.ts';
import { arbitraryHistory } from '../../../src/testing/arbitrary-history.ts';
import {
  type DefectName,
  defects,
  simulateDefect,
} from '../../../src/testing/defects/catalogue.ts';
import { boot, given } from '../history.ts';

const EVENTS = new URL('../../../events/', import.meta.url);
const KINDS =
  /(life-(kprobe|hostile|parallel|overwritten|dropped|pipe-lost|waiting|late|trace-cmd|function-args)|cloud\/boot-function-4cpu)\.log/;
const invariants = [followsModel('netdev'), followsModel('netns')];

/** What is violated, in words; `[]` for a kernel that follows. */
function violationsIn(events: readonly KernelEvent[]): readonly string[] {
  return judge(events, { invariants }).invariants.flatMap(({ id, violations }) =>
    violations.map(({ message }) => `${id}: ${message}`),
  );
}

describe('the automata of devices and namespaces', () => {
  it('are known by their names, and no others are', () => {
    expect(modelNames()).toEqual(['netdev', 'netns']);
    expect(['netdev', 'wip', 'toString', ''].filter(isModelName)).toEqual(['netdev']);
  });

  /** One log of each kind that shows lives, loss and hostile names included. */
  const logs = readdirSync(EVENTS, { recursive: true, encoding: 'utf8' })
    .filter((path) => KINDS.test(path))
    .sort();

  it.each(logs)('are followed by a real kernel: %s', async (path) => {
    const { events } = await readLog(bytesOf(path));
    expect(violationsIn(events)).toEqual([]);
  });

  it('are followed from birth to death in a log that shows all of it', async () => {
    const { events } = await readLog(bytesOf('6.1-cloud/life-kprobe.log.gz'));
    expect(judge(events, { invariants }).invariants).toMatchObject([
      { id: 'rv-netdev', verdict: 'holds', checked: 221 },
      { id: 'rv-netns', verdict: 'holds' },
    ]);
  });

  it('are followed by every correct kernel that can be simulated', () => {
    fc.assert(
      fc.property(arbitraryHistory(), ({ events }) => {
        expect(violationsIn(events)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  const caught: readonly (readonly [DefectName, RegExp])[] = [
    ['a device is freed before it is unlisted', /^rv-netdev: .*free_netdev in state listed/],
    ['a dead namespace stays on the list', /^rv-netns: .*ops_init in state freed/],
  ];

  it.each(caught)('are left by a kernel in which %s', (name, message) => {
    const [violation, ...others] = violationsIn(simulateDefect(defects[name]));
    expect(violation).toMatch(message);
    expect(others).toEqual([]);
  });

  it('are left where a recorded device is freed while it is listed', async () => {
    const { events } = await readLog(bytesOf('6.1-cloud/life-kprobe.log.gz'));
    const at = events.findIndex((event) => event.type === 'netdev.unregistered');
    const device = events[at];
    if (device?.type !== 'netdev.unregistered') throw new Error('no device leaves');
    const { dev, name } = device;
    const broken = events.with(at, { ...device, type: 'netdev.freed', dev, name });
    expect(violationsIn(broken)[0]).toMatch(/^rv-netdev: .*free_netdev in state listed/);
  });

  it('have nothing to say of a boot that shows neither', () => {
    const steps = given(...boot).filter(({ type }) => !/^(net|netdev)\./.test(type));
    const numbered = steps.map((event, seq) => ({ ...event, seq }));
    const { invariants: judged } = judge(numbered, { invariants });
    expect(judged.map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown']);
  });
});

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  const file = readFileSync(new URL(path, EVENTS));
  yield path.endsWith('.gz') ? gunzipSync(file) : file;
}
