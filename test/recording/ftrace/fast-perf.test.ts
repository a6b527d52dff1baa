import fc from 'fast-check';
import { describe, it } from 'vitest';
import { expectTwins, WANTED } from '../twins.ts';

/** Tasks as perf script prints them; some names imitate what stands behind a task. */
const COMMS = [
  ...['          <idle>', '              ip', '    kworker/u4:1', '      tmux: serv'],
  ...['  a-1 [0] 1.0: b', '  1.123 a/5 x:y(', ' a-1 0d..1. 1us:', '             a-5'],
  ...['           1.123', '                '],
];
const HEADS = fc
  .tuple(
    fc.constantFrom(...COMMS),
    fc.constantFrom('     0', '   206', '   206', ' 4194304', '   206/206', '-206 '),
    fc.constantFrom(' [000] ', ' [000] ', ' [001] ', ' [1023] ', '  [000]  ', ' '),
    fc.constantFrom('', '', '', '', '.... ', 'd..1. '),
    fc.constantFrom('    1.950970: ', '    1.950970: ', '    0.000000: ', '   10.000000123: '),
    fc.constantFrom('', '              ', '         1 '),
  )
  .map((parts) => parts.join(''));
const ENTRIES = fc.constantFrom(
  ...['probe:ops_init: (ffffffffad79be20) net=0xff', 'kprobes:kfree: (ffffffffad79be20) a=1'],
  ...['probe:r__return: (ffffffffad79be20 <- ffffffffad79c71b) rc=0', 'a:b: (kfree+0x0/0x11)'],
  ...['net:netif_rx: dev=d1 len=70', 'net:netif_rx:', 'net:netif_rx: ', 'sched:a-b: x', ':x: ('],
  ...['ftrace:function: ops_init <- setup_net', 'ftrace:funcgraph_entry: | kfree() {', 'a:'],
  ...['ops_init: x', 'ops_init: (ffffffffad79be20) net=0xff', 'cycles:P: ffffffffad79be20 x'],
  ...['initcall:initcall_level: level=early', 'PERF_RECORD_LOST lost 3', 'a:b:c: (x)'],
  ...['ops_init <-setup_net', 'a:ops_init <-setup_net', 'ftrace:print: (x) text'],
);

/** Another recording begins. */
const OTHERS = fc.constantFrom(
  '              ip-206     [001] d..1.     1.950970: kfree <-vfs_read',
  '              ip-206   [001]     1.950970: ops_init: (ffffffffad79be20) net=0xff',
  '# tracer: nop',
);

/** The first stamp: nothing tells the time where that is 0 (PerfClock). */
const FIRST = fc
  .constantFrom('0.000000', '1.000000', '1.000000')
  .map((stamp) => `              ip   206 [001]     ${stamp}: probe:ops_init: (ffffffffad79be20)`);

describe('a log of perf script whose lines begin in many ways', () => {
  it('is read the same as text', () => {
    const others = fc.array(OTHERS, { minLength: 1, maxLength: 4 });
    const log = fc.array(HEADS, { minLength: 1, maxLength: 3 }).chain((heads) => {
      const line = fc.tuple(fc.constantFrom(...heads), ENTRIES).map((parts) => parts.join(''));
      const lines = fc.array(line, { minLength: 1, maxLength: 12 });
      const runs = fc.array(fc.oneof({ weight: 3, arbitrary: lines }, others), { maxLength: 8 });
      return fc.tuple(FIRST, runs);
    });
    fc.assert(
      fc.property(log, fc.integer({ min: 1, max: 2000 }), ([first, runs], chunkBytes) => {
        const bytes = Buffer.from(`${[first, ...runs.flat()].join('\n')}\n`);
        expectTwins('perf', bytes, WANTED, chunkBytes);
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 500) },
    );
  });

  it('is another recording behind a header, though its lines go on alike', () => {
    const here = '              ip   206 [001]     1.000000:';
    const line = `${here} probe:ops_init: (ffffffffad79be20)`;
    const odd = `${here} sched:a-b: x`;
    const trace = '              ip-206   [001]     1.950970: ops_init: (ffffffffad79be20)';
    const lines = [line, line, odd, '# tracer: nop', line, trace, trace];
    expectTwins('perf', Buffer.from(`${lines.join('\n')}\n`), WANTED);
  });
});
