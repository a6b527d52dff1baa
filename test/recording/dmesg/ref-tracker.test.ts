import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/invariants/judge.ts';
import type { KernelEvent } from '../../../src/model/events.ts';
import { fold } from '../../../src/model/fold.ts';
import { encodeEvent } from '../../../src/recording/event-json.ts';
import { decodeEvent } from '../../../src/recording/jsonl.ts';
import { eventsOf } from '../events.ts';

// No kernel of Debian has CONFIG_NET_DEV_REFCNT_TRACKER, so these lines are no recording: they are
// made after the formats in lib/ref_tracker.c of each kernel.
const STAMP = '[   30.000001] ';
const WAITING = 'unregister_netdevice: waiting for lo to become free. Usage count = 4';
const DST = [' netdev_hold+0x1a/0x40', ' dst_init+0x84/0x4a0', ' dst_alloc+0x5c/0xa0'];
const IDEV = [' ipv6_add_dev+0x13e/0x510', ' addrconf_notify+0x2a1/0x9b0'];

const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  '5.17 and 6.1': [
    'leaked reference.',
    ...DST,
    'leaked reference.',
    ...DST,
    'leaked reference.',
    ...IDEV,
  ],
  '6.12': [
    'ref_tracker: lo@00000000a1b2c3d4 has 2/3 users at',
    ...DST,
    'ref_tracker: lo@00000000a1b2c3d4 has 1/3 users at',
    ...IDEV,
  ],
  '6.18': [
    'ref_tracker: netdev@00000000a1b2c3d4 has 2/3 users at',
    ...DST,
    'ref_tracker: netdev@00000000a1b2c3d4 has 1/3 users at',
    ...IDEV,
  ],
};
const HOLDERS = [
  { symbol: 'dst_init', count: 2 },
  { symbol: 'ipv6_add_dev', count: 1 },
];

const stamped = (messages: readonly string[]): string =>
  messages.map((message) => `${STAMP}${message}\n`).join('');
/** As util-linux prints a record of several lines. */
const indented = (messages: readonly string[]): string =>
  messages
    .map((text) => (text.startsWith(' ') ? ' '.repeat(STAMP.length) : STAMP) + text)
    .join('\n');

async function waits(log: string): Promise<readonly KernelEvent[]> {
  const events = await eventsOf(log, { format: 'dmesg' });
  return events.filter(({ type }) => type === 'netdev.waiting');
}

describe.each(Object.entries(SPELLINGS))('the reference tracker of %s', (_kernel, block) => {
  it.each([
    ['one record a line', stamped],
    ['records of several lines', indented],
  ])('tells who holds a device that is waited for: %s', async (_style, print) => {
    const log = print([WAITING, ...block, 'systemd: unrelated']);
    expect(await waits(log)).toMatchObject([{ name: 'lo', refs: 4, holders: HOLDERS }]);
  });

  it('is not heard where nothing is waited for', async () => {
    expect(await waits(stamped(['WARNING: CPU: 0 at x.c:1', ...block]))).toEqual([]);
  });
});

describe('what the reference tracker says', () => {
  it('ends where another message begins', async () => {
    const [event] = await waits(stamped([WAITING, 'eth0: link up', ...IDEV]));
    expect(event).not.toHaveProperty('holders');
  });

  it('may be only how many there are', async () => {
    const skipped = 'ref_tracker: lo@00000000a1b2c3d4 skipped reports about 3/12 users.';
    expect(await waits(stamped([WAITING, skipped]))).toMatchObject([
      { holders: [{ symbol: null, count: 3 }] },
    ]);
  });

  it('is in the state, in our JSON, and in what is said of the promise', async () => {
    const events = await waits(stamped([WAITING, ...(SPELLINGS['6.12'] ?? []), 'end']));
    expect(fold(events).waiting.get('lo')).toMatchObject({
      refs: 4,
      holders: 'dst_init (2), ipv6_add_dev',
    });
    expect(events.map((event) => decodeEvent(encodeEvent(event)).event)).toEqual(events);
    const verdict = judge(events).invariants.find(({ id }) => id === 'teardown-progress');
    expect(verdict?.reason).toContain('taken by dst_init (2), ipv6_add_dev');
  });
});
