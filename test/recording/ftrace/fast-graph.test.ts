import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectTwins, readAsText, WANTED } from '../twins.ts';

/** A line of function_graph as trace-cmd report prints it. */
function reported(task: string, cpu: number, column: string, depth: number, call: string): string {
  const event = call.startsWith('}') ? 'funcgraph_exit: ' : 'funcgraph_entry:';
  const context = `${task.padEnd(22)} [00${cpu}]     3.000099: `;
  return `${context}${event} ${column.padStart(17)} |  ${'  '.repeat(depth)}${call}`;
}

const CALLS = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('kfree() {', 'vfs_read() {', '}', '}', 'kfree();', 'ops_init() {'),
  },
  fc.constantFrom(
    ...['}x', '', 'x.constprop.0();', 'ops_init();', '} /* ops_init */', 'kfree(); (ret=0)'],
    ...['setup_net() {', '0xffffffff8100() {', 'ffffffff81000000();', 'kfree [m]();'],
    ...['/* kfree: (kfree+0x0/0x1) */', '} '],
  ),
);
const COLUMNS = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('', '0.451 us  ', '+ 99.707 us  ', '# 19280.256 us') },
  fc.constantFrom('$ 1 us', '! ', '1', ' '.repeat(24), ' '.repeat(30)),
);
const line = fc
  .tuple(
    fc.constantFrom('              ip-206', '          <idle>-0', '    kworker/u4:1-25'),
    fc.nat(2),
    COLUMNS,
    fc.oneof({ weight: 20, arbitrary: fc.nat(2) }, fc.constantFrom(31, 63, 70)),
    CALLS,
  )
  .map((parts) => reported(...parts));

describe('a graph as trace-cmd report prints it', () => {
  it('is read the same from bytes as from text, whatever was lost of it', () => {
    const log = fc.array(line, { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(
        log,
        fc.integer({ min: 1, max: 2000 }),
        fc.boolean(),
        (lines, chunk, filtered) => {
          const bytes = Buffer.from(`cpus=2\n${lines.join('\n')}\n`);
          expectTwins('trace-cmd', bytes, filtered ? WANTED : {}, chunk);
        },
      ),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 300) },
    );
  });

  it('has calls of its own for each CPU that idles', () => {
    const idle = '          <idle>-0';
    const lines = [
      reported('              ip-1', 2, '', 0, 'kfree() {'),
      reported(idle, 0, '', 0, 'kfree() {'),
      reported(idle, 1, '0.451 us  ', 0, '}'),
    ];
    expectTwins('trace-cmd', Buffer.from(`${lines.join('\n')}\n`), WANTED);
  });

  it('is followed anew where more tasks came than are kept', () => {
    const lines = [reported('              ip-1', 1, '', 0, 'kfree() {')];
    for (let pid = 2; pid < 4200; pid += 1)
      lines.push(reported(`              ip-${pid}`, 1, '0.451 us  ', 0, 'ops_init(); (ret=0)'));
    lines.push(reported('              ip-1', 1, '0.451 us  ', 0, '}'));
    expectTwins('trace-cmd', Buffer.from(`${lines.join('\n')}\n`), WANTED);
  });

  it('is read from bytes but for the calls that were asked for', () => {
    const calls = [
      ...([
        ['', 0, 'vfs_read() {'],
        ['0.451 us  ', 1, 'kfree();'],
        ['', 1, 'x() {'],
      ] as const),
      ...([
        ['+ 99.707 us', 1, '}'],
        ['# 19280.256 us', 0, '}'],
        ['1 us ', 0, 'ops_init();'],
      ] as const),
    ].map(([column, depth, call]) => reported('              ip-206', 1, column, depth, call));
    expect(readAsText('trace-cmd', Buffer.from(`${calls.join('\n')}\n`))).toBe(1);
  });
});
