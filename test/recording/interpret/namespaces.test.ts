import { describe, expect, it } from 'vitest';
import { bodiesOf, type Hit } from './kprobe-log.ts';

const P = 'net=0xffff888000001000';
const Q = 'net=0xffff888000002000';
const LO = 'dev=0xffff888000000100 name="lo" ifindex=1';

const setup = (pointer: string, inum: number, ...inside: readonly Hit[]): readonly Hit[] => [
  ['setup_net', `${pointer} inum=0`],
  ['ops_init', `ops=net_ns_ops+0x0/0x60 ${pointer} inum=0`],
  ['<-ops_init', 'rc=0'],
  ['ops_init', `ops=loopback_net_ops+0x0/0x60 ${pointer} inum=${inum}`],
  ...inside,
  ['<-ops_init', 'rc=0'],
  ['<-setup_net', 'rc=0'],
];

describe('a namespace in a log of probes', () => {
  it('has its inode number from its first event on, though the log shows it later', async () => {
    const events = await bodiesOf(
      setup(P, 4026532100, ['list_netdevice', `${LO} ${P} inum=4026532100`]),
    );
    expect(events).toEqual([
      { type: 'net.setup', net: '4026532100' },
      { type: 'pernet.initialized', ops: 'net_ns_ops', net: '4026532100' },
      {
        type: 'netdev.registered',
        dev: '0xffff888000000100',
        net: '4026532100',
        name: 'lo',
        ifindex: 1,
      },
      { type: 'pernet.initialized', ops: 'loopback_net_ops', net: '4026532100' },
      { type: 'net.ready', net: '4026532100' },
    ]);
  });

  it('has a synthetic id where no line shows its inode number', async () => {
    const events = await bodiesOf([
      ['setup_net', P],
      ['<-setup_net', 'rc=0'],
      ['setup_net', Q],
      ['<-setup_net', 'rc=0'],
    ]);
    expect(events).toMatchObject([
      { net: 'net1' },
      { net: 'net1' },
      { net: 'net2' },
      { net: 'net2' },
    ]);
  });

  it('is another one when the inode number comes back', async () => {
    const life = setup(P, 4026532100, ['list_netdevice', `${LO} ${P} inum=4026532100`]);
    const death: readonly Hit[] = [
      ['cleanup_net', '', 'kworker/u4:1-7'],
      ['unlist_netdevice', `${LO} ${P} inum=4026532100`, 'kworker/u4:1-7'],
      ['<-cleanup_net', '', 'kworker/u4:1-7'],
    ];
    const events = await bodiesOf([...life, ...death, ...setup(Q, 4026532100)]);
    expect(events).toContainEqual({ type: 'net.freed', net: '4026532100' });
    expect(events.at(-1)).toEqual({ type: 'net.ready', net: '4026532100~2' });
  });

  it('is another one when a second lo appears under its number, setup_net unprobed', async () => {
    const events = await bodiesOf([
      ['list_netdevice', 'name="lo" ifindex=1 inum=4026532100'],
      ['unlist_netdevice', 'name="lo" ifindex=1 inum=4026532100'],
      ['list_netdevice', 'name="lo" ifindex=1 inum=4026532100'],
    ]);
    expect(events).toMatchObject([
      { type: 'netdev.registered', net: '4026532100' },
      { type: 'netdev.unregistered', net: '4026532100' },
      { type: 'netdev.registered', net: '4026532100~2' },
    ]);
  });

  it('fails with the error of setup_net, the operation that failed first', async () => {
    const events = await bodiesOf([
      ['setup_net', `${P} inum=0`],
      ['ops_init', `ops=net_ns_ops+0x0/0x60 ${P} inum=0`],
      ['<-ops_init', 'rc=0'],
      ['ops_init', `ops=loopback_net_ops+0x0/0x60 ${P} inum=4026532100`],
      ['<-ops_init', 'rc=-4'],
      ['<-setup_net', 'rc=-4'],
    ]);
    expect(events.slice(2)).toEqual([
      { type: 'pernet.failed', ops: 'loopback_net_ops', net: '4026532100', rc: -4 },
      { type: 'net.failed', net: '4026532100', rc: -4 },
      { type: 'net.freed', net: '4026532100' },
    ]);
  });

  it('never was, when copy_net_ns hits the limit; a pointer it returns is no error', async () => {
    const events = await bodiesOf([
      ['copy_net_ns', 'flags=0x40000000'],
      ['<-copy_net_ns', 'ret=0xffffffffffffffe4'],
      ['copy_net_ns', 'flags=0x0'],
      ['<-copy_net_ns', 'ret=0xffff888000001000'],
      ['copy_net_ns', 'flags=0x0'],
      ['<-copy_net_ns', 'ret=-131941257625600'],
    ]);
    expect(events).toEqual([{ type: 'net.failed', net: null, rc: -28 }]);
  });

  it('keeps two setups apart that interleave in two tasks', async () => {
    const [a, b] = [setup(P, 4026532100), setup(Q, 4026532200)];
    const mixed = a.flatMap((hit, index): readonly Hit[] => {
      const other = b[index];
      const first: Hit = [hit[0], hit[1] ?? '', 'ip-1'];
      return other === undefined ? [first] : [first, [other[0], other[1] ?? '', 'ip-2']];
    });
    const events = await bodiesOf(mixed);
    const of = (net: string) => events.filter((event) => 'net' in event && event.net === net);
    expect(of('4026532100')).toEqual(await bodiesOf(a));
    expect(of('4026532200')).toEqual(await bodiesOf(b));
  });

  it('is init_net when its inode number says so', async () => {
    const events = await bodiesOf([['list_netdevice', 'name="d0" ifindex=2 inum=4026531840']]);
    expect(events).toMatchObject([{ net: '4026531840', dev: '4026531840:2' }]);
  });

  it('is init_net under the number 7.x gives it, too', async () => {
    const events = await bodiesOf([['list_netdevice', 'name="d0" ifindex=2 inum=4026531833']]);
    expect(events).toMatchObject([{ net: '4026531840' }]);
  });

  it('is undone alone where setup_net runs the exits, also without lines of the callbacks', async () => {
    const events = await bodiesOf([
      ['setup_net', `${P} inum=4026532100`],
      ['ops_init', `ops=net_ns_ops+0x0/0x60 ${P} inum=4026532100`],
      ['<-ops_init', 'rc=0'],
      ['ops_init', `ops=loopback_net_ops+0x0/0x60 ${P} inum=4026532100`],
      ['<-ops_init', 'rc=-12'],
      ['ops_exit_list', 'ops=net_ns_ops+0x0/0x60 exit=net_ns_net_exit+0x0/0x10 exit_batch=0x0'],
      ['<-setup_net', 'rc=-12'],
    ]);
    expect(events).toContainEqual({
      type: 'pernet.exited',
      ops: 'net_ns_ops',
      net: '4026532100',
      phase: 'exit',
    });
  });

  it('survives a return line that a kretprobe missed', async () => {
    const whole = setup(P, 4026532100, ['list_netdevice', `${LO} ${P} inum=4026532100`]);
    const expected = await bodiesOf([...whole, ...setup(Q, 4026532200)]);
    const returns = whole.flatMap(([fn], index) => (fn === '<-ops_init' ? [index] : []));
    for (const missing of returns) {
      const log = [...whole.filter((_, index) => index !== missing), ...setup(Q, 4026532200)];
      expect(await bodiesOf(log)).toEqual(expected);
    }
  });
});

describe('a log of more tasks than anybody remembers', () => {
  /** So many tasks come and go; each does something of interest. */
  const crowd: readonly Hit[] = Array.from({ length: 5000 }, (_, index) => [
    'free_netdev',
    'name="other"',
    `ip-${1000 + index}`,
  ]);

  it('remembers those that are in the middle of something', async () => {
    const [begin, ...rest] = setup(P, 4026532100);
    const events = await bodiesOf([...(begin === undefined ? [] : [begin]), ...crowd, ...rest]);
    const others = events.filter((event) => !('name' in event && event.name === 'other'));
    expect(others).toEqual(await bodiesOf(setup(P, 4026532100)));
  });

  it('remembers those that unlisted a device and may list it elsewhere', async () => {
    const place = 'dev=0xffff888000000100 name="d0" ifindex=2';
    const events = await bodiesOf([
      ['list_netdevice', `${place} inum=4026532100`],
      ['unlist_netdevice', `${place} inum=4026532100`],
      ...crowd,
      ['list_netdevice', `${place} inum=4026532200`],
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'netdev.moved', to: '4026532200' });
  });
});
