import fc from 'fast-check';
import { describe, it } from 'vitest';
import { expectTwins, WANTED } from '../twins.ts';

/** Tasks, CPUs, flags and stamps by turns, as options of trace-cmd report and kernels show them. */
const HEADS = fc
  .tuple(
    fc.constantFrom('          <idle>-0    ', '              ip-206  ', '    kworker/u4:1-4194304'),
    fc.constantFrom(' [000] ', ' [001] ', ' [1023] ', '  [000]  '),
    fc.constantFrom('', '', '', '..... ', '.... ', 'd...2.. ', '......... ', 'd.. ', 'x..1. '),
    fc.constantFrom('    1.950970', '    1.950970', '  418.463554', '    1.950970123', '    17'),
    fc.constantFrom(': ', ': ', ': ', ':', '1: ', '1::: ', ': (+44) '),
  )
  .map((parts) => parts.join(''));

const PROBES = [
  'ops_init:             (ffffffffad79be20) net=0xff',
  'ops_init:             (ffffffffad79be20)',
  'ops_init:             (000055d0deadbeef) net=0xff',
  'ops_init:             (fffffffad79be20) net=0xff',
  'ops_init:              __probe_ip=ffffffffad79be20 net=0xff',
  'ops_init_ret:         (ffffffffad79be20 <- ffffffffad79c71b) rc=0',
  'ops_init__return:     (ffffffffad79be20 <- ffffffffad79c71b) rc=0',
  'ops_init_ret:         (ffffffffad79be20 <- ffffffffad79c71b rc=0',
  'p_ops_init_0:         (ffffffffad79be20)',
  'kfree:                (ffffffffad79be20) a=1',
  'kfree_ret:            (ffffffffad79be20 <-ffffffffad79c71b) a=1',
  'ops_init:             (ops_init+0x0/0x130) net=0xff',
  'r:                    (setup_net+0x13b/0x310 [m] <- ops_init [m]) rc=0',
];
const CALLS = [
  'function:             ops_init <-- setup_net',
  'function:             kfree <-- vfs_read',
  'function:             __kfree <- ___vfs_read',
  'function:             x_net_init <-- ops_init',
  'function:             (ffffffffad79be20)',
  'function:             kfree',
  'function: ',
  'functions:            ops_init <-- setup_net',
  'funcgraph_entry:      + 99.707 us |  kfree();',
  'funcgraph_entry:                  |  ops_init() {',
  'funcgraph_entry_x:                |  kfree() {',
  'funcgraph_exit:       # 19280.256 us |  }',
];
const EVENTS = [
  'netif_rx:             dev=d1 len=70',
  'netif_rx:             ',
  'netif_rx:             __x',
  'print:                ops_init',
  'kernel_stack:         <stack trace >',
  'initcall_level:       level=early',
];
const ENTRIES = fc.constantFrom(...PROBES, ...CALLS, ...EVENTS);

describe('a trace-cmd report whose lines begin in many ways', () => {
  it('is read the same as text', () => {
    const log = fc.array(HEADS, { minLength: 1, maxLength: 3 }).chain((heads) => {
      const line = fc.tuple(fc.constantFrom(...heads), ENTRIES).map((parts) => parts.join(''));
      return fc.array(line, { minLength: 1, maxLength: 60 });
    });
    fc.assert(
      fc.property(log, fc.integer({ min: 1, max: 2000 }), (lines, chunkBytes) => {
        expectTwins('trace-cmd', Buffer.from(`cpus=2\n${lines.join('\n')}\n`), WANTED, chunkBytes);
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 500) },
    );
  });
});
