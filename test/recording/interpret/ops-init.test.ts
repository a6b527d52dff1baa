import { describe, expect, it } from 'vitest';
import { INIT_NET } from '../../../src/model/ids.ts';
import { Interpreter } from '../../../src/recording/interpret/interpreter.ts';
import { observe } from '../observe.ts';
import { bodiesOfGraph } from './function-log.ts';
import { bodiesOf, type Hit, kprobeLog } from './kprobe-log.ts';

const P = 'net=0xffff888000001000';
const A = '4026532100';
const NET = `${P} inum=${A}`;
const ops = (name: string) => `ops=${name}+0x0/0x60`;
const OURS = ops('my_ops');
const BEGIN: readonly Hit[] = [['setup_net', NET]];
const END: readonly Hit[] = [['<-setup_net', 'rc=0']];

/** What a log tells between the beginning and the end of a setup_net. */
const inSetup = async (...hits: readonly Hit[]) =>
  (await bodiesOf([...BEGIN, ...hits, ...END])).slice(1, -1);

const initialized = (name: string | null, net: string | null = A) => ({
  type: 'pernet.initialized',
  ops: name,
  net,
});
const failed = (name: string | null, rc: number | null, net: string | null = A) => ({
  type: 'pernet.failed',
  ops: name,
  net,
  rc,
});
const INFERRED = { inferred: ['ops'] };

const AN_INIT: readonly Hit[] = [['ops_init'], ['<-ops_init', 'rc=0']];

describe('ops_init', () => {
  it('tells the result it shows', async () => {
    const told = (rc: number) => inSetup(['ops_init', OURS], ['<-ops_init', `rc=${rc}`]);
    expect(await told(0)).toEqual([initialized('my_ops')]);
    expect(await told(-12)).toEqual([failed('my_ops', -12)]);
  });

  it('failed where what comes next undoes it, and succeeded otherwise', async () => {
    const hits: readonly Hit[] = [
      ['ops_init', ops('first_ops')],
      ['ops_init', ops('second_ops')],
    ];
    expect(await inSetup(...hits)).toEqual([initialized('first_ops'), initialized('second_ops')]);
    const undone = await bodiesOf([...BEGIN, ...hits, ['ops_exit_list', ops('first_ops')]]);
    expect(undone.slice(1, 3)).toEqual([initialized('first_ops'), failed('second_ops', null)]);
  });

  it('says nothing of its end where a graph shows every return but this one', async () => {
    const begin = ['setup_net() {', '  ops_init() {'];
    const told = async (...rest: readonly string[]) =>
      (await bodiesOfGraph([...begin, ...rest])).map(({ type }) => type);
    expect(await told('  }', '}')).toEqual(['net.setup', 'pernet.initialized', 'net.ready']);
    expect(await told('}')).toEqual(['net.setup', 'net.ready']);
    expect(await told('net_ns_init() {')).toEqual(['net.setup']);
  });

  it('without arguments is default_device_ops behind loopback, and else unknown', async () => {
    const hits = [
      ['ops_init', ops('loopback_net_ops')],
      ['<-ops_init', 'rc=0'],
    ] as const;
    expect(await inSetup(...hits, ...AN_INIT, ...AN_INIT)).toEqual([
      initialized('loopback_net_ops'),
      { ...initialized('default_device_ops'), ...INFERRED },
      initialized(null),
    ]);
    expect(await inSetup(['ops_init', OURS], ['<-ops_init', 'rc=0'], ...AN_INIT)).toEqual([
      initialized('my_ops'),
      initialized(null),
    ]);
  });

  it('says what is inferred of it also where its success is, only later', async () => {
    const hits: readonly Hit[] = [['ops_init', ops('loopback_net_ops')], ['ops_init']];
    expect((await inSetup(...hits)).at(-1)).toEqual({
      ...initialized('default_device_ops'),
      ...INFERRED,
    });
  });

  it('has the name that its registration turns out to have, and says if that is inferred', async () => {
    const hits: readonly Hit[] = [['net_dev_init'], ['register_pernet_device'], ...AN_INIT];
    expect((await bodiesOf([...hits, ['<-register_pernet_device', 'rc=0']])).at(-1)).toEqual({
      ...initialized('loopback_net_ops', INIT_NET),
      ...INFERRED,
    });
    expect(await inSetup(...AN_INIT)).toEqual([initialized(null)]);
  });

  it('works on init_net in a registration of the boot, as long as that is alone', async () => {
    const inits = async (...hits: readonly Hit[]) =>
      (await bodiesOf(hits)).filter(({ type }) => type === 'pernet.initialized');
    const registered: readonly Hit[] = [
      ['register_pernet_subsys', OURS],
      ['ops_init', OURS],
    ];
    const returned: Hit = ['<-ops_init', 'rc=0'];
    const booted: Hit = ['net_ns_init'];
    expect(await inits(booted, ...registered, returned)).toEqual([initialized('my_ops', INIT_NET)]);
    expect(await inits(...registered, returned)).toEqual([initialized('my_ops', null)]);
    expect(await inits(booted, ['ops_init', OURS], returned)).toEqual([
      initialized('my_ops', null),
    ]);
    const named: Hit = ['ops_init', `${OURS} ${NET}`];
    expect(await inits(booted, ['register_pernet_subsys', OURS], named, returned)).toEqual([
      initialized('my_ops'),
    ]);
    const another: Hit = ['list_netdevice', `name="d0" ifindex=2 inum=${A}`, 'ip-7'];
    expect(await inits(booted, another, ...registered, returned)).toEqual([
      initialized('my_ops', null),
    ]);
  });

  it('works on the namespace its arguments name, whose number may come later', async () => {
    const events = await bodiesOf([
      ['ops_init', `${OURS} ${P} inum=0`],
      ['<-ops_init', 'rc=0'],
      ['ops_init', `${OURS} ${NET}`],
      ['<-ops_init', 'rc=0'],
    ]);
    expect(events).toEqual([initialized('my_ops'), initialized('my_ops')]);
  });

  it('works on the namespace of its setup_net, which learns its number there', async () => {
    const events = await bodiesOf([
      ['setup_net'],
      ['ops_init', OURS],
      ['<-ops_init', 'rc=0'],
      ['ops_init', `${OURS} inum=${A}`],
      ['<-ops_init', 'rc=0'],
      ['<-setup_net', 'rc=0'],
    ]);
    expect(events.map((body) => 'net' in body && body.net)).toEqual([A, A, A, A]);
  });

  it('of another namespace teaches that of the setup_net around it nothing', async () => {
    const events = await bodiesOf([
      ['setup_net'],
      ['ops_init', `${OURS} ${NET}`],
      ['<-ops_init', 'rc=0'],
      ['<-setup_net', 'rc=0'],
    ]);
    expect(events.map((body) => 'net' in body && body.net)).toEqual(['net1', A, 'net1']);
  });
});

describe('loopback_net_init', () => {
  const LO = 'dev=0xffff888000000100 name="lo" ifindex=1';
  const LISTED: Hit = ['list_netdevice', `${LO} ${NET}`];

  it('stands for its ops_init where that has no probe', async () => {
    const told = (rc: number) =>
      inSetup(['loopback_net_init', NET], LISTED, ['<-loopback_net_init', `rc=${rc}`]);
    expect((await told(0)).at(-1)).toEqual(initialized('loopback_net_ops'));
    expect((await told(-12)).at(-1)).toEqual(failed('loopback_net_ops', -12));
  });

  it('does so in the namespace its own arguments name, with no call around it', async () => {
    expect(
      await bodiesOf([['loopback_net_init', NET], LISTED, ['<-loopback_net_init', 'rc=0']]),
    ).toMatchObject([{ type: 'netdev.registered', net: A }, initialized('loopback_net_ops')]);
  });

  it('is told once where the log shows both, and names the ops_init', async () => {
    const told = await inSetup(
      ['ops_init'],
      ['loopback_net_init', NET],
      LISTED,
      ['<-loopback_net_init', 'rc=0'],
      ['<-ops_init', 'rc=0'],
    );
    expect(told.map(({ type }) => type)).toEqual(['netdev.registered', 'pernet.initialized']);
    expect(told.at(-1)).toEqual(initialized('loopback_net_ops'));
  });

  it('is over for its device, too, when it ends: nothing waits for its pointer', () => {
    const log = kprobeLog([
      ['setup_net', NET],
      ['loopback_net_init', NET],
      ['alloc_netdev_mqs'],
      ['<-alloc_netdev_mqs'],
      ['<-loopback_net_init', 'rc=-12'],
      ['<-setup_net', 'rc=-12'],
    ]);
    const interpreter = new Interpreter();
    expect(interpreter.take(observe('kprobe', log))).toContainEqual(
      expect.objectContaining({ type: 'netdev.allocated', dev: `${A}:1`, name: 'lo' }),
    );
    expect(interpreter.end()).toEqual([]);
  });
});
