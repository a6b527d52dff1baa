import { describe, expect, it } from 'vitest';
import { eventsOf } from '../events.ts';
import { type Hit, kprobeLog } from './kprobe-log.ts';

const WORKER = 'kworker/u4:1-7';
const A = 'inum=4026532100';
const B = 'inum=4026532200';

const unlisted = (net: string): Hit => ['unlist_netdevice', `name="lo" ifindex=1 ${net}`, WORKER];
const freed = (net: string): Hit => ['free_netdev', `name="lo" ifindex=1 ${net} state=3`, WORKER];
const exits = (net: string): readonly Hit[] => [
  ['ops_exit_list', 'ops=packet_net_ops+0x0/0x60', WORKER],
  ['packet_net_exit', net, WORKER],
  ['ops_exit_list', 'ops=netdev_net_ops+0x0/0x60', WORKER],
  ['netdev_exit', net, WORKER],
];
const ENTRY: Hit = ['cleanup_net', '', WORKER];
const RETURN: Hit = ['<-cleanup_net', '', WORKER];

/** Of what a log tells: which namespaces were taken to be cleaned up, and which were released. */
async function lives(text: string): Promise<readonly string[]> {
  const events = await eventsOf(text, { format: 'kprobe' });
  return events.flatMap((event) => {
    if (event.type === 'recording.gap') return ['gap'];
    if (event.type !== 'net.cleanup' && event.type !== 'net.freed') return [];
    const sure = event.evidence === 'observed' ? '' : ' (inferred)';
    return [`${event.type.slice(4)} ${event.net}${sure}`];
  });
}

const TWO_BATCHES = [
  'cleanup 4026532100',
  'freed 4026532100 (inferred)',
  'cleanup 4026532200',
  'freed 4026532200',
];

describe('two runs of cleanup_net', () => {
  it('are two where the return of the first is lost', async () => {
    const hits = [ENTRY, unlisted(A), ...exits(A), ENTRY, unlisted(B), ...exits(B), RETURN];
    expect(await lives(kprobeLog(hits))).toEqual(TWO_BATCHES);
  });

  it.each([
    ['a loopback leaves after the operations did', [...exits(A), unlisted(B), ...exits(B)]],
    ['a loopback leaves after another was freed', [freed(A), unlisted(B)]],
    ['an operation exits again', [...exits(A), ...exits(B)]],
    [
      'an operation exits in a namespace that had no part so far',
      [...exits(A).slice(0, 2), ...exits(B).slice(2)],
    ],
  ] satisfies readonly (readonly [string, readonly Hit[]])[])(
    'are two where nothing shows the end of one and the entry of the next, but %s',
    async (_reason, hits) => {
      const log = kprobeLog([ENTRY, unlisted(A), ...hits, RETURN]);
      expect(await lives(log)).toEqual(TWO_BATCHES);
    },
  );

  it('are not made of one whose namespaces go through it side by side', async () => {
    const both = exits(A).flatMap((hit, index): readonly Hit[] => {
      const [fn, args = ''] = exits(B)[index] ?? hit;
      return fn === 'ops_exit_list' ? [hit] : [hit, [fn, args, WORKER]];
    });
    const log = kprobeLog([ENTRY, unlisted(A), unlisted(B), freed(A), freed(B), ...both, RETURN]);
    expect(await lives(log)).toEqual([
      'cleanup 4026532100',
      'cleanup 4026532200',
      'freed 4026532100',
      'freed 4026532200',
    ]);
  });

  it('are kept apart by a loss: what shows itself behind it is told there', async () => {
    const before = kprobeLog([ENTRY, unlisted(A)]);
    const after = kprobeLog([unlisted(B), RETURN]);
    expect(await lives(`${before}CPU:0 [LOST 7 EVENTS]\n${after}`)).toEqual([
      'cleanup 4026532100',
      'gap',
      'cleanup 4026532200',
      'freed 4026532100 (inferred)',
      'freed 4026532200',
    ]);
  });

  it('release a namespace once, though two tasks seem to clean it up', async () => {
    const OTHER = 'kworker/u4:2-9';
    const log = kprobeLog([
      ENTRY,
      unlisted(A),
      ['cleanup_net', '', OTHER],
      ['ops_exit_list', 'ops=packet_net_ops+0x0/0x60', OTHER],
      ['packet_net_exit', A, OTHER],
      ['<-cleanup_net', '', OTHER],
      RETURN,
    ]);
    expect(await lives(log)).toEqual([
      'cleanup 4026532100',
      'cleanup 4026532100',
      'freed 4026532100',
    ]);
  });
});
