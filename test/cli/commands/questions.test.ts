import { describe, expect, it } from 'vitest';
import { recording, runIn } from '../shell.ts';

const LIFE = recording('6.1-cloud/life-kprobe.log.gz');

describe('history', () => {
  it('lists the changes of a value, with the events that made them', async () => {
    const { code, out } = await runIn({}, 'history', LIFE, 'nets/4026532218/status');
    expect(code).toBe(0);
    expect(out).toMatch(/the setup of 4026532218 begins +L388\n +nothing → "setup"\n/);
    expect(out).toMatch(/4026532218 is freed +L2006\n +"cleanup" → nothing\n$/);
  });

  it('is the same as JSON', async () => {
    const { out } = await runIn({}, 'history', '--json', LIFE, 'nets/4026532218/status');
    const changes: { after?: string }[] = JSON.parse(out);
    expect(changes.map(({ after }) => after)).toEqual(['setup', 'ready', 'cleanup', undefined]);
  });
});

describe('why', () => {
  it('names the events that made a value what it was', async () => {
    const { out } = await runIn({}, 'why', LIFE, 'nets/4026532116/devices', '--at', 'L640');
    expect(out.match(/● .* +L\d+$/gm)).toHaveLength(4);
    expect(out).toMatch(/d0 #2 moves from init_net to 4026532116 +L602/);
  });

  it('says so where nothing ever changed a value', async () => {
    const { code, out, err } = await runIn({}, 'why', LIFE, 'nets/nowhere');
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toContain('found no event that made nets/nowhere what it is');
  });

  it('knows where the ways into the state begin', async () => {
    const { code, err } = await runIn({}, 'why', LIFE, 'network/lo');
    expect(code).toBe(2);
    expect(err).toContain('found "network/lo"');
    expect(err).toContain('boot, softnet, softirqs, pernet, nets');
  });
});
