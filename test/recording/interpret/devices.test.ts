import { describe, expect, it } from 'vitest';
import { bodiesOf, type Hit } from './kprobe-log.ts';

const NET_A = 'inum=4026532100';
const NET_B = 'inum=4026532200';

const list = (dev: string, name: string, ifindex: number, net = NET_A): Hit => [
  'list_netdevice',
  `dev=${dev} name="${name}" ifindex=${ifindex} ${net}`,
];
const unlist = (dev: string, name: string, ifindex: number, net = NET_A): Hit => [
  'unlist_netdevice',
  `dev=${dev} name="${name}" ifindex=${ifindex} ${net}`,
];

const D0 = '0xffff888000000100';
const D1 = '0xffff888000000200';

describe('a device in a log of probes', () => {
  it('appears when it is listed and disappears when it is unlisted', async () => {
    expect(await bodiesOf([list(D0, 'd0', 2), unlist(D0, 'd0', 2)])).toEqual([
      { type: 'netdev.registered', dev: D0, net: '4026532100', name: 'd0', ifindex: 2 },
      { type: 'netdev.unregistered', dev: D0, net: '4026532100', name: 'd0', ifindex: 2 },
    ]);
  });

  it('is named by namespace and ifindex where the log has no pointer', async () => {
    const hits: Hit[] = [
      ['list_netdevice', `name="d0" ifindex=2 ${NET_A}`],
      ['unlist_netdevice', `name="d0" ifindex=2 ${NET_A}`],
    ];
    expect(await bodiesOf(hits)).toMatchObject([{ dev: '4026532100:2' }, { dev: '4026532100:2' }]);
  });

  it('keeps its id in a move, which is one event', async () => {
    const events = await bodiesOf([
      list(D0, 'd0', 2),
      ['__dev_change_net_namespace', `dev=${D0} name="d0" ifindex=2 ${NET_A}`],
      unlist(D0, 'd0', 2),
      list(D0, 'd0', 5, NET_B),
      ['<-__dev_change_net_namespace', 'rc=0'],
    ]);
    expect(events.slice(1)).toEqual([
      {
        type: 'netdev.moved',
        dev: D0,
        from: '4026532100',
        to: '4026532200',
        name: 'd0',
        fromIfindex: 2,
        ifindex: 5,
      },
    ]);
  });

  it('moves also where only the two lists are probed', async () => {
    const events = await bodiesOf([
      list(D0, 'd0', 2),
      unlist(D0, 'd0', 2),
      list(D0, 'd0', 2, NET_B),
    ]);
    expect(events).toMatchObject([
      { type: 'netdev.registered' },
      { type: 'netdev.moved', from: '4026532100', to: '4026532200' },
    ]);
  });

  it('does not move when it is unlisted and another device is listed next', async () => {
    const events = await bodiesOf([
      list(D0, 'd0', 2),
      unlist(D0, 'd0', 2),
      list(D1, 'd1', 2, NET_B),
    ]);
    expect(events).toMatchObject([
      { type: 'netdev.registered', dev: D0 },
      { type: 'netdev.unregistered', dev: D0 },
      { type: 'netdev.registered', dev: D1 },
    ]);
  });

  it('is another device when its pointer comes back', async () => {
    const events = await bodiesOf([
      list(D0, 'd0', 2),
      unlist(D0, 'd0', 2),
      ['free_netdev', `dev=${D0} name="d0"`],
      list(D0, 'd1', 3),
    ]);
    expect(events).toMatchObject([{ dev: D0 }, { dev: D0 }, { dev: D0 }, { dev: `${D0}~2` }]);
  });

  it('was renamed when a line shows it under another name', async () => {
    const events = await bodiesOf([list(D0, 'd0', 2), unlist(D0, 'e0', 2)]);
    expect(events[1]).toEqual({ type: 'netdev.renamed', dev: D0, from: 'd0', to: 'e0' });
  });

  it('has a template for a name only until it is listed, and that is no renaming', async () => {
    const events = await bodiesOf([
      ['alloc_netdev_mqs', 'name="veth%d"'],
      ['<-alloc_netdev_mqs', `ret=${D0}`],
      ['register_netdevice', `dev=${D0} name="veth%d" ifindex=0 ${NET_A}`],
      list(D0, 'veth0', 2),
      ['<-register_netdevice', 'rc=0'],
    ]);
    expect(events).toEqual([
      { type: 'netdev.allocated', dev: D0, name: 'veth%d' },
      { type: 'netdev.registered', dev: D0, net: '4026532100', name: 'veth0', ifindex: 2 },
    ]);
  });

  it('fails when register_netdevice says so, in hex as in decimal', async () => {
    for (const rc of ['rc=-22', 'rc=0xffffffea', 'ret=0xffffffffffffffea']) {
      const events = await bodiesOf([
        ['register_netdevice', `dev=${D0} name="x" ifindex=0 ${NET_A}`],
        ['<-register_netdevice', rc],
      ]);
      expect(events).toMatchObject([{ type: 'netdev.failed', dev: D0, name: 'x', rc: -22 }]);
    }
  });

  it('is listed and unlisted inside one failing registration', async () => {
    const events = await bodiesOf([
      ['register_netdevice', `dev=${D0} name="all" ifindex=0 ${NET_A}`],
      list(D0, 'all', 2),
      ['unregister_netdevice_many', ''],
      unlist(D0, 'all', 2),
      ['<-register_netdevice', 'rc=-22'],
    ]);
    expect(events).toMatchObject([
      { type: 'netdev.registered' },
      { type: 'netdev.unregistered' },
      { type: 'netdev.failed', rc: -22 },
    ]);
  });

  it('has the name it has, however it looks', async () => {
    const hostile = ['name="lo"', 'a"b', '<script>', '(fault)', 'x=1,y=2', 'back\\slash'];
    for (const name of hostile) {
      expect(await bodiesOf([list(D0, name, 2)])).toMatchObject([{ name }]);
    }
  });

  it('is renamed by a template to what the next line calls it', async () => {
    const events = await bodiesOf([
      list(D0, 'd0', 2),
      ['dev_change_name', `dev=${D0} name="d0" ifindex=2 ${NET_A} newname="dev%d"`],
      ['<-dev_change_name', 'rc=0'],
      unlist(D0, 'dev3', 2),
    ]);
    expect(events[1]).toEqual({ type: 'netdev.renamed', dev: D0, from: 'd0', to: 'dev3' });
  });

  it('is one device where one probe prints its pointer and the other only its place', async () => {
    const place = `name="d0" ifindex=2 ${NET_A}`;
    const both = `dev=${D0} ${place}`;
    const logs: readonly (readonly Hit[])[] = [
      [
        ['list_netdevice', both],
        ['unlist_netdevice', place],
      ],
      [
        ['list_netdevice', place],
        ['unlist_netdevice', both],
      ],
    ];
    for (const log of logs) {
      const events = await bodiesOf(log);
      const ids = events.map((event) => 'dev' in event && event.dev);
      expect(new Set(ids).size).toBe(1);
    }
  });

  it('has an id from its place also when it is older than the log', async () => {
    const events = await bodiesOf([['unlist_netdevice', `name="lo" ifindex=1 ${NET_A}`]]);
    expect(events).toMatchObject([{ type: 'netdev.unregistered', dev: '4026532100:1' }]);
  });

  it.each([
    ['by its name', 'name="d0" ifindex=7', 'netdev.moved'],
    ['not under another name', 'name="d1" ifindex=7', 'netdev.registered'],
    ['not without a name', 'ifindex=7', 'netdev.registered'],
  ])('moves also where nothing shows its pointer: %s', async (_how, arriving, type) => {
    const events = await bodiesOf([
      ['list_netdevice', `name="d0" ifindex=2 ${NET_A}`],
      ['unlist_netdevice', `name="d0" ifindex=2 ${NET_A}`],
      ['list_netdevice', `${arriving} ${NET_B}`],
    ]);
    expect(events.at(-1)).toMatchObject({ type });
  });

  it('does not move into the namespace it is in, nor as a loopback', async () => {
    for (const [place, to] of [
      ['name="d0" ifindex=2', NET_A],
      ['name="lo" ifindex=1', NET_B],
    ] as const) {
      const events = await bodiesOf([
        ['list_netdevice', `${place} ${NET_A}`],
        ['unlist_netdevice', `${place} ${NET_A}`],
        ['list_netdevice', `${place} ${to}`],
      ]);
      expect(events.map((event) => 'type' in event && event.type)).toEqual([
        'netdev.registered',
        'netdev.unregistered',
        'netdev.registered',
      ]);
    }
  });

  it('leaves for good where the task goes on with anything else', async () => {
    const events = await bodiesOf([
      list(D0, 'd0', 2),
      unlist(D0, 'd0', 2),
      ['free_netdev', `dev=${D0} name="d0"`],
      list(D0, 'd0', 2, NET_B),
    ]);
    expect(events.map((event) => 'type' in event && event.type)).toEqual([
      'netdev.registered',
      'netdev.unregistered',
      'netdev.freed',
      'netdev.registered',
    ]);
  });

  it('moves by the arguments of the move alone, where neither list is probed', async () => {
    const move = (rc: string, to: string): readonly Hit[] => [
      ['__dev_change_net_namespace', `dev=${D0} name="d0" ifindex=2 ${NET_A} ${to}`],
      ['<-__dev_change_net_namespace', rc],
    ];
    expect(await bodiesOf(move('rc=0', 'toinum=4026532200'))).toEqual([
      {
        type: 'netdev.moved',
        dev: D0,
        from: '4026532100',
        to: '4026532200',
        name: 'd0',
        fromIfindex: 2,
        ifindex: null,
      },
    ]);
    expect(await bodiesOf(move('rc=0', ''))).toMatchObject([{ type: 'netdev.moved', to: null }]);
    expect(await bodiesOf(move('rc=-17', 'toinum=4026532200'))).toEqual([]);
    expect(await bodiesOf(move('rc=0', 'toinum=4026532100'))).toEqual([]);
  });

  it('is allocated nowhere when there was no memory', async () => {
    const events = await bodiesOf([
      ['alloc_netdev_mqs', 'name="veth%d"'],
      ['<-alloc_netdev_mqs', 'ret=0x0'],
      ['alloc_netdev_mqs', 'name="veth%d"'],
      ['<-alloc_netdev_mqs', `dev=${D0}`],
      ['alloc_netdev_mqs', 'name="veth%d"'],
      ['<-alloc_netdev_mqs', `rc=${D1}`],
    ]);
    expect(events).toMatchObject([{ dev: D0 }, { dev: D1 }]);
  });

  it('is freed by the call that frees it, not by the one that only marks it', async () => {
    const events = await bodiesOf([
      ['free_netdev', `dev=${D0} name="d0" state=2`],
      ['free_netdev', `dev=${D1} name="d1" state=3`],
      ['free_netdev', `dev=${D0} name="d0"`],
    ]);
    expect(events).toEqual([
      { type: 'netdev.freed', dev: D1, name: 'd1' },
      { type: 'netdev.freed', dev: D0, name: 'd0' },
    ]);
  });

  it('is registered without a word where register_netdevice returns 0 or shows no result', async () => {
    for (const rc of ['rc=0', '']) {
      const events = await bodiesOf([
        ['register_netdevice', `dev=${D0} name="x" ifindex=0 ${NET_A}`],
        ['<-register_netdevice', rc],
      ]);
      expect(events).toEqual([]);
    }
  });

  it('keeps its name where renaming failed, or asks for the name it has', async () => {
    for (const [wish, rc] of [
      ['e0', 'rc=-17'],
      ['d0', 'rc=0'],
    ] as const) {
      const events = await bodiesOf([
        list(D0, 'd0', 2),
        ['dev_change_name', `dev=${D0} name="d0" ifindex=2 ${NET_A} newname="${wish}"`],
        ['<-dev_change_name', rc],
        unlist(D0, 'd0', 2),
      ]);
      expect(events.map((event) => 'type' in event && event.type)).toEqual([
        'netdev.registered',
        'netdev.unregistered',
      ]);
    }
  });

  it('is renamed once: by the call that shows the new name, under either name of it', async () => {
    for (const wish of ['newname', 'to']) {
      const events = await bodiesOf([
        list(D0, 'd0', 2),
        ['dev_change_name', `dev=${D0} name="d0" ifindex=2 ${NET_A} ${wish}="e0"`],
        ['<-dev_change_name', 'rc=0'],
        unlist(D0, 'e0', 2),
      ]);
      expect(events.slice(1)).toMatchObject([
        { type: 'netdev.renamed', dev: D0, from: 'd0', to: 'e0' },
        { type: 'netdev.unregistered', name: 'e0' },
      ]);
    }
  });

  it('gets the next use of its place where one of that place has gone', async () => {
    const place = `name="d0" ifindex=2 ${NET_A}`;
    const events = await bodiesOf([
      ['list_netdevice', place],
      ['unlist_netdevice', place],
      ['list_netdevice', place],
      ['unlist_netdevice', place],
      ['list_netdevice', place],
    ]);
    expect(events.map((event) => 'dev' in event && event.dev)).toEqual([
      '4026532100:2',
      '4026532100:2',
      '4026532100:2~2',
      '4026532100:2~2',
      '4026532100:2~3',
    ]);
  });

  it('is listed twice by two probes that show the same, but is there once', async () => {
    const same = await bodiesOf([list(D0, 'd0', 2), list(D0, 'd0', 2)]);
    expect(same.map((event) => 'dev' in event && event.dev)).toEqual([D0, D0]);
    for (const other of [list(D0, 'd1', 2), list(D0, 'd0', 3), list(D0, 'd0', 2, NET_B)]) {
      const events = await bodiesOf([list(D0, 'd0', 2), other]);
      expect(events.map((event) => 'dev' in event && event.dev)).toEqual([D0, `${D0}~2`]);
    }
  });
});

describe('a renaming on 7.x', () => {
  it('is told once, whether rtnetlink or dev_change_name calls netif_change_name', async () => {
    const call = (fn: string): Hit => [fn, `dev=${D0} name="d0" ifindex=2 ${NET_A} newname="d9"`];
    const inner: readonly Hit[] = [call('netif_change_name'), ['<-netif_change_name', 'rc=0']];
    const outer: readonly Hit[] = [
      call('dev_change_name'),
      ...inner,
      ['<-dev_change_name', 'rc=0'],
    ];
    for (const hits of [inner, outer]) {
      const events = await bodiesOf([list(D0, 'd0', 2), ...hits, unlist(D0, 'd9', 2)]);
      expect(events.slice(1, -1)).toEqual([
        { type: 'netdev.renamed', dev: D0, from: 'd0', to: 'd9' },
      ]);
    }
  });
});

describe('a log of probes that print nothing', () => {
  const nobody = { dev: null, name: null };
  const nowhere = { ...nobody, net: null, ifindex: null };

  it.each<readonly [string, readonly Hit[], object]>([
    ['listed', [['list_netdevice']], { type: 'netdev.registered', ...nowhere }],
    ['unlisted', [['unlist_netdevice']], { type: 'netdev.unregistered', ...nowhere }],
    ['freed', [['free_netdev']], { type: 'netdev.freed', ...nobody }],
    [
      'allocated',
      [['alloc_netdev_mqs'], ['<-alloc_netdev_mqs']],
      { type: 'netdev.allocated', ...nobody },
    ],
    [
      'refused',
      [['register_netdevice'], ['<-register_netdevice', 'rc=-22']],
      { type: 'netdev.failed', ...nobody, net: null, rc: -22 },
    ],
    [
      'renamed',
      [['dev_change_name', 'to="e0"'], ['<-dev_change_name']],
      { type: 'netdev.renamed', dev: null, from: null, to: 'e0' },
    ],
    [
      'moved',
      [['__dev_change_net_namespace'], ['<-__dev_change_net_namespace', 'rc=0']],
      {
        type: 'netdev.moved',
        ...nobody,
        ...{ from: null, to: null, fromIfindex: null, ifindex: null },
      },
    ],
  ])('tells that some device was %s', async (_what, hits, body) => {
    expect(await bodiesOf(hits)).toEqual([body]);
  });
});

describe('a device of a namespace whose number comes later', () => {
  const P = 'net=0xffff888000001000';
  const inSetup = (...hits: readonly Hit[]) =>
    bodiesOf([
      ['setup_net', `${P} inum=0`],
      ...hits,
      ['ops_init', `ops=net_ns_ops+0x0/0x60 ${P} inum=4026532100`],
      ['<-ops_init', 'rc=0'],
      ['<-setup_net', 'rc=0'],
    ]);

  it('is told of under that number', async () => {
    const place = `name="d0" ifindex=2 ${P} inum=0`;
    const events = await inSetup(
      ['list_netdevice', place],
      ['register_netdevice', place],
      ['<-register_netdevice', 'rc=-22'],
      ['dev_change_name', `${place} newname="e0"`],
      ['<-dev_change_name', 'rc=0'],
      ['unlist_netdevice', `name="e0" ifindex=2 ${P} inum=0`],
      ['free_netdev', `name="e0" ifindex=2 ${P} inum=0`],
    );
    const dev = '4026532100:2';
    expect(events.slice(1, -2)).toMatchObject([
      { type: 'netdev.registered', dev, net: '4026532100' },
      { type: 'netdev.failed', dev, net: '4026532100' },
      { type: 'netdev.renamed', dev, from: 'd0', to: 'e0' },
      { type: 'netdev.unregistered', dev, net: '4026532100' },
      { type: 'netdev.freed', dev },
    ]);
  });

  it('leaves it and comes to it under that number', async () => {
    const events = await inSetup(
      ['__dev_change_net_namespace', `dev=${D0} name="d0" ifindex=2 ${P} inum=0 toinum=4026532200`],
      ['<-__dev_change_net_namespace', 'rc=0'],
      ['__dev_change_net_namespace', `dev=${D1} name="d1" ifindex=3 ${NET_B} to${P}`],
      ['<-__dev_change_net_namespace', 'rc=0'],
    );
    expect(events.slice(1, 3)).toMatchObject([
      { type: 'netdev.moved', dev: D0, from: '4026532100', to: '4026532200' },
      { type: 'netdev.moved', dev: D1, from: '4026532200', to: '4026532100' },
    ]);
  });
});

describe('a name that changed unseen', () => {
  it.each(['dev_change_name', '__dev_change_net_namespace'])(
    'is told by the next line that shows another: %s',
    async (fn) => {
      const events = await bodiesOf([
        list(D0, 'd0', 2),
        [fn, `dev=${D0} name="x0" ifindex=2 ${NET_A}`],
        [`<-${fn}`, 'rc=-17'],
      ]);
      expect(events.slice(1)).toEqual([{ type: 'netdev.renamed', dev: D0, from: 'd0', to: 'x0' }]);
    },
  );
});
