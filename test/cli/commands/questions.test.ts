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

  it('says so where nothing ever changed a value, and what the value is', async () => {
    const { code, out, err } = await runIn({}, 'why', LIFE, 'boot/rc');
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toContain('no event changed boot/rc: it is null');
  });

  it('says so where a value was not there yet', async () => {
    const args = ['why', LIFE, 'nets/4026532218/status', '--at', 'L2'];
    const { code, out, err } = await runIn({}, ...args);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toContain('nets/4026532218/status had no value yet');
  });

  it('knows init_net by its name', async () => {
    const [byName, byNumber] = await Promise.all(
      ['init_net', '4026531840'].map((net) => runIn({}, 'why', LIFE, `nets/${net}/devices`)),
    );
    expect(byName?.out).toMatch(/dev9 #9 moves from 4026532167 to init_net/);
    expect(byName?.out).toBe(byNumber?.out);
  });
});

describe('a path that leads nowhere', () => {
  it.each([
    ['network/lo', 'a state has no "network"', 'boot, softnet, softirqs, pernet, nets'],
    ['net/lo', 'did you mean nets?', 'boot, softnet'],
    ['', 'a state has no ""', 'boot, softnet'],
    ['nets/nowhere', 'nets has no "nowhere"', '4026532218'],
    ['nets/4026532218/statsu', 'did you mean status?', 'status, loopback, devices'],
    ['boot/phase/end', 'boot/phase has no "end"', 'boot/phase holds no further values'],
    ['boot/initcalls/failled', 'did you mean failed?', 'returned, failed'],
    ['nets/4026532218/devices/lo', 'nets/4026532218/devices has no "lo"', '0xff'],
  ])('is told what there is instead: %s', async (path, found, expected) => {
    for (const question of ['why', 'history']) {
      const { code, out, err } = await runIn({}, question, LIFE, path);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(/^netdev-replay: found [^\n]+\n$/);
      expect(err).toContain(found);
      expect(err).toContain(expected);
    }
  });

  it('shows in the help how paths look', async () => {
    const { out } = await runIn({}, 'why', '--help');
    expect(out).toContain('nets/4026532193/devices');
    expect(Math.max(...out.split('\n').map((row) => row.length))).toBeLessThanOrEqual(80);
  });
});
