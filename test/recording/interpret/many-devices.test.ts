import { describe, expect, it } from 'vitest';
import { bodiesOf, type Hit } from './kprobe-log.ts';

function life(pointer: string): readonly Hit[] {
  return [
    ['alloc_netdev_mqs', 'name="d"'],
    ['<-alloc_netdev_mqs', `dev=${pointer}`],
    ['free_netdev', `dev=${pointer} name="d"`],
  ];
}

function pointer(index: number): string {
  return `0xffff8880${index.toString(16).padStart(8, '0')}`;
}

describe('a log of more devices than are remembered', () => {
  it('still tells the second device at an address from the first, long freed', async () => {
    const between = Array.from({ length: 5000 }, (_, i) => life(pointer(i + 1))).flat();
    const bodies = await bodiesOf([...life(pointer(0)), ...between, ...life(pointer(0))]);
    expect(bodies).toHaveLength(2 * 5002);
    expect(bodies.slice(0, 2)).toEqual([
      { type: 'netdev.allocated', dev: pointer(0), name: 'd' },
      { type: 'netdev.freed', dev: pointer(0), name: 'd' },
    ]);
    expect(bodies.slice(-2)).toEqual([
      { type: 'netdev.allocated', dev: `${pointer(0)}~2`, name: 'd' },
      { type: 'netdev.freed', dev: `${pointer(0)}~2`, name: 'd' },
    ]);
  });
});
