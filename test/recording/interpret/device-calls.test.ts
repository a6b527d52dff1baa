import { describe, expect, it } from 'vitest';
import { bodiesOf, type Hit } from './kprobe-log.ts';

const NET_A = 'inum=4026532100';
const NET_B = 'inum=4026532200';
/** A namespace by its address, before its number is known. */
const P = 'net=0xffff888000001000';
const D0 = '0xffff888000000100';
const D1 = '0xffff888000000200';
const MOVE = '__dev_change_net_namespace';
const INIT: Hit = ['loopback_net_init', NET_A];

const list = (args: string): Hit => ['list_netdevice', args];
const unlist = (args: string): Hit => ['unlist_netdevice', args];
const free = (args: string): Hit => ['free_netdev', args];
/** alloc_netdev_mqs with what its probes show on entry and on return. */
const allocate = (entry: string, exit: string): readonly Hit[] => [
  ['alloc_netdev_mqs', entry],
  ['<-alloc_netdev_mqs', exit],
];

describe('what loopback_net_init allocates', () => {
  const allocated = { type: 'netdev.allocated', name: 'lo', inferred: ['name'] };

  it('is lo of its namespace, also where it never comes to a list', async () => {
    const dev = '4026532100:1';
    expect(await bodiesOf([INIT, ...allocate('', ''), free('')])).toEqual([
      { ...allocated, dev },
      { type: 'netdev.freed', dev, name: null },
    ]);
  });

  it('has its address from whichever line shows it first', async () => {
    const logs: readonly (readonly Hit[])[] = [
      [INIT, ...allocate('', `ret=${D0}`)],
      [INIT, ...allocate('', ''), ['register_netdevice', `dev=${D0}`]],
      [INIT, ...allocate('', ''), list(`dev=${D0}`)],
      [INIT, ...allocate('', ''), free(`dev=${D0}`)],
    ];
    for (const log of logs) {
      expect((await bodiesOf(log))[0]).toEqual({ ...allocated, dev: D0 });
    }
  });

  it('is lo no more once lo is listed', async () => {
    const events = await bodiesOf([INIT, list(''), ...allocate('', ''), list('')]);
    const nobody = { dev: null, name: null };
    expect(events.slice(1)).toEqual([
      { type: 'netdev.allocated', ...nobody },
      { type: 'netdev.registered', ...nobody, net: '4026532100', ifindex: null },
    ]);
  });

  it('may be refused before a line shows its address, and is told of by that', async () => {
    const events = await bodiesOf([
      INIT,
      ['register_netdevice'],
      ['<-register_netdevice', 'rc=-12'],
      free(`dev=${D0}`),
    ]);
    expect(events[0]).toMatchObject({ type: 'netdev.failed', dev: D0, rc: -12 });
  });
});

describe('a device that is known from lines before', () => {
  const known = list(`dev=${D0} name="d0" ifindex=2 ${NET_A}`);
  const moved: readonly Hit[] = [
    [MOVE, `dev=${D0} to${P} to${NET_B}`],
    [`<-${MOVE}`, 'rc=0'],
  ];

  it('moves under the name it has, to where it is then', async () => {
    expect(await bodiesOf([known, ...moved, unlist(`dev=${D0}`)])).toMatchObject([
      { type: 'netdev.registered' },
      { type: 'netdev.moved', dev: D0, name: 'd0', to: '4026532200' },
      { type: 'netdev.unregistered', dev: D0, name: 'd0', net: '4026532200' },
    ]);
  });

  it.each(['dev_change_name', 'netif_change_name'])(
    'is refused under the name it has, and renamed from it by %s',
    async (fn) => {
      const calls: readonly Hit[] = [
        ['register_netdevice', `dev=${D0}`],
        ['<-register_netdevice', 'rc=-17'],
        [fn, `dev=${D0} to="e0"`],
        [`<-${fn}`],
      ];
      expect((await bodiesOf([known, ...calls])).slice(1)).toMatchObject([
        { type: 'netdev.failed', dev: D0, name: 'd0', rc: -17 },
        { type: 'netdev.renamed', dev: D0, from: 'd0', to: 'e0' },
      ]);
    },
  );

  it('is another one at the address of one that was freed, though nobody saw it leave', async () => {
    const events = await bodiesOf([known, free(`dev=${D0}`), known]);
    expect(events).toMatchObject([{ dev: D0 }, { dev: D0, name: 'd0' }, { dev: `${D0}~2` }]);
  });
});

describe('a device that no line made known', () => {
  it('is not renamed to the name it has', async () => {
    const calls: readonly Hit[] = [['dev_change_name', 'name="d0" to="d0"'], ['<-dev_change_name']];
    expect(await bodiesOf(calls)).toEqual([]);
  });

  it.each<readonly [string, readonly Hit[], object]>([
    [
      'a registration that fails',
      [
        ['register_netdevice', `dev=${D0} ${P}`],
        ['<-register_netdevice', 'rc=-22'],
      ],
      { dev: D0, net: '4026532100' },
    ],
    [
      'a move out of it',
      [
        [MOVE, `dev=${D0} ${P} to${NET_B}`],
        [`<-${MOVE}`, 'rc=0'],
      ],
      { dev: D0, from: '4026532100', to: '4026532200' },
    ],
    [
      'a move into it',
      [
        [MOVE, `dev=${D0} ${NET_B} to${P}`],
        [`<-${MOVE}`, 'rc=0'],
      ],
      { dev: D0, from: '4026532200', to: '4026532100' },
    ],
  ])('is told of once its namespace has a number: %s', async (_what, hits, told) => {
    const later = list(`dev=${D1} name="d1" ifindex=9 ${P} ${NET_A}`);
    expect((await bodiesOf([...hits, later]))[0]).toMatchObject(told);
  });
});

describe('a move whose return is not probed', () => {
  const moved: readonly Hit[] = [
    list(`dev=${D0} ifindex=2 ${NET_A}`),
    list(`dev=${D1} ifindex=3 ${NET_A}`),
    [MOVE, `dev=${D0} ifindex=2 ${NET_A}`],
    unlist(`dev=${D0} ifindex=2 ${NET_A}`),
    list(`dev=${D0} ifindex=2 ${NET_B}`),
  ];

  it('is over where another device goes', async () => {
    const events = await bodiesOf([...moved, unlist(`dev=${D1} ifindex=3 ${NET_A}`)]);
    expect(events.map(({ type }) => type)).toEqual([
      'netdev.registered',
      'netdev.registered',
      'netdev.moved',
      'netdev.unregistered',
    ]);
    expect(events.at(-1)).toMatchObject({ dev: D1, net: '4026532100' });
  });

  it('is over where another device goes that only its place names', async () => {
    const events = await bodiesOf([
      ...moved.map(([fn, args = '']): Hit => [fn, args.replace(/dev=\S+ /, '')]),
      unlist(`ifindex=3 ${NET_A}`),
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'netdev.unregistered', net: '4026532100' });
  });
});
