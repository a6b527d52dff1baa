import { describe, expect, it } from 'vitest';
import { createDecoder, type LogFormat } from '../../../src/recording/create-decoder.ts';
import { Decoding } from '../../../src/recording/decoding.ts';
import type { Observation } from '../../../src/recording/observation.ts';
import type { LineCount } from '../../../src/recording/tally.ts';
import { newKernel } from '../twins.ts';

/*
 * That a kernel finds what the text decoder finds is asked in usual-lines.test.ts and in
 * ../fast-line.test.ts. Here: that it steps over what it is there for, and no further.
 */

const PLACE = '              ip-206     [001] d..1.     1.950970: ';
const WANTED = {
  wanted: new Set(['setup_net']),
  wantedCallers: new Set(['ops_init']),
  wantedMessages: { starts: ['initcall '], contains: [': renamed from '] },
};

/** Lines of a log that JavaScript read, because the kernel did not step over them. */
function readByJavaScript(format: LogFormat, lines: readonly string[]): readonly string[] {
  const read: string[] = [];
  const decoder = createDecoder(format, WANTED);
  const decoding = new Decoding({
    line: (text, number, out) => {
      read.push(text);
      return decoder.line(text, number, out);
    },
    skimWith: (kernel) => decoder.skimWith?.(kernel) ?? null,
    end: (out) => decoder.end(out),
  });
  decoding.skimWith(newKernel());
  decoding.push(new TextEncoder().encode(lines.map((line) => `${line}\n`).join('')));
  return read;
}

describe('a kernel', () => {
  it.each([
    `${PLACE}rtnl_unlock <-rtnl_newlink`,
    `${PLACE}a_name_of_more_than_32_bytes_in_length.constprop.0 <-rtnl_newlink.isra.0`,
    `${PLACE}rtnl_unlock: (rtnl_unlock+0x0/0x10) arg1=1`,
    `${PLACE}p_x_0: (do_one+0x13b/0x310 [sit] <- rtnl_unlock [sit])`,
    `${PLACE}a_probe_of_16ish: (a_probe_of_16ish+0x0/0x10) arg1=1`,
    `${PLACE}a_probe_of_17_big: (a_probe_of_17_big+0x0/0x10) arg1=1`,
    `${PLACE}rtnl: (rtnl_unlock+0x0/0x10)`,
    `${PLACE}netif_rx: dev=lo skbaddr=0xff len=42`,
    '    kworker/u4:1-25      [000] .....  1234567.427636: vfs_read <-ksys_read',
    '           <...>-4194304 [1023] d..1.     0.000000: vfs_read <-ksys_read',
  ])('steps over %s', (line) => {
    expect(readByJavaScript('function', [line, line, line])).toEqual([]);
  });

  it.each([
    `${PLACE}setup_net <-copy_net_ns`,
    `${PLACE}my_init_net <-ops_init`,
    `${PLACE}x: (setup_net+0x0/0x10) net=0xff`,
    `${PLACE}setup_net: (setup_net+0x0/0x10) net=0xff`,
    `${PLACE}rtnl_unlock: (setup_net+0x0/0x10) net=0xff`,
    `${PLACE}rtnl_unlock: (rtnl_unlock+0x0/0x10 <- setup_net) ret=0`,
    `${PLACE}rtnl_unlock: (rtnl_unlock 0x0/0x10)`,
    `${PLACE}x: (do_one+0x13b/0x310 <- setup_net) ret=0`,
    `${PLACE}initcall_start: func=net_dev_init+0x0/0x24f`,
    `${PLACE}rtnl_unlock <-rtnl_newlink (repeats: 2, last_ts: 1.950971)`,
    `${PLACE}0xffffffff81a0 <-rtnl_newlink`,
    `${PLACE}ffffffff81a0bb10 <-rtnl_newlink`,
    '# entries-in-buffer/entries-written: 2/2   #P:4',
    '',
  ])('leaves to JavaScript: %s', (line) => {
    const noise = `${PLACE}rtnl_unlock <-rtnl_newlink`;
    expect(readByJavaScript('function', [noise, line, noise])).toEqual([line]);
  });

  it('follows the calls of a graph on several CPUs', () => {
    const calls = [
      ' 0)               |  vfs_read() {',
      ' 1)   0.772 us    |  should_failslab();',
      ' 0) + 14.091 us   |    security_file_permission();',
      ' 0) # 1492.993 us |  }',
    ];
    const first = ' 0)   0.100 us    |  rtnl_unlock();';
    expect(readByJavaScript('function-graph', [first, ...calls, ...calls])).toEqual([first]);
  });

  it('leaves the end of a call to JavaScript where its beginning is not in the log', () => {
    const first = ' 0)   0.100 us    |  rtnl_unlock();';
    const end = ' 0)   1.0 us      |  }';
    const lines = [first, ' 0)               |  vfs_read() {', end, end];
    expect(readByJavaScript('function-graph', lines)).toEqual([first, end]);
  });

  it('steps over messages of no interest, carriage returns at their end included', () => {
    const read = readByJavaScript('dmesg', [
      '[    0.000000] BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable\r\r',
      '<6>[    0.000000] systemd[1]: nr: registered',
      '[    0.000001] e0: renamed from d0',
      '[    0.000002] initcall x+0x0/0x10 returned 0 after 0 usecs',
      '[    0.000003] one [    0.000004] two',
      '[    0.000005] \u001b[1mbold\u001b[0m',
    ]);
    expect(read.map((line) => line.slice(5, 14))).toEqual(
      ['0.000001]', '0.000002]', '0.000003]', '0.000005]'].map((it) => it.padStart(9)),
    );
  });

  it.each([70_000, 300_000])('leaves a line of %i bytes to be counted as too long', (length) => {
    const long = `${PLACE}netif_rx: ${'x'.repeat(length)}`;
    const noise = `${PLACE}rtnl_unlock <-rtnl_newlink`;
    const { count } = told([noise, long, noise, noise, long]);
    expect(count.reasons).toEqual({ 'other function': 3, 'too long': 2 });
    expect(count.firstUnknown).toBe(2);
  });

  it('rests while nearly every line has to be read, and tries again', () => {
    const decoder = createDecoder('function', WANTED);
    let tries = 0;
    const decoding = new Decoding({
      line: (text, number, out) => decoder.line(text, number, out),
      skimWith: (kernel) => {
        const step = decoder.skimWith?.(kernel) ?? null;
        return (at, end, number, out) => {
          tries += 1;
          return step?.(at, end, number, out) ?? at;
        };
      },
      end: (out) => decoder.end(out),
    });
    decoding.skimWith(newKernel());
    const encoder = new TextEncoder();
    const found = encoder.encode(`${PLACE}setup_net <-copy_net_ns\n`.repeat(100));
    const noise = encoder.encode(`${PLACE}rtnl_unlock <-rtnl_newlink\n`.repeat(100));
    const triedIn = (chunk: Uint8Array): number => {
      const before = tries;
      decoding.push(chunk);
      return tries - before;
    };
    const barren = Array.from({ length: 40 }, () => triedIn(found));
    expect(barren[0]).toBe(100);
    expect(barren.filter((tried) => tried > 0).length).toBeLessThan(10);
    const calm = Array.from({ length: 20 }, () => triedIn(noise));
    expect(calm.slice(-10)).toEqual(Array.from({ length: 10 }, () => 1));
    expect(decoding.lines.reasons).toEqual({ used: 4000, 'other function': 2000 });
  });

  it('reads a task by itself where another one is named in as many letters', () => {
    const noise = (task: string, cpu: number): string =>
      `${task} [00${cpu}] d..1.     1.950970: rtnl_unlock <-rtnl_newlink`;
    const lines = ['  ip-206    ', '  ip-207    ', '  xy-206    '].flatMap((task) => [
      noise(`            ${task}`, 0),
      noise(`            ${task}`, 1),
      noise(`            ${task}`, 1),
    ]);
    const wanted = `              ip-206     [000] d..1.     1.950970: setup_net <-copy_net_ns`;
    expect(readByJavaScript('function', [...lines, wanted, ...lines])).toEqual([wanted]);
  });

  it('counts every line it steps over, in windows shorter than the log', () => {
    const noise = `${PLACE}rtnl_unlock <-rtnl_newlink`;
    const found = `${PLACE}setup_net <-copy_net_ns`;
    const lines = Array.from({ length: 20_000 }, (_, i) => (i % 5000 === 4999 ? found : noise));
    const { observations, count } = told(lines);
    expect(observations.map(({ line }) => line)).toEqual([5000, 10_000, 15_000, 20_000]);
    expect(count.reasons).toEqual({ used: 4, 'other function': 19_996 });
  });
});

function told(lines: readonly string[]): {
  readonly observations: readonly Observation[];
  readonly count: LineCount;
} {
  const decoding = new Decoding(createDecoder('function', WANTED));
  decoding.skimWith(newKernel());
  const text = new TextEncoder().encode(lines.join('\n'));
  const observations = [...decoding.push(text), ...decoding.end()];
  return { observations, count: decoding.lines };
}
