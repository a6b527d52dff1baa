import { describe, expect, it } from 'vitest';
import { bodiesOfCalls } from './function-log.ts';
import { bodiesOf, type Hit } from './kprobe-log.ts';

const P = 'net=0xffff888000001000';
const Q = 'net=0xffff888000002000';
const [A, B] = ['4026532100', '4026532200'];
const MY_OPS = 'ops=my_ops+0x0/0x60';
const CLEANUP = 'cleanup_net <-process_one_work';

const exited = (ops: string | null, net: string | null, phase = 'exit') => ({
  type: 'pernet.exited',
  ops,
  net,
  phase,
});

/** What cleanup_net tells besides the namespaces it works on. */
const inCleanup = async (...hits: readonly Hit[]) =>
  (await bodiesOf([['cleanup_net'], ...hits, ['<-cleanup_net']])).filter(
    ({ type }) => !type.startsWith('net.'),
  );

describe('the exit callbacks of a cleanup_net', () => {
  it('are told with their operation, one namespace each', async () => {
    const hits: readonly Hit[] = [
      ['arp_net_exit', `${P} inum=${A}`],
      ['arp_net_exit', `${Q} inum=${B}`],
    ];
    const told = [exited('arp_net_ops', A), exited('arp_net_ops', B)];
    expect(await inCleanup(['ops_exit_list'], ...hits)).toEqual(told);
  });

  it('belong to the operation ops_exit_list names, not to the last that ops_undo_list does', async () => {
    const callback: Hit = ['arp_net_exit', `inum=${A}`];
    expect(await inCleanup(['ops_exit_list', MY_OPS], callback)).toEqual([exited('my_ops', A)]);
    expect(await inCleanup(['ops_undo_list', MY_OPS], callback)).toEqual([
      exited('arp_net_ops', A),
    ]);
  });

  it('are for the whole batch where their name or the argument says so', async () => {
    expect(await inCleanup(['ops_exit_list'], ['nexthop_net_exit_batch', `inum=${A}`])).toEqual([
      exited('nexthop_net_ops', null, 'exit_batch'),
    ]);
    const args = 'exit=0x0 exit_batch=sit_exit_batch_net+0x0/0x10';
    expect(await inCleanup(['ops_exit_list', args], ['sit_exit_batch_net', `inum=${A}`])).toEqual([
      exited('sit_net_ops', null, 'exit_batch'),
    ]);
  });

  it('are known by the arguments of ops_exit_list where they have no lines', async () => {
    const told = (args: string) => inCleanup(['ops_exit_list', args]);
    const [exit, batch] = ['exit=my_exit+0x0/0x10', 'exit_batch=my_batch+0x0/0x10'];
    expect(await told(`${MY_OPS} ${exit} exit_batch=0x0`)).toEqual([exited('my_ops', null)]);
    expect(await told(`${MY_OPS} exit=0x0 ${batch}`)).toEqual([
      exited('my_ops', null, 'exit_batch'),
    ]);
    expect(await told(`${MY_OPS} ${exit} ${batch}`)).toHaveLength(2);
    expect(await told(MY_OPS)).toEqual([]);
    expect(await told(`${exit} ${batch}`)).toEqual([]);
  });

  it('are told once where they have lines, too', async () => {
    const args = `${MY_OPS} exit=arp_net_exit+0x0/0x10 exit_batch=0x0`;
    expect(await inCleanup(['ops_exit_list', args], ['arp_net_exit', `inum=${A}`])).toEqual([
      exited('my_ops', A),
    ]);
  });

  it('wait for the number of their namespace', async () => {
    const hits: readonly Hit[] = [
      ['ops_exit_list'],
      ['arp_net_exit', P],
      ['ops_exit_list'],
      ['packet_net_exit', `${P} inum=${A}`],
    ];
    expect((await bodiesOf(hits)).slice(0, 2)).toEqual([
      exited('arp_net_ops', A),
      exited('packet_net_ops', A),
    ]);
  });

  it('are whatever ops_exit_list calls, but for what it does itself', async () => {
    const told = async (...calls: readonly string[]) =>
      (await bodiesOfCalls([CLEANUP, ...calls])).filter(({ type }) => type.startsWith('pernet.'));
    expect(await told('ops_exit_list <-cleanup_net', 'my_exit <-ops_exit_list')).toEqual([
      exited('my_exit', null),
    ]);
    expect(await told('ops_undo_list <-cleanup_net', 'my_exit <-ops_undo_list')).toEqual([
      exited('my_exit', null),
    ]);
    for (const own of ['unregister_netdevice_many', 'unregister_netdevice_many_notify']) {
      expect(await told('ops_undo_list <-cleanup_net', `${own} <-ops_undo_list`)).toEqual([]);
    }
    expect(await told('netdev_run_todo <-ops_undo_list')).toEqual([]);
    expect(await told('ops_exit_list <-cleanup_net', 'arp_net_exit <-somebody')).toEqual([]);
  });

  it('are so, too, where the line of their caller is missing', async () => {
    for (const caller of ['ops_exit_list', 'ops_undo_list', 'ops_undo_single']) {
      expect(await bodiesOfCalls([`my_exit <-${caller}`])).toEqual([exited('my_exit', null)]);
    }
  });

  it('may be known by the one function they call, where they are inlined', async () => {
    const calls = ['ops_undo_list <-cleanup_net', 'ip_fib_net_exit <-ops_undo_list'];
    expect(await bodiesOfCalls([CLEANUP, ...calls])).toContainEqual(
      exited('fib_net_ops', null, 'exit_rtnl'),
    );
  });

  it('are none where an ops_init undoes its own work, outside, or by another name', async () => {
    const hits: readonly Hit[] = [['ops_exit_list'], ['ops_init'], ['arp_net_exit', `inum=${A}`]];
    expect(await inCleanup(...hits)).not.toContainEqual(exited('arp_net_ops', A));
    const other: Hit = ['ops_exit_list', 'exit=my_exit+0x0/0x10 exit_batch=my_batch+0x0/0x10'];
    const named = await inCleanup(other, ['free_netdev', `inum=${A}`]);
    expect(named.map(({ type }) => type)).toEqual(['netdev.freed']);
    expect(await bodiesOf([['arp_net_exit', `inum=${A}`]])).toEqual([]);
    expect(await inCleanup(['ops_exit_list'], ['netdev_run_todo'])).toEqual([]);
  });

  it('are those its arguments name, whoever knows them', async () => {
    const args = 'exit=free_netdev+0x0/0x10 exit_batch=list_netdevice+0x0/0x10';
    expect(await inCleanup(['ops_exit_list', args], ['free_netdev', `inum=${A}`])).toContainEqual(
      exited('free_netdev', A),
    );
    expect(
      await inCleanup(['ops_exit_list', args], ['list_netdevice', `inum=${A}`]),
    ).toContainEqual(exited('list_netdevice', null, 'exit_batch'));
  });
});
