import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../src/recording/observation.ts';
import { decode, observe } from '../observe.ts';

function graph(...lines: readonly string[]): readonly Observation[] {
  return observe('function-graph', ...lines);
}

function told(...lines: readonly string[]): readonly string[] {
  return graph(...lines).map((line) => {
    const name = line.kind === 'entered' || line.kind === 'returned' ? line.fn : '';
    return `${line.kind} ${name} @${line.cpu} ${line.task ?? '?'}`;
  });
}

const RULE = ' ------------------------------------------';

describe('function_graph', () => {
  it('tells entries and returns with depth and duration', () => {
    expect(graph(' 0)               |  setup_net() {', ' 0) # 1492.993 us |  }')).toEqual([
      {
        kind: 'entered',
        fn: 'setup_net',
        caller: null,
        args: {},
        depth: 0,
        at: null,
        cpu: 0,
        task: null,
        line: 1,
      },
      {
        kind: 'returned',
        fn: 'setup_net',
        args: {},
        depth: 0,
        duration: 1_492_993,
        at: null,
        cpu: 0,
        task: null,
        line: 2,
      },
    ]);
  });

  it('tells both ends of a leaf, the end as much later as it took', () => {
    const leaf = '    4.028697 |   1)   swapper-1    | + 10.500 us   |    ops_init();';
    expect(graph(leaf)).toMatchObject([
      { kind: 'entered', at: 4_028_697_000, cpu: 1, task: 'swapper-1', depth: 1 },
      { kind: 'returned', at: 4_028_707_500, duration: 10_500 },
    ]);
  });

  it.each([
    ['default', ' 0)               |  setup_net() {'],
    ['proc and abstime', '    5.166576 |   0)  modprob-102   |               |  setup_net() {'],
    ['latency format', ' 0)  modprob-102   |  ...2. |               |  setup_net() {'],
    ['no duration', ' 0)  setup_net() {'],
    ['no columns', 'setup_net() {'],
    ['module', ' 0)               |  setup_net [net]() {'],
    ['arguments', ' 0)               |  setup_net(net=0xff2e, n=3) {'],
    ['compiler suffix', ' 0)               |  setup_net.constprop.0() {'],
    ['return address', ' 0)               |  setup_net() { /* <-copy_net_ns+0x11e */'],
  ])('is read with these columns: %s', (_, line) => {
    expect(graph('# tracer: function_graph', line)).toMatchObject([
      { kind: 'entered', fn: 'setup_net', depth: 0 },
    ]);
  });

  it('reads arguments, and the caller where it is printed', () => {
    const line = ' 0)               |  setup_net(net=0xff2e, n=3) { /* <-copy_net_ns+0x11e */';
    expect(graph(line)).toMatchObject([{ args: { net: '0xff2e', n: '3' }, caller: 'copy_net_ns' }]);
  });

  // kernel/trace/trace_functions_graph.c: print_graph_retval of each version.
  it.each([
    ['leaf 6.12', ' 0)   0.5 us      |  ops_init(); /* = -12 */', '-12'],
    ['leaf 6.12 hex', ' 0)   0.5 us      |  ops_init(); /* = 0x0 */', '0x0'],
    [
      'leaf with arguments',
      ' 0)   0.5 us      |  ops_init(ops=0xff, net=0x1); /* ret=0x0 */',
      '0x0',
    ],
    ['leaf, typed', ' 0)   0.5 us      |  ops_init(); /* ret=0 */', '0'],
    ['leaf 7.1', ' 0)   0.5 us      |  ops_init(); /* ret=-12 */', '-12'],
    [
      'leaf 7.1 with caller',
      ' 0)   0.5 us      |  ops_init(); /* <-setup_net+0x1 ret=-12 */',
      '-12',
    ],
    ['exit 6.12', ' 0)   0.5 us      |  } /* ops_init = -12 */', '-12'],
    ['exit 7.1', ' 0)   0.5 us      |  } /* ops_init ret=0x0 */', '0x0'],
  ])('reads return values: %s', (_, line, ret) => {
    expect(graph(line).at(-1)).toMatchObject({ kind: 'returned', fn: 'ops_init', args: { ret } });
  });

  // The same, with the types of BTF (trace_btf.c: btf_trim_retval).
  it.each([
    ' 0)   0.5 us      |  } /* current_time ret=0x69380649(trunc) */',
    ' 0)   0.5 us      |  } /* atime_needs_update ret=false */',
    ' 0)   0.5 us      |  } /* touch_atime */',
  ])('knows ends whose result is no number, or void: %s', (line) => {
    expect(graph(line)).toMatchObject([{ kind: 'returned', args: {} }]);
  });

  it('scales durations that are printed with fewer decimals', () => {
    const leaf = (duration: string) => graph(` 0) ${duration} us |  f();`)[1];
    expect(leaf('* 10114.81')).toMatchObject({ duration: 10_114_810 });
    expect(leaf('$ 1234567')).toMatchObject({ duration: 1_234_567_000 });
  });

  it('knows the function a brace closes, whatever was lost inside it', () => {
    const lines = [
      ' 0)               |  setup_net() {',
      ' 0)               |    ops_init() {',
      ' 0)               |      lost_its_end() {',
      ' 0)   1.0 us      |    }',
      ' 0)   2.0 us      |  }',
    ];
    expect(told(...lines).slice(3)).toEqual(['returned ops_init @0 ?', 'returned setup_net @0 ?']);
  });

  it('tells the end of a call that began before the log, if the log names it', () => {
    expect(told(' 0)   2.0 us      |  } /* cleanup_net */')).toEqual(['returned cleanup_net @0 ?']);
    const unnamed = decode('function-graph', ' 0)   2.0 us      |  }\n').lines;
    expect(unnamed.reasons).toEqual({ 'unmatched end': 1 });
  });

  it('keeps the calls of CPUs apart', () => {
    const lines = [
      ' 0)               |  setup_net() {',
      ' 1)               |  cleanup_net() {',
      ' 0)   1.0 us      |  }',
      ' 1)   1.0 us      |  }',
    ];
    expect(told(...lines).slice(2)).toEqual([
      'returned setup_net @0 ?',
      'returned cleanup_net @1 ?',
    ]);
  });

  it('keeps the calls of tasks apart that take turns on a CPU', () => {
    const lines = [
      ' 0)               |  setup_net() {',
      RULE,
      ' 0)     ip-104    =>  kworker-9   ',
      RULE,
      '',
      ' 0)               |  cleanup_net() {',
      RULE,
      ' 0)  kworker-9    =>     ip-104   ',
      RULE,
      '',
      ' 0)   1.0 us      |  }',
    ];
    expect(told(...lines).slice(1)).toEqual([
      'entered cleanup_net @0 kworker-9',
      'returned setup_net @0 ip-104',
    ]);
    expect(decode('function-graph', lines.join('\n')).lines.unknown).toBe(0);
  });

  it('follows the one task that can have migrated to a CPU (PREEMPT_RT)', () => {
    const lines = [
      ' 0)               |  net_dev_init() {',
      ' 0)   1.0 us      |    open_softirq();',
      ' 1)   1.0 us      |    open_softirq();',
      ' 1)   9.0 us      |  }',
    ];
    expect(told(...lines).at(-1)).toBe('returned net_dev_init @1 ?');
  });

  it('knows interrupts, which are no calls', () => {
    const lines = [' 0)   ==========> |', ' 0)   1.0 us      |  do_IRQ();', ' 0)   <========== |'];
    const { lines: count } = decode('function-graph', lines.join('\n'));
    expect(count.reasons).toEqual({ separator: 2, used: 1 });
  });

  it('reads the events between the calls', () => {
    const comment = ' 0)               |  /* initcall_finish: func=a_init+0x0/0x1 ret=0 */';
    expect(graph(comment)).toMatchObject([
      { kind: 'traced', name: 'initcall_finish', fields: { func: 'a_init+0x0/0x1', ret: '0' } },
    ]);
    const { lines } = decode('function-graph', ' 0)               |  /* anything else */');
    expect(lines.reasons).toEqual({ 'other event': 1 });
  });

  it('is read as trace-cmd report prints it', () => {
    const context = '              ip-206   [001]     1.950970: ';
    const lines = [
      `${context}funcgraph_entry:                   |  setup_net() {`,
      `${context}funcgraph_entry:      + 99.707 us  |    ops_init();`,
      `${context}funcgraph_exit:       # 19280.256 us |  }`,
    ];
    expect(told(...lines)).toEqual([
      'entered setup_net @1 ip-206',
      'entered ops_init @1 ip-206',
      'returned ops_init @1 ip-206',
      'returned setup_net @1 ip-206',
    ]);
  });

  // lib/trace-cmd/trace-ftrace.c: fgraph_ent_handler, fgraph_ret_handler; -O fgraph:depth,tailprint.
  it.each([
    ['funcgraph_entry:        0.451 us   |  ops_init(); (ret=0)', '0'],
    ['funcgraph_entry:        0.451 us   |  ops_init(); (3) (ret=-12)', '-12'],
    ['funcgraph_exit:         4.359 us   |  } /* ops_init */ (ret=0x0)', '0x0'],
    ['funcgraph_exit:         4.359 us   |  } /* ops_init */ (3) (ret=-12)', '-12'],
  ])('has its result where trace-cmd report appends it: %s', (body, ret) => {
    const line = `              ip-206   [001]     1.950970: ${body}`;
    expect(graph(line).at(-1)).toMatchObject({ kind: 'returned', fn: 'ops_init', args: { ret } });
  });

  it('follows calls of functions nobody asked for without telling them', () => {
    const wanted = new Set(['ops_init']);
    const log =
      ' 0)               |  a() {\n 0)   0.1 us      |    ops_init();\n 0)   0.2 us      |  }';
    const { observations, lines } = decode('function-graph', log, { wanted });
    expect(observations).toHaveLength(2);
    expect(lines.reasons).toEqual({ 'other function': 2, used: 1 });
  });
});
