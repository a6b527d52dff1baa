import { describe, expect, it } from 'vitest';
import type { BootFacts } from '../../../src/recording/boot-facts.ts';
import { Interpreter } from '../../../src/recording/interpret/interpreter.ts';
import type { Args, Context, Observation } from '../../../src/recording/observation.ts';
import { bodiesOf, bodyOf } from './kprobe-log.ts';
import { entered, PID_1, told, traced } from './observed.ts';

function printed(message: string): Observation {
  return { ...PID_1, kind: 'printed', message, level: 6 };
}

const bodies = (...lines: readonly Observation[]) => told(lines).map(bodyOf);

describe('what other logs of a boot told', () => {
  const LINES = [
    traced('initcall_start', { func: 'net_dev_init+0x0/0x24f' }),
    traced('initcall_finish', { func: 'net_dev_init+0x0/0x24f', ret: '0' }),
  ];
  const steps = (known: BootFacts) => {
    const events = told(LINES, known);
    return {
      cpus: events.filter(({ type }) => type === 'softnet.initialized').length,
      lists: events.filter(({ type }) => type === 'ptype.initialized').length,
    };
  };

  it('says what the steps of net_dev_init are: lists by the release, queues by the CPUs', () => {
    expect(steps({ kernel: '6.1.0-56-cloud-amd64', cpus: 4 })).toEqual({ cpus: 4, lists: 17 });
    expect(steps({ kernel: '6.12.1', cpus: null })).toEqual({ cpus: 1, lists: 16 });
    expect(steps({ kernel: null, cpus: 2 })).toMatchObject({ cpus: 2 });
  });

  it('is what this log tells the others', () => {
    const interpreter = new Interpreter({ kernel: '6.1.0', cpus: 8 });
    expect(interpreter.facts).toEqual({ kernel: null, cpus: null });
    interpreter.take([
      printed('Linux version 6.12.1 (build@host)'),
      printed('smpboot: Allowing 4 CPUs, 0 hotplug CPUs'),
    ]);
    expect(interpreter.facts).toEqual({ kernel: '6.12.1', cpus: 4 });
  });
});

describe('an initcall in trace events', () => {
  const start = (at: number | null) =>
    traced('initcall_start', { func: 'a_init+0x0/0x10' }, { at });
  const finish = (at: number | null, fields: Args) =>
    traced('initcall_finish', { func: 'a_init+0x0/0x10', ...fields }, { at });

  it.each<readonly [number | null, number | null, number | null]>([
    [1000, 5000, 4000],
    [0, 7, 7],
    [null, 5000, null],
    [1000, null, null],
  ])('that began at %s and ended at %s took %s ns', (from, to, duration) => {
    expect(bodies(start(from), finish(to, { ret: '0' }))).toEqual([
      { type: 'initcall.started', name: 'a_init' },
      { type: 'initcall.returned', name: 'a_init', rc: 0, duration },
    ]);
  });

  it('that began before the log took nobody knows how long', () => {
    const returned = { type: 'initcall.returned', name: 'a_init', rc: -19, duration: null };
    expect(bodies(finish(5000, { ret: '-19' }))).toEqual([returned]);
  });

  it.each([
    ['1', 1],
    ['0xfffffffffffffff4', -12],
    ['-12', -12],
  ])('returns %s as %s', (ret, rc) => {
    expect(bodies(finish(1, { ret }))).toMatchObject([{ rc }]);
  });

  it('is none without a name, nor is a level', () => {
    const nameless = ['initcall_start', 'initcall_finish', 'initcall_level'];
    expect(bodies(...nameless.map((name) => traced(name, { func: '0x0' })))).toEqual([]);
  });

  it('is one call with its own entry, but not with one from elsewhere', () => {
    const begin = traced('initcall_start', { func: 'net_dev_init+0x0/0x24f' });
    const starts = (caller: string) =>
      bodies(begin, entered('net_dev_init', caller)).filter(
        ({ type }) => type === 'initcall.started',
      ).length;
    expect(starts('do_one_initcall')).toBe(1);
    expect(starts('somebody_else')).toBe(2);
  });
});

describe('a call inside one of the same function', () => {
  it('is another one, as the depths of a graph show', () => {
    const call = (depth: number) => entered('register_netdevice', depth);
    const end = (depth: number, rc: string): Observation => ({
      ...PID_1,
      kind: 'returned',
      fn: 'register_netdevice',
      args: { rc },
      depth,
      duration: 5,
    });
    expect(bodies(call(0), call(1), end(1, '-22'), end(0, '0'))).toMatchObject([
      { type: 'netdev.failed', rc: -22 },
    ]);
  });
});

describe('a function trace of setup_net', () => {
  const init = (callback: string) => [
    entered('ops_init', 'setup_net'),
    entered(callback, 'ops_init'),
  ];
  const type = 'pernet.initialized';

  it('names operations by the callbacks that ops_init calls, and by no other function', () => {
    const lines = [
      entered('setup_net', 'copy_net_ns'),
      ...init('packet_net_init'),
      entered('ops_init', 'setup_net'),
      entered('netdev_init', 'somebody_else'),
      entered('stranger_init', 'ops_init'),
      entered('netdev_run_todo', 'rtnl_newlink'),
    ];
    expect(bodies(...lines).filter((body) => 'ops' in body)).toMatchObject([
      { type, ops: 'packet_net_ops' },
      { type, ops: 'stranger_init' },
    ]);
  });

  it('tells what failed by what is undone at once', () => {
    const lines = [
      entered('setup_net', 'copy_net_ns'),
      ...init('packet_net_init'),
      ...init('netdev_init'),
      entered('ops_exit_list', 'setup_net'),
      entered('packet_net_exit', 'ops_exit_list'),
      entered('netdev_run_todo', 'rtnl_newlink'),
    ];
    expect(bodies(...lines)).toMatchObject([
      { type: 'net.setup' },
      { type, ops: 'packet_net_ops' },
      { type: 'pernet.failed', ops: 'netdev_net_ops', rc: null },
      { type: 'pernet.exited', ops: 'packet_net_ops' },
      { type: 'net.failed', rc: null },
      { type: 'net.freed' },
    ]);
  });

  it('names operations by callbacks that are probed themselves, but not by what else is', async () => {
    const events = await bodiesOf([
      ['ops_init', 'inum=4026532100'],
      ['free_netdev'],
      ['packet_net_init'],
      ['<-ops_init', 'rc=0'],
    ]);
    expect(events.at(-1)).toEqual({ type, ops: 'packet_net_ops', net: '4026532100' });
  });
});

describe('the tasks of a log', () => {
  it('are told apart, the idle tasks of two CPUs as well', () => {
    const net = (inum: string) => ({ args: { name: 'd0', ifindex: '2', inum } });
    const types = (...around: readonly Partial<Context>[]) => {
      const [from = {}, to = {}] = around;
      return bodies(
        { ...entered('unlist_netdevice', null, from), ...net('4026532100') },
        { ...entered('list_netdevice', null, to), ...net('4026532200') },
      ).map(({ type }) => type);
    };
    const [moved, two] = [['netdev.moved'], ['netdev.unregistered', 'netdev.registered']];
    expect(types({ task: 'ip-7' }, { task: 'ip-7', cpu: 1 })).toEqual(moved);
    expect(types({ task: 'ip-7' }, { task: 'ip-8' })).toEqual(two);
    expect(types({ task: '<idle>-0' }, { task: '<idle>-0' })).toEqual(moved);
    expect(types({ task: '<idle>-0' }, { task: '<idle>-0', cpu: 1 })).toEqual(two);
    const nobody = { task: null, cpu: null };
    expect(types(nobody, nobody)).toEqual(moved);
  });

  it('are done with start_kernel, on its CPU, when the initcalls begin', () => {
    const boot = { task: '<idle>-0', cpu: 0 };
    const interpreter = new Interpreter();
    const init = entered('ops_init', 'register_pernet_operations', boot);
    const callback = entered('net_ns_net_init', 'ops_init', boot);
    expect(interpreter.take([init, callback])).toEqual([]);
    const level = traced('initcall_level', { level: 'pure' });
    expect(interpreter.take([level]).map(({ type }) => type)).toEqual([
      'pernet.initialized',
      'initcall.level',
    ]);
  });
});
