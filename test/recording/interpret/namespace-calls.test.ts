import { describe, expect, it } from 'vitest';
import type { KernelEvent } from '../../../src/model/events.ts';
import { INIT_NET } from '../../../src/model/ids.ts';
import { eventsOf } from '../events.ts';
import { bodiesOfCalls, bodiesOfGraph, functionLog } from './function-log.ts';
import { type Body, bodiesOf, type Hit, kprobeLog } from './kprobe-log.ts';

const P = 'net=0xffff888000001000';
const Q = 'net=0xffff888000002000';
const A = '4026532100';
const MY_OPS = 'ops=my_ops+0x0/0x60';

const typesOf = (bodies: readonly Body[]) => bodies.map(({ type }) => type);
const evidenceOf = (events: readonly KernelEvent[]) =>
  events.map(({ type, evidence }) => `${type} ${evidence}`);

describe('setup_net', () => {
  it('makes init_net where net_ns_init calls it, as its caller or the call around tells', async () => {
    const told = [
      { type: 'net.setup', net: INIT_NET },
      { type: 'net.ready', net: INIT_NET },
    ];
    expect(
      await bodiesOfCalls(['setup_net <-net_ns_init', 'copy_net_ns <-create_new_namespaces']),
    ).toEqual(told);
    expect(await bodiesOf([['net_ns_init'], ['setup_net', P], ['<-setup_net', 'rc=0']])).toEqual(
      told,
    );
  });

  it('is over for certain where a line shows its return', async () => {
    const shown = await eventsOf(
      kprobeLog([
        ['setup_net', P],
        ['<-setup_net', 'rc=0'],
      ]),
    );
    expect(evidenceOf(shown)).toEqual(['net.setup observed', 'net.ready observed']);
    const calls = ['setup_net <-copy_net_ns', 'copy_net_ns <-create_new_namespaces'];
    const concluded = await eventsOf(`# tracer: function\n${functionLog(calls)}`);
    expect(evidenceOf(concluded)).toEqual(['net.setup observed', 'net.ready inferred']);
  });

  it('says nothing of its end where a graph shows every return but this one', async () => {
    const told = (...rest: readonly string[]) => bodiesOfGraph(['setup_net() {', ...rest]);
    expect(typesOf(await told('}'))).toEqual(['net.setup', 'net.ready']);
    expect(typesOf(await told('cleanup_net() {'))).toEqual(['net.setup', 'net.cleanup']);
  });

  it('failed where it undoes what it did; then nobody can hold the namespace', async () => {
    const events = await eventsOf(
      kprobeLog([['setup_net', P], ['ops_init', MY_OPS], ['ops_exit_list', MY_OPS], ['setup_net']]),
    );
    expect(evidenceOf(events).slice(0, 4)).toEqual([
      'net.setup observed',
      'pernet.failed observed',
      'net.failed inferred',
      'net.freed inferred',
    ]);
    const shown = await eventsOf(
      kprobeLog([
        ['setup_net', P],
        ['<-setup_net', 'rc=-12'],
      ]),
    );
    expect(evidenceOf(shown)).toEqual([
      'net.setup observed',
      'net.failed observed',
      'net.freed inferred',
    ]);
  });
});

describe('copy_net_ns', () => {
  it('tells an error once: that of the setup_net inside, else its own', async () => {
    const inside: readonly Hit[] = [
      ['setup_net', `${P} inum=${A}`],
      ['<-setup_net', 'rc=-4'],
    ];
    const returned: Hit = ['<-copy_net_ns', 'ret=-4'];
    expect(await bodiesOf([['copy_net_ns'], ...inside, returned])).toEqual([
      { type: 'net.setup', net: A },
      { type: 'net.failed', net: A, rc: -4 },
      { type: 'net.freed', net: A },
    ]);
    expect(await bodiesOf([['copy_net_ns'], returned])).toEqual([
      { type: 'net.failed', net: null, rc: -4 },
    ]);
  });

  it('is no news where it succeeds, or nobody knows', async () => {
    expect(await bodiesOf([['copy_net_ns'], ['<-copy_net_ns', 'ret=0']])).toEqual([]);
    expect(await bodiesOf([['copy_net_ns'], ['copy_net_ns']])).toEqual([]);
  });
});

describe('__put_net', () => {
  it('begins the death of the namespace it names, whose number may come later', async () => {
    expect(await bodiesOf([['__put_net', `${P} inum=${A}`]])).toEqual([
      { type: 'net.dying', net: A },
    ]);
    const later = await bodiesOf([
      ['__put_net', P],
      ['__put_net', `${P} inum=${A}`],
    ]);
    expect(later).toEqual([
      { type: 'net.dying', net: A },
      { type: 'net.dying', net: A },
    ]);
  });

  it('tells nothing where it names none', async () => {
    expect(await bodiesOf([['__put_net']])).toEqual([]);
  });
});

const CLEANUP = 'cleanup_net <-process_one_work';
const freedIn = async (...calls: readonly string[]) =>
  (await bodiesOfCalls(calls)).flatMap((body) => (body.type === 'net.freed' ? [body.net] : []));

describe.each(['net_free', 'net_passive_dec'])('%s', (fn) => {
  it('called by cleanup_net frees one namespace, even if nothing names it', async () => {
    expect(await freedIn(CLEANUP, `${fn} <-cleanup_net`)).toEqual([null]);
    expect(await freedIn(CLEANUP, `${fn} <-cleanup_net`, `${fn} <-cleanup_net`)).toEqual([
      null,
      null,
    ]);
  });

  it('called by anybody else only drops one of many references', async () => {
    expect(await freedIn(CLEANUP, `${fn} <-__sk_destruct`)).toEqual([]);
    expect(await freedIn(`${fn} <-cleanup_net`)).toEqual([]);
    expect(await freedIn(`setup_net <-copy_net_ns`, `${fn} <-cleanup_net`)).toEqual([]);
    expect(await freedIn(CLEANUP, `${fn}(${P}) <-__sk_destruct`)).toEqual([]);
  });

  it('names the namespace it frees where the log shows arguments', async () => {
    expect(await freedIn(CLEANUP, `${fn}(${P}) <-cleanup_net`)).toEqual(['net1']);
  });
});

describe('a cleanup_net', () => {
  const task = 'swapper/0-1';
  const unlisted = (args: string) =>
    kprobeLog([['unlist_netdevice', `name="lo" ifindex=1 ${args}`, task]]);
  const netsOf = async (...texts: readonly string[]) =>
    (await eventsOf(texts.join(''), { format: 'function' })).flatMap((event) =>
      event.type === 'net.cleanup' || event.type === 'net.freed' ? [event] : [],
    );

  it('frees a named namespace when it returns, not where it drops some reference', async () => {
    const dropped = functionLog(['net_passive_dec <-cleanup_net', CLEANUP]);
    const events = await netsOf(functionLog([CLEANUP]), unlisted(`inum=${A}`), dropped);
    expect(events.map(({ type, net, evidence }) => `${type} ${net} ${evidence}`)).toEqual([
      `net.cleanup ${A} observed`,
      `net.freed ${A} inferred`,
      'net.cleanup null observed',
    ]);
  });

  it('is another one behind the last act of the one before', async () => {
    const drop = 'net_passive_dec <-cleanup_net';
    const exit = ['ops_undo_list <-cleanup_net', 'arp_net_exit <-ops_undo_list'];
    expect(await freedIn(CLEANUP, ...exit, drop)).toEqual([null]);
    const twice = await netsOf(functionLog([CLEANUP, drop, ...exit, drop]));
    expect(twice.map(({ type }) => type)).toEqual([
      'net.cleanup',
      'net.freed',
      'net.cleanup',
      'net.freed',
    ]);
  });

  it('tells of what shows itself behind a loss by the number it gets later', async () => {
    const lost = 'CPU:0 [LOST 7 EVENTS]\n';
    const later = unlisted(P) + unlisted(`${P} inum=${A}`);
    const events = await netsOf(functionLog([CLEANUP]), lost, later);
    expect(events.map(({ net }) => net)).toEqual([null, A]);
  });

  it('is one where its callbacks under RTNL come round again, namespace by namespace', async () => {
    const round = (net: string): readonly string[] =>
      ['my_exit_rtnl', 'ip_fib_net_exit'].map((fn) => `${fn}(${net}) <-ops_undo_list`);
    const undo = 'ops_undo_list(ops_list=0xffffffff98cca1f0) <-cleanup_net';
    const events = await netsOf(functionLog([CLEANUP, undo, ...round(P), ...round(Q), CLEANUP]));
    expect(events.map(({ type, net }) => `${type} ${net}`)).toEqual([
      'net.cleanup net1',
      'net.cleanup net2',
      'net.freed net1',
      'net.freed net2',
      'net.cleanup null',
    ]);
  });
});
