import { describe, expect, it } from 'vitest';
import type { Entered } from '../../../src/recording/interpret/calls.ts';
import { Interpreter } from '../../../src/recording/interpret/interpreter.ts';
import { type Body, bodiesOf, bodyOf, type Hit } from './kprobe-log.ts';
import { entered } from './observed.ts';

const NET_A = 'inum=4026532100';
const NET_B = 'inum=4026532200';
/** A namespace by its address, before its number is known and when it is. */
const P = 'net=0xffff888000001000';
const P_AS_A = `${P} ${NET_A}`;
const D0 = '0xffff888000000100';
const D1 = '0xffff888000000200';

const list = (args: string): Hit => ['list_netdevice', args];
const unlist = (args: string): Hit => ['unlist_netdevice', args];

async function typesOf(hits: readonly Hit[]): Promise<readonly string[]> {
  return (await bodiesOf(hits)).map(({ type }) => type);
}

/** What is told by each of these lines, one after the other. */
function toldBy(...lines: readonly Entered[]): readonly (readonly Body[])[] {
  const interpreter = new Interpreter();
  return lines.map((line) => interpreter.take([line]).map(bodyOf));
}

const MOVE = '__dev_change_net_namespace';
const [REGISTERED, UNREGISTERED, MOVED] = [
  'netdev.registered',
  'netdev.unregistered',
  'netdev.moved',
];

describe('a device that is unlisted and listed again elsewhere', () => {
  const d0 = `dev=${D0} name="d0" ifindex=2`;

  it('has moved where nothing but the lists is shown', async () => {
    expect(await typesOf([unlist(`${d0} ${NET_A}`), list(`${d0} ${NET_B}`)])).toEqual([MOVED]);
  });

  it.each(['unregister_netdevice_many', 'unregister_netdevice_many_notify'])(
    'is gone for good where %s is around, and another has its address',
    async (fn) => {
      const hits: readonly Hit[] = [[fn], unlist(`${d0} ${NET_A}`), list(`${d0} ${NET_B}`)];
      expect(await typesOf(hits)).toEqual([UNREGISTERED, REGISTERED]);
    },
  );

  it('is gone for good where the log shows moves, and this is outside one', async () => {
    const hits: readonly Hit[] = [
      [MOVE, `dev=${D1} name="d1" ifindex=2 ${NET_A}`],
      [`<-${MOVE}`, 'rc=-17'],
      unlist(`${d0} ${NET_A}`),
      list(`${d0} ${NET_B}`),
    ];
    expect(await typesOf(hits)).toEqual([UNREGISTERED, REGISTERED]);
  });

  it('is gone at once where another than the move calls, and may move where the move does', () => {
    const [by, args] = ['unregister_netdevice_many_notify', { dev: D0, name: 'd0', ifindex: '2' }];
    expect(toldBy(entered('unlist_netdevice', by, { args }))).toMatchObject([
      [{ type: UNREGISTERED }],
    ]);
    expect(toldBy(entered('unlist_netdevice', MOVE, { args }))).toEqual([[]]);
    const moved = toldBy(
      entered('unlist_netdevice', MOVE, { args: { ...args, inum: '4026532100' } }),
      entered('list_netdevice', MOVE, {
        args: { dev: D1, ifindex: '2', inum: '4026532200' },
      }),
    );
    expect(moved).toMatchObject([[], [{ type: MOVED, dev: D0 }]]);
  });

  it('has moved though it is a loopback, where its address tells: a promise is about that', async () => {
    const lo = `dev=${D0} name="lo" ifindex=1`;
    expect(await typesOf([unlist(`${lo} ${NET_A}`), list(`${lo} ${NET_B}`)])).toEqual([MOVED]);
  });

  it.each([
    ['neither address nor name', `ifindex=2 ${NET_A}`, `ifindex=7 ${NET_B}`],
    ['an address only behind', '', `dev=${D0} name="d0" ifindex=7 ${NET_B}`],
    ['the name of a loopback', `name="lo" ifindex=1`, `name="lo" ifindex=1 ${NET_B}`],
  ])('is taken for two where the lines show %s', async (_what, left, arrived) => {
    expect(await typesOf([unlist(left), list(arrived)])).toEqual([UNREGISTERED, REGISTERED]);
  });

  it('is taken for two where it was a loopback, which only an address can tell apart', async () => {
    const lo = `dev=${D0} name="lo"`;
    const arrived = list(`name="lo" ifindex=1 ${NET_B}`);
    const hits = [list(`${lo} ifindex=1 ${NET_A}`), unlist(`${lo} ${NET_A}`), arrived];
    expect(await typesOf(hits)).toEqual([REGISTERED, UNREGISTERED, REGISTERED]);
  });

  it('has no id where nobody showed both its namespace and its ifindex before', async () => {
    const arrival = list(`name="d0" ifindex=7 ${NET_B}`);
    const nobody = { type: MOVED, dev: null, name: 'd0', to: '4026532200', ifindex: 7 };
    expect(await bodiesOf([unlist('name="d0" ifindex=2'), arrival])).toEqual([
      { ...nobody, from: null, fromIfindex: 2 },
    ]);
    expect(await bodiesOf([unlist(`name="d0" ${NET_A}`), arrival])).toEqual([
      { ...nobody, from: '4026532100', fromIfindex: null },
    ]);
  });
});

describe('a move whose lines show little', () => {
  const END: Hit = [`<-${MOVE}`, 'rc=0'];
  const inside = (around: string, ...lists: readonly Hit[]): readonly Hit[] => [
    [MOVE, around],
    ...lists,
    END,
  ];

  it('has the device and where it was from its own line', async () => {
    const place = `name="d0" ifindex=5 ${NET_B}`;
    const events = await bodiesOf([
      ...inside(`dev=${D0} name="d0" ifindex=2 ${NET_A}`, list(place)),
      unlist(place),
    ]);
    expect(events).toMatchObject([
      { type: MOVED, dev: D0, from: '4026532100', to: '4026532200', fromIfindex: 2, ifindex: 5 },
      { type: UNREGISTERED, dev: D0, net: '4026532200' },
    ]);
  });

  it('has them from the lists where its own line shows nothing', async () => {
    const lists = [unlist(`dev=${D0} ifindex=2 ${NET_A}`), list(`dev=${D0} ifindex=5 ${NET_B}`)];
    expect(await bodiesOf(inside('', ...lists))).toMatchObject([
      { type: MOVED, dev: D0, from: '4026532100', to: '4026532200', fromIfindex: 2, ifindex: 5 },
    ]);
  });

  it('is told with nothing where no line shows anything', async () => {
    const nothing = { dev: null, from: null, to: null, name: null };
    expect(await bodiesOf(inside('', list('')))).toEqual([
      { type: MOVED, ...nothing, fromIfindex: null, ifindex: null },
    ]);
  });
});

describe('a loopback', () => {
  const INIT: Hit = ['loopback_net_init', NET_A];

  it('is the device listed while loopback_net_init runs, whatever the line shows', async () => {
    const lo = { type: REGISTERED, net: '4026532100', name: 'lo', ifindex: 1 };
    const inferred = ['name', 'ifindex'];
    expect(await bodiesOf([INIT, list('')])).toEqual([{ ...lo, dev: '4026532100:1', inferred }]);
    expect(await bodiesOf([INIT, list(`dev=${D0}`)])).toEqual([{ ...lo, dev: D0, inferred }]);
    expect(await bodiesOf([INIT, list('name="lo" ifindex=1')])).toEqual([
      { ...lo, dev: '4026532100:1' },
    ]);
  });

  it('has the address that it was allocated at, where its listing shows none', async () => {
    const allocated: readonly Hit[] = [['alloc_netdev_mqs'], ['<-alloc_netdev_mqs', `ret=${D0}`]];
    expect(await bodiesOf([INIT, ...allocated, list('')])).toMatchObject([
      { dev: D0 },
      { dev: D0 },
    ]);
  });

  it('is told of as soon as it is listed', () => {
    const told = toldBy(
      entered('loopback_net_init', 'ops_init', { args: { inum: '4026532100' } }),
      entered('alloc_netdev_mqs', 'loopback_net_init'),
      entered('list_netdevice', 'register_netdevice'),
    );
    expect(told.flat().slice(-1)).toMatchObject([{ type: REGISTERED, name: 'lo' }]);
  });

  it('is not the next device that is listed, nor one at another address', async () => {
    const d0 = 'name="d0" ifindex=2';
    expect(await bodiesOf([INIT, list(''), list(d0)])).toMatchObject([
      { dev: '4026532100:1' },
      { dev: '4026532100:2', name: 'd0' },
    ]);
    const allocated: readonly Hit[] = [
      ['alloc_netdev_mqs', 'name="lo"'],
      ['<-alloc_netdev_mqs', `ret=${D0}`],
    ];
    const events = await bodiesOf([INIT, ...allocated, list(`dev=${D1} ${d0}`)]);
    expect(events).toMatchObject([{ dev: D0 }, { dev: D1, name: 'd0' }]);
  });

  it('that goes ends a life, and only a loopback that comes begins another', async () => {
    const lo = `name="lo" ifindex=1 ${NET_A}`;
    const d0 = `name="d0" ifindex=2 ${NET_A}`;
    const netsOf = async (hits: readonly Hit[]) =>
      (await bodiesOf(hits)).map((event) => 'net' in event && event.net);
    const [first, second] = ['4026532100', '4026532100~2'];
    expect(await netsOf([unlist(lo), list(d0), list(lo)])).toEqual([first, first, second]);
    const freed: Hit = ['free_netdev', 'name="d0"'];
    expect(await netsOf([list(d0), unlist(d0), freed, list(lo)])).toEqual([
      ...[first, first],
      ...[false, first],
    ]);
  });

  it('goes in a cleanup, though the log does not show of which namespace', async () => {
    const hits: readonly Hit[] = [
      ['cleanup_net'],
      unlist('name="lo" ifindex=1'),
      ['<-cleanup_net'],
    ];
    expect(await bodiesOf(hits)).toEqual([
      { type: 'net.cleanup', net: null },
      { type: UNREGISTERED, dev: null, net: null, name: 'lo', ifindex: 1 },
    ]);
  });
});

describe('what first tells of a namespace whose number comes later', () => {
  const LATER = list(`dev=${D1} name="d1" ifindex=9 ${P_AS_A}`);

  it.each<readonly [string, readonly Hit[], object]>([
    [
      'an appearance',
      [list(`name="d0" ifindex=2 ${P}`)],
      { dev: '4026532100:2', net: '4026532100' },
    ],
    ['a disappearance', [unlist(`dev=${D0} ifindex=2 ${P}`)], { dev: D0, net: '4026532100' }],
    [
      'a move out of it',
      [[MOVE], unlist(`dev=${D0} ifindex=2 ${P}`), list(`dev=${D0} ifindex=2 ${NET_B}`)],
      { dev: D0, from: '4026532100', to: '4026532200' },
    ],
    [
      'a move into it',
      [[MOVE], unlist(`dev=${D0} ifindex=2 ${NET_B}`), list(`dev=${D0} ifindex=2 ${P}`)],
      { dev: D0, from: '4026532200', to: '4026532100' },
    ],
  ])('waits for it: %s', async (_what, hits, told) => {
    const [event] = await bodiesOf([...hits, [`<-${MOVE}`, 'rc=0'], LATER]);
    expect(event).toMatchObject(told);
  });
});
