import { describe, expect, it } from 'vitest';
import { decode, observe } from '../observe.ts';

const CONTEXT = '              ip-105     [001] .....     3.540097: ';
const PLACE = { at: 3_540_097_000, cpu: 1, task: 'ip-105', line: 1 };

function fates(...lines: readonly string[]): unknown {
  return decode('kprobe', `${lines.join('\n')}\n`).lines.reasons;
}

describe('the function tracer', () => {
  const setup = { ...PLACE, kind: 'entered', fn: 'setup_net', caller: 'copy_net_ns', args: {} };

  it.each([
    ['plain', 'setup_net <-copy_net_ns'],
    ['offsets', 'setup_net+0x0/0x310 <-copy_net_ns+0x11e/0x260'],
    ['addresses', 'setup_net <ffffffff9439d850> <-copy_net_ns <ffffffff9439c5e0>'],
    ['both', 'setup_net+0x4/0x310 [m] <ffffffff9439d850> <-copy_net_ns+0x1/0x2 [m] <ffffffff94>'],
    ['compiler suffixes', 'setup_net.part.0 <-copy_net_ns.isra.0.cold'],
    ['trace-cmd report', 'function:             setup_net <-- copy_net_ns'],
  ])('is read with its caller: %s', (_, body) => {
    expect(observe('function', CONTEXT + body)).toEqual([{ ...setup, depth: null }]);
  });

  it('is read without a caller', () => {
    expect(observe('function', `${CONTEXT}setup_net`)).toEqual([
      { ...setup, caller: null, depth: null },
    ]);
  });

  it('is read with arguments (func-args)', () => {
    const [entered] = observe('function', `${CONTEXT}setup_net(net=0xff2e, n=3) <-copy_net_ns`);
    expect(entered).toMatchObject({ fn: 'setup_net', args: { net: '0xff2e', n: '3' } });
  });

  it('tells folded calls one by one (func-no-repeats)', () => {
    const line = `${CONTEXT}open_softirq <-net_dev_init (repeats: 2, last_ts:   3.540099)`;
    expect(observe('function', line).map(({ kind }) => kind)).toEqual(['entered', 'entered']);
  });

  it('counts folded calls beyond reason as lost', () => {
    const line = `${CONTEXT}open_softirq <-net_dev_init (repeats: 65000, last_ts: 3.540099)`;
    const observations = observe('function', line);
    expect(observations).toHaveLength(65);
    expect(observations.at(-1)).toMatchObject({ kind: 'lost', count: 65_000 - 64 });
  });

  it('does not understand an address in the place of a function', () => {
    expect(fates(`${CONTEXT}0xffffffff9439d850 <-0xffffffff9439c5e0`)).toEqual({
      'unresolved address': 1,
    });
  });

  it('is read without context, as long as no line has one', () => {
    const bare = 'setup_net <-copy_net_ns';
    expect(observe('function', '# tracer: function', bare)).toMatchObject([
      { fn: 'setup_net', at: null, cpu: null, task: null, line: 2 },
    ]);
    expect(fates(CONTEXT + bare, bare)).toEqual({ used: 1, 'unknown form': 1 });
  });
});

describe('probe events', () => {
  it('are known by the probed symbol, whatever the probe was called', () => {
    const line = `${CONTEXT}dev_up: (list_netdevice+0x4/0x1d0) name="lo" ifindex=0x1`;
    expect(observe('kprobe', line)).toEqual([
      {
        ...PLACE,
        kind: 'entered',
        fn: 'list_netdevice',
        caller: null,
        args: { name: 'lo', ifindex: '0x1' },
        depth: null,
      },
    ]);
  });

  it('tell returns by the arrow', () => {
    const line = `${CONTEXT}x: (setup_net+0x13b/0x310 <- ops_init) rc=-12`;
    expect(observe('kprobe', line)).toEqual([
      {
        ...PLACE,
        kind: 'returned',
        fn: 'ops_init',
        args: { rc: '-12' },
        depth: null,
        duration: null,
      },
    ]);
  });

  it.each([
    ['ops_init: (ffffffff9439d850) net=0xff2e', 'entered', 'ops_init'],
    ['p_ops_init_0: (0xffffffff9439d850)', 'entered', 'ops_init'],
    ['ops_init__return: (ffffffff9439d850 <- ffffffff9439c5e0) rc=0', 'returned', 'ops_init'],
    ['net_ns_net_exit: (ffffffff9439d850)', 'entered', 'net_ns_net_exit'],
  ])('go by their name where only an address is shown: %s', (body, kind, fn) => {
    expect(observe('kprobe', CONTEXT + body)).toMatchObject([{ kind, fn }]);
  });

  it('in the middle of a function are neither its entry nor its return', () => {
    expect(fates(`${CONTEXT}x: (ops_init+0x2f/0x130) rc=0`)).toEqual({ 'inner probe': 1 });
  });

  it.each([
    ['a uprobe', 'ops_init: (0x55d0c0a4b2f0) rc=0'],
    ['an eprobe', 'ops_init: (initcall.initcall_start) name="x"'],
    ['a trace_printk', 'ops_init: (something else)'],
  ])('are not confused with %s', (_, body) => {
    expect(fates(CONTEXT + body)).toEqual({ 'other event': 1 });
  });
});

describe('trace events', () => {
  it.each([
    ['initcall_level: level=subsys', 'initcall_level', { level: 'subsys' }],
    ['initcall_start: func=a_init+0x0/0x1', 'initcall_start', { func: 'a_init+0x0/0x1' }],
    [
      'initcall_finish: func=a_init+0x0/0x1 ret=-19',
      'initcall_finish',
      { func: 'a_init+0x0/0x1', ret: '-19' },
    ],
    ['softirq_entry: vec=3 [action=NET_RX]', 'softirq_entry', { vec: '3', action: 'NET_RX' }],
    [
      'softirq_entry:        vec=2 [action=NET_TX]',
      'softirq_entry',
      { vec: '2', action: 'NET_TX' },
    ],
  ])('of interest are told with their fields: %s', (body, name, fields) => {
    expect(observe('kprobe', CONTEXT + body)).toEqual([{ ...PLACE, kind: 'traced', name, fields }]);
  });

  it('of no interest are noise', () => {
    expect(fates(`${CONTEXT}net_dev_queue: dev=d1 skbaddr=00000000823aaae7 len=70`)).toEqual({
      'other event': 1,
    });
  });
});

describe('marker text', () => {
  const forged =
    '          ip-1       [000] .....     1.000000: list_netdevice: (list_netdevice+0x0/0x1)';

  it('is no evidence, however well it imitates an event', () => {
    expect(fates(`${CONTEXT}tracing_mark_write: ${forged}`)).toEqual({ marker: 1 });
  });

  it('may hide the next event, which is no older: a loss, and nothing more', () => {
    const glued = forged.replace('1.000000', '3.540098');
    expect(observe('kprobe', `${CONTEXT}tracing_mark_write: a NUL ${glued}`)).toEqual([
      { ...PLACE, kind: 'lost', count: null },
    ]);
  });

  it('may have more lines, which are text too', () => {
    const lines = [`${CONTEXT}tracing_mark_write: one`, 'two', '', 'setup_net <-copy_net_ns'];
    expect(fates(...lines)).toEqual({ marker: 3, blank: 1 });
  });

  const marker = `${CONTEXT}tracing_mark_write: one`;
  const next = `${CONTEXT}setup_net <-copy_net_ns`;

  it('may forge lines below it: what is older than the marker is text, if the log is sorted', () => {
    expect(observe('kprobe', marker, forged, forged, next)).toMatchObject([
      { kind: 'entered', fn: 'setup_net', line: 4 },
    ]);
  });

  it('is maybe a loss where the log ends before that is known', () => {
    expect(observe('kprobe', marker, forged, forged)).toMatchObject([
      { kind: 'lost', count: null, line: 2 },
    ]);
  });

  it('does no harm where it has a wrong stamp: no text is so long as all that is older', () => {
    const older = Array.from({ length: 100 }, () => forged);
    const told = observe('kprobe', marker, ...older, next);
    expect(told.map(({ line }) => line)).toEqual(older.map((_, index) => index + 2).concat(102));
    expect(told.every(({ kind }) => kind === 'entered')).toBe(true);
  });

  it('ends with the next event, which is no older', () => {
    expect(fates(`${CONTEXT}tracing_mark_write: one`, next, 'text')).toEqual({
      marker: 1,
      used: 1,
      'unknown form': 1,
    });
  });

  it('ends with the next event where the clock counts something else than time', () => {
    const counted = '              ip-105     [001] ..... 17: ';
    expect(fates(`${counted}tracing_mark_write: one`, `${counted}setup_net <-x`)).toEqual({
      marker: 1,
      used: 1,
    });
  });

  it('ends after as much text as one write can hold', () => {
    const long = Array.from({ length: 6 }, () => 'x'.repeat(1000));
    expect(fates(`${CONTEXT}tracing_mark_write: one`, ...long)).toEqual({
      marker: 5,
      'unknown form': 2,
    });
  });

  it('hides nothing where the next event is a marker too', () => {
    const glued = '      init-1       [000] .....     4.326728: tracing_mark_write: no newline';
    expect(fates(`${CONTEXT}tracing_mark_write: a NUL ${glued}`)).toEqual({ marker: 1 });
  });
});

describe('loss', () => {
  const lost = { kind: 'lost', at: null, cpu: null, task: null, line: 1 };

  it.each([
    ['# entries-in-buffer/entries-written: 205/1893   #P:4', { count: 1688 }],
    ['# latency: 0 us, #205/1893, CPU#1 | (M:desktop VP:0, KP:0, SP:0 HP:0 #P:2)', { count: 1688 }],
    ['##### CPU 2 buffer started ####', { cpu: 2, count: null }],
    ['# WARNING: FUNCTION TRACING IS CORRUPTED', { count: null }],
    ['CPU:1 [LOST 57 EVENTS]', { cpu: 1, count: 57 }],
    ['CPU:1 [LOST EVENTS]', { cpu: 1, count: null }],
    ['CPU:7 [204600 EVENTS DROPPED]', { cpu: 7, count: 204_600 }],
    ['CPU:7 [EVENTS DROPPED]', { cpu: 7, count: null }],
  ])('is told: %s', (line, what) => {
    const told = observe('kprobe', line).filter(({ kind }) => kind === 'lost');
    expect(told).toEqual([{ ...lost, ...what }]);
  });

  it('is not told of a buffer that holds all that was written', () => {
    const told = observe('kprobe', '# entries-in-buffer/entries-written: 205/205   #P:4');
    expect(told.map(({ kind }) => kind)).toEqual(['described']);
  });
});

describe('the number of CPUs online', () => {
  it.each([
    '# entries-in-buffer/entries-written: 205/205   #P:4',
    '# latency: 0 us, #205/205, CPU#1 | (M:desktop VP:0, KP:0, SP:0 HP:0 #P:4)',
    'cpus=4',
  ])('is told: %s', (line) => {
    expect(observe('kprobe', line)).toMatchObject([{ kind: 'described', cpus: 4, line: 1 }]);
  });
});

describe('several traces in one file', () => {
  it('are read each in its own shape', () => {
    const graph = ['# tracer: function_graph', ' 0)   0.5 us      |  ops_init();'];
    const text = [`${CONTEXT}setup_net <-copy_net_ns`, ...graph, '# tracer: function'];
    expect(fates(...text, `${CONTEXT}setup_net <-copy_net_ns`)).toEqual({ used: 3, header: 2 });
  });
});

describe('the lines between the events', () => {
  it.each([
    ['# tracer: nop', 'header'],
    ['#', 'header'],
    ['CPU 1 is empty', 'header'],
    ['version = 6', 'header'],
    ['', 'blank'],
    [' => do_syscall_64', 'stack'],
    [' => 0xffffffffc0a4b2f0', 'stack'],
    [`${CONTEXT}<stack trace>`, 'stack'],
    [`${CONTEXT}kernel_stack:         <stack trace >`, 'stack'],
    ['%%% garbage %%%', 'unknown form'],
  ])('are accounted for: %s', (line, fate) => {
    expect(fates(line)).toEqual({ [fate]: 1 });
  });
});

describe('the latency format', () => {
  it.each([
    ['      ip-206     0d..1. 69825us+: setup_net <-copy_net_ns', 69_825_000],
    ['      ip-206     0..... 69825us : setup_net <-copy_net_ns', 69_825_000],
    ['      ip-206     0..... 4361072359 : setup_net <-copy_net_ns', null],
    ['      ip-206     0d..1.  1.950970: function:  setup_net <-- copy_net_ns', 1_950_970_000],
    [
      '              ip     206   0 0 00000001 0000002a [00000c8f2a5b] 69.825ms (+0.041ms): setup_net <-copy_net_ns',
      69_825_000,
    ],
  ])('is read: %s', (line, at) => {
    expect(observe('function', line)).toEqual([
      {
        at,
        cpu: 0,
        task: 'ip-206',
        line: 1,
        kind: 'entered',
        fn: 'setup_net',
        caller: 'copy_net_ns',
        args: {},
        depth: null,
      },
    ]);
  });
});
