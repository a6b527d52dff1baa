import { describe, expect, it } from 'vitest';
import { fold } from '../../src/model/fold.ts';
import { between, patched } from '../../src/replay/between.ts';
import { diff } from '../../src/replay/diff.ts';
import { stateHash } from '../../src/replay/hash.ts';
import { history } from '../../src/replay/questions.ts';
import { timeline } from '../../src/replay/timeline.ts';
import { recorded } from '../recording/events.ts';

describe('over recordings of real kernels', () => {
  it('a timeline is the fold, at every hundredth event of a namespace life', async () => {
    const { events } = await recorded('6.1-cloud/life-kprobe');
    const recording = timeline(events, { every: 256 });
    for (let count = 0; count <= events.length; count += 100) {
      expect(recording.after(count)).toEqual(fold(events.slice(0, count)));
    }
  });

  it('patches lead from the middle of a life to its end and back', async () => {
    const { events } = await recorded('6.1-cloud/life-kprobe');
    const recording = timeline(events);
    const [middle, end] = [recording.after(events.length / 2), recording.after(events.length)];
    const { forward, inverse } = between(middle, end);
    expect(stateHash(patched(middle, forward))).toBe(stateHash(end));
    expect(stateHash(patched(end, inverse))).toBe(stateHash(middle));
  });

  it('the phases of a boot are told once each, in their order', async () => {
    const { events } = await recorded('6.1-cloud/boot-function-4cpu');
    const phases = [...history(events, ['boot', 'phase'])].map(({ after }) => after);
    expect(phases).toEqual(['running', 'returned']);
  });

  it.each([
    ['a boot as dmesg and as dmesg with ISO times', 'boot-dmesg', 'boot-dmesg-iso'],
    ['a boot as dmesg and as dmesg with decoded levels', 'boot-dmesg', 'boot-dmesg-decoded'],
    ['a life on the monotonic and on the uptime clock', 'life-clock-mono', 'life-clock-uptime'],
  ])('nothing differs between %s', async (_, one, other) => {
    const before = await recorded(`6.1-cloud/${one}`);
    const after = await recorded(`6.1-cloud/${other}`);
    expect(diff(before.events, after.events)).toEqual({ findings: [], unseen: [] });
  });

  it('a boot on four CPUs differs from one on a single CPU in its per-CPU queues', async () => {
    const one = await recorded('6.1-cloud/boot-function-1cpu');
    const four = await recorded('6.1-cloud/boot-function-4cpu');
    const steps = diff(one.events, four.events).findings.filter(
      ({ path }) => path[0] !== 'initcalls',
    );
    expect(steps.map(({ kind, path }) => [kind, ...path])).toEqual([
      ['added', 'boot', 'softnet 1'],
      ['added', 'boot', 'softnet 2'],
      ['added', 'boot', 'softnet 3'],
    ]);
  });
});
