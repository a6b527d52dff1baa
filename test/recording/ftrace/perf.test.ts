import { describe, expect, it } from 'vitest';
import { recordedBytes } from '../events.ts';
import { decode, observe } from '../observe.ts';

const CONTEXT = '              ip   206 [001]  1234.567890:          ';
const PLACE = { at: 1_234_567_890_000, cpu: 1, task: 'ip-206', line: 1 };

describe('perf script', () => {
  it('shows probes by the names perf gave them, addresses unresolved', () => {
    const line = `${CONTEXT}probe:list_netdevice: (ffffffffb39a9900) name="lo" ifindex=1`;
    expect(observe('perf', line)).toEqual([
      {
        ...PLACE,
        kind: 'entered',
        fn: 'list_netdevice',
        caller: null,
        args: { name: 'lo', ifindex: '1' },
        depth: null,
      },
    ]);
  });

  it.each([
    'probe:ops_init__return: (ffffffffb399be20 <- ffffffffb399c71b) rc=0',
    'probe:ops_init_1: (setup_net+0x13b/0x310 <- ops_init) rc=0',
  ])('shows returns: %s', (body) => {
    expect(observe('perf', CONTEXT + body)).toMatchObject([
      { kind: 'returned', fn: 'ops_init', args: { rc: '0' } },
    ]);
  });

  it('shows trace events with their system', () => {
    const line = `${CONTEXT}initcall:initcall_finish: func=a_init+0x0 ret=0`;
    expect(observe('perf', line)).toMatchObject([
      { kind: 'traced', name: 'initcall_finish', fields: { func: 'a_init+0x0', ret: '0' } },
    ]);
  });

  it.each([
    ['pid/tid', 'kworker/u4:0-ev  10/12 [000]  1.000000: probe:x: (ops_init+0x0/0x1)'],
    ['nanoseconds', 'kworker/u4:0-ev  12 [000]  1.000000000: probe:x: (ops_init+0x0/0x1)'],
    ['a period', 'kworker/u4:0-ev  12 [000]  1.000000:          1 probe:x: (ops_init+0x0/0x1)'],
  ])('may show %s', (_, line) => {
    expect(observe('perf', line)).toMatchObject([
      { fn: 'ops_init', at: 1_000_000_000, cpu: 0, task: 'kworker/u4:0-ev-12' },
    ]);
  });

  it('may show call chains and loss', () => {
    const log = [
      `${CONTEXT}probe:x: (ops_init+0x0/0x1)`,
      '        ffffffffb399be20 ops_init+0x0 ([kernel.kallsyms])',
      '',
      `${CONTEXT}PERF_RECORD_LOST lost 57`,
    ];
    const { observations, lines } = decode('perf', `${log.join('\n')}\n`);
    expect(observations).toMatchObject([{ kind: 'entered' }, { kind: 'lost', count: 57 }]);
    expect(lines.reasons).toEqual({ used: 2, stack: 1, blank: 1 });
  });

  // tools/perf/builtin-script.c: process_event prints `%10PRIu64 %*s: ` for all but tracepoints.
  it.each([
    'ip   206 [001]  1234.567900:     250000 cycles:  ffffffffb399be20 ops_init+0x0 ([k])',
    'ip   206 [001]  1234.567900:     250000 cpu-clock:pppH:  ffffffffb399be20 [unknown] ([k])',
    'ip   206 [001]  1234.567900:     250000 cpu_core/cycles/P: ',
    'ip   206  1234.567900:          1 page-faults:  7f0e8c ld.so (/lib/ld.so)',
    'ip   206 [001]  1234.567900: PERF_RECORD_MMAP2 206/206: [0x7f(0x1000) @ 0]: r-xp /bin/ip',
  ])('may show other events between the probes, which are no damage: %s', (line) => {
    const probe = `${CONTEXT}probe:x: (ops_init+0x0/0x1)`;
    const { observations, lines } = decode('perf', `${[probe, line, probe].join('\n')}\n`);
    expect(observations.map(({ kind }) => kind)).toEqual(['entered', 'entered']);
    expect(lines.reasons).toEqual({ used: 2, 'other event': 1 });
  });

  it('still has damage where a line is no event', () => {
    const probe = `${CONTEXT}probe:x: (ops_init+0x0/0x1)`;
    const { observations } = decode('perf', `${[probe, 'ip 206 [00', probe].join('\n')}\n`);
    expect(observations.map(({ kind }) => kind)).toEqual(['entered', 'lost', 'entered']);
  });
});

describe('bpftrace', () => {
  it('prints lines like ftrace with the program we document', () => {
    const log = [
      'Attaching 1 probe...',
      'ip-206 [001] 1234.567890: p: (list_netdevice+0x0/0x0) name="lo" ifindex=1 inum=4026532116',
      'Lost 57 events',
    ];
    const { observations, lines } = decode('bpftrace', `${log.join('\n')}\n`);
    expect(observations).toMatchObject([
      { ...PLACE, line: 2, fn: 'list_netdevice', args: { name: 'lo', inum: '4026532116' } },
      { kind: 'lost', count: 57 },
    ]);
    expect(lines.reasons).toEqual({ header: 1, used: 2 });
  });
});

describe('trace-cmd report -R', () => {
  it('shows raw fields', () => {
    const context = '              ip-206   [001]  1234.567890: ';
    const lines = [
      `${context}function:              ip=setup_net parent_ip=copy_net_ns`,
      `${context}ops_init:              __probe_ip=ffffffffb399be20 net=0xff2e`,
      `${context}ops_init_ret:          __probe_func=ffffffffb399be20 __probe_ret_ip=ffffffffb3 rc=0`,
    ];
    expect(observe('trace-cmd', ...lines)).toMatchObject([
      { kind: 'entered', fn: 'setup_net', caller: 'copy_net_ns' },
      { kind: 'entered', fn: 'ops_init', args: { net: '0xff2e' } },
      { kind: 'returned', fn: 'ops_init', args: { rc: '0' } },
    ]);
  });
});

describe('perf trace', () => {
  it('shows probes with their arguments, strings in quotes', () => {
    const args = '__probe_ip: -1713243552, dev: -65167126502064128, name: "a, b: "c", ifindex: 1';
    expect(observe('perf', `    93.363 ip/161 kprobes:list_netdevice(${args})`)).toEqual([
      {
        kind: 'entered',
        at: 93_363_000,
        cpu: null,
        task: 'ip-161',
        line: 1,
        fn: 'list_netdevice',
        caller: null,
        args: { dev: '-65167126502064128', name: 'a, b: "c', ifindex: '1' },
        depth: null,
      },
    ]);
  });

  it('shows returns; a negative result looks like a large number', () => {
    const args = '__probe_func: -1713231980, __probe_ret_ip: -1713116085, rc: 4294967274';
    const line = `  2215.727 kworker/u4:0/195 kprobes:__dev_change_net_namespace_ret(${args})`;
    expect(observe('perf', line)).toMatchObject([
      {
        kind: 'returned',
        fn: '__dev_change_net_namespace',
        args: { rc: '-22' },
        at: 2_215_727_000,
      },
    ]);
  });

  it('may show syscalls, which say nothing here, and loss', () => {
    const log = [
      '     0.000 ( 0.013 ms): ip/161 close(fd: 3)                                    = 0',
      '         ? (         ): ip/161  ... [continued]: poll())                       = 1',
      'LOST 5 events!',
    ];
    const { observations, lines } = decode('perf', `${log.join('\n')}\n`);
    expect(observations).toMatchObject([{ kind: 'lost', count: 5 }]);
    expect(lines.reasons).toEqual({ used: 1, 'other event': 2 });
  });
});

describe('perf script with fields left out', () => {
  it.each([
    ['the CPU', 'ip 206 1234.567890: probe:ops_init: (ffffffffb399be20)', 'ip-206'],
    ['task and CPU', ' 1234.567890: probe:ops_init: (ffffffffb399be20)', null],
  ])('is read without %s', (_, line, task) => {
    expect(observe('perf', line)).toMatchObject([
      { fn: 'ops_init', at: 1_234_567_890_000, cpu: null, task },
    ]);
  });
});

describe('the stamps of perf script', () => {
  const at = (name: string) =>
    decode('perf', recordedBytes(`6.12-cloud/${name}`)).observations.map((it) => it.at);
  const line = (seconds: number) =>
    `              ip   206 [001]  ${seconds.toFixed(6)}:  kprobes:setup_net: (ffffffffb399be20)\n`;
  const timesOf = (stamps: readonly number[]) =>
    decode('perf', stamps.map(line).join('')).observations.map((it) => it.at);

  it('are no times where they are steps (--deltatime)', () => {
    expect(at('life-perf')).not.toContain(null);
    expect(new Set(at('life-perf-delta'))).toEqual(new Set([null]));
  });

  it('are times since the first event (--reltime) once enough of them are in order', () => {
    const stamps = Array.from({ length: 40 }, (_, index) => index / 1000);
    const told = timesOf(stamps);
    expect(told.slice(0, 16)).toEqual(stamps.slice(0, 16).map(() => null));
    expect(told.slice(16)).toEqual(stamps.slice(16).map((stamp) => Math.round(stamp * 1e9)));
  });

  it('are times from the first one on where that is not 0, even if one is out of order', () => {
    expect(timesOf([5, 7, 6])).toEqual([5e9, 7e9, 6e9]);
  });
});
