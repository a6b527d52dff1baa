import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeviceList } from '../../src/invariants/device-list.ts';
import { DeviceLives } from '../../src/invariants/device-lives.ts';
import { devId } from '../../src/model/ids.ts';

describe('a list of devices', () => {
  it('holds what came and did not leave, in the order in which it came', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 6 })), (touched) => {
        const lives = new DeviceLives();
        const list = new DeviceList();
        const model = new Set<string>();
        for (const n of touched) {
          const device = lives.of(devId(`d${n}`));
          if (device.list === null) list.add(device);
          else list.delete(device);
          if (!model.delete(device.dev)) model.add(device.dev);
          expect([...list].map(({ dev }) => dev)).toEqual([...model]);
          expect(list.size).toBe(model.size);
        }
      }),
    );
  });

  it('lets a device go whose life ends', () => {
    const lives = new DeviceLives();
    const list = new DeviceList();
    const [first, second, third] = ['a', 'b', 'c'].map((dev) => lives.of(devId(dev)));
    for (const device of [first, second, third]) if (device !== undefined) list.add(device);
    lives.bury(devId('b'));
    expect([...list]).toEqual([first, third]);
    expect(lives.isIn(list, devId('b'))).toBe(false);
    expect(lives.isIn(list, devId('c'))).toBe(true);
  });
});
