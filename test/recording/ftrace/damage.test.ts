import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/invariants/judge.ts';
import type { LogFormat } from '../../../src/recording/create-decoder.ts';
import { readLog } from '../../../src/recording/read.ts';
import { inChunks, recordedBytes } from '../events.ts';
import { decode } from '../observe.ts';

const CALL = '              ip-105     [001] .....     3.540097: setup_net <-copy_net_ns';
const JUNK = '�q\u0001�PNG[[';
const HOLE = '\0'.repeat(600);

/** Where a log tells of lost records, by line. */
function losses(format: LogFormat, ...lines: readonly string[]): readonly (number | null)[] {
  const { observations } = decode(format, `${lines.join('\n')}\n`);
  return observations.flatMap((told) => (told.kind === 'lost' ? [told.line] : []));
}

describe('lines that cannot be read, between entries', () => {
  it.each<readonly [string, LogFormat, string]>([
    ['the function tracer', 'function', CALL],
    ['the function tracer without context', 'function', 'setup_net <-copy_net_ns'],
    ['a graph', 'function-graph', ' 0)   1.492 us    |  setup_net();'],
    ['a graph without columns', 'function-graph', ' setup_net();'],
    ['perf', 'perf', '  ip   206 [001]  1234.567890: probe:ops_init: (ffffffffb399be20)'],
    ['bpftrace', 'bpftrace', 'setup_net: (setup_net+0x0) net=0x1'],
  ])('are lost records: %s', (_, format, entry) => {
    expect(losses(format, entry, JUNK, JUNK, entry, entry)).toEqual([2]);
    expect(losses(format, entry, HOLE + entry, entry)).toEqual([2]);
  });

  it('are lost records where they are too long to be kept', () => {
    expect(losses('function', CALL, 'x'.repeat(100_000), CALL)).toEqual([2]);
  });

  it('are told before what stands below them', () => {
    const { observations } = decode('function', `${CALL}\n${JUNK}\n${CALL}\n`);
    expect(observations.map(({ kind }) => kind)).toEqual(['entered', 'lost', 'entered']);
  });

  it.each([
    ['a prompt above the first', ['root@box:~# cat trace', CALL, CALL]],
    ['a prompt below the last', [CALL, CALL, 'root@box:~# ']],
    ['a prompt between two traces', [CALL, 'root@box:~# cat trace', '# tracer: function', CALL]],
    ['the stack of a C++ program', [CALL, '  55d0c0ffee11 f(int, A<B> const&)+0x1 (/bin/x)', CALL]],
  ])('are none where they are %s', (_, lines) => {
    expect(losses('function', ...lines)).not.toContain(2);
  });
});

describe('a hole in a log', () => {
  it('is lost records among kernel messages too', () => {
    const stamped = '[    1.331098] calling  net_dev_init+0x0/0x24f @ 1';
    expect(losses('dmesg', stamped, HOLE + stamped, stamped)).toEqual([2]);
    const entry = `Nov 22 09:06:54 host kernel: ${stamped}`;
    expect(losses('journal', entry, HOLE + entry, entry)).toEqual([2]);
  });

  it('is none where a console is silent before the kernel speaks', () => {
    expect(losses('dmesg', HOLE, '[    0.000000] Linux version 6.1.0')).toEqual([]);
  });

  it('is found wherever the chunks are cut', () => {
    const log = `${CALL}\n${CALL}${HOLE}${CALL}\n${CALL}\n`;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1500 }), (chunkBytes) => {
        expect(decode('function', log, { chunkBytes })).toEqual(decode('function', log));
      }),
    );
  });

  it.each([
    '6.1-cloud/life-kprobe',
    '6.1-cloud/life-graph',
    '6.12-cloud/life-perf-bare',
    '6.12-cloud/life-bpftrace',
    '6.12-cloud/life-function-nocontext',
  ])('accuses no correct kernel, wherever it is in %s', async (name) => {
    const whole = recordedBytes(name);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 500, max: whole.length }), async (start) => {
        const bytes = Uint8Array.from(whole).fill(0, start, start + 4096);
        const { events } = await readLog(inChunks(bytes, 64 * 1024));
        const { invariants } = judge(events);
        expect(invariants.filter(({ verdict }) => verdict === 'violated')).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });
});
