import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseContext } from '../../../src/recording/ftrace/context.ts';

/** A line as trace_print_context (kernel/trace/trace_output.c) prints it. */
function print(comm: string, pid: number, cpu: number, flags: string, stamp: string): string {
  const task = `${comm.padStart(16)}-${String(pid).padEnd(7)}`;
  return `${task} [${String(cpu).padStart(3, '0')}] ${flags}${stamp.padStart(12)}: body`;
}

const comm = fc.string({ unit: fc.constantFrom(...'ab-1:[0] <>/'), minLength: 1, maxLength: 15 });
const flags = fc.constantFrom('', '..... ', 'd..1. ', 'dNh2. ', 'bB.3. ', 'd..21.. ');

describe('parseContext', () => {
  it('reads back what the kernel prints, whatever the task is called', () => {
    fc.assert(
      fc.property(comm, fc.nat(4_194_304), fc.nat(8191), flags, (name, pid, cpu, shown) => {
        fc.pre(name.trim() === name);
        const line = print(name, pid, cpu, shown, '3.540097');
        const { body, ...context } = parseContext(line) ?? { body: 0 };
        expect(context).toEqual({ task: `${name}-${pid}`, cpu, at: 3_540_097_000 });
        expect(line.slice(body)).toBe('body');
      }),
    );
  });

  it('takes the context at its place, not one that the text behind it imitates', () => {
    const forged = 'tracing_mark_write:       ip-1  [007] .....     1.000000: ops_init <-x';
    const line = `${'          evil-105     [000] .....     3.540097: '}${forged}`;
    expect(parseContext(line)).toMatchObject({ task: 'evil-105', cpu: 0, at: 3_540_097_000 });
  });

  it.each([
    ['no irq-info', '              ip-206     [001]     1.950970: body'],
    ['TGID', '              ip-206     (    206) [001] .....     1.950970: body'],
    ['unknown TGID', '              ip-206     (-------) [001] .....     1.950970: body'],
    ['seven flags of RT', '              ip-206     [001] d...2..     1.950970: body'],
    ['trace-cmd report', '              ip-206   [001]     1.950970: body'],
    ['trace-cmd report with flags', '              ip-206   [001] .....     1.950970: body'],
    ['trace-cmd report --ts-diff', '              ip-206   [001]     1.950970: (+44) body'],
    ['trimmed', 'ip-206 [001] ..... 1.950970: body'],
  ])('reads a line with %s', (_, line) => {
    const context = parseContext(line);
    expect(context).toMatchObject({ task: 'ip-206', cpu: 1, at: 1_950_970_000 });
    expect(line.slice(context?.body)).toBe('body');
  });

  it('reads nanoseconds where the stamp shows them', () => {
    expect(parseContext('   ip-206   [001]     1.950970123: body')?.at).toBe(1_950_970_123);
  });

  it.each(['4361072359', '17'])('takes the stamp %s for a count, not for a time', (stamp) => {
    const context = parseContext(`              ip-206     [001] ..... ${stamp}: body`);
    expect(context).toMatchObject({ cpu: 1, at: null });
  });

  it.each([
    '# tracer: function',
    '',
    ' 0)   0.5 us    |  fn();',
    '[    1.331098] calling  net_dev_init+0x0/0x24f @ 1',
    '              ip-206     [001] .....     1.950970',
  ])('finds none in %j', (line) => {
    expect(parseContext(line)).toBeNull();
  });
});
