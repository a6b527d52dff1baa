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
});
