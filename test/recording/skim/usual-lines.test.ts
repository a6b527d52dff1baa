import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { LogFormat } from '../../../src/recording/create-decoder.ts';
import { TELLING_EVENTS } from '../../../src/recording/ftrace/event.ts';
import { expectTwins, WANTED } from '../twins.ts';

const HERE = '              ip-206     [001] d..1.     1.950970: ';

/** Lines of no interest, as there are thousands behind one another, and what grows in them. */
const USUAL: readonly (readonly [LogFormat, string, string])[] = [
  ['function', `${HERE}rtnl_unlock <-a_16_letter_name`, 'a_16_letter_name'],
  ['function', `${HERE}rtnl_unlock <-rtnl_newlink`, 'rtnl_unlock'],
  ['kprobe', `${HERE}a_16_letter_name: (a_16_letter_name+0x0/0x130) a=0xff`, 'a_16_letter_name'],
  ['kprobe', `${HERE}p_free: (kfree+0x4/0x11)`, 'kfree'],
  ['kprobe', `${HERE}p_x: (do_one+0x13b/0x310 <- a_16_letter_name) rc=0`, 'a_16_letter_name'],
  ['kprobe', `${HERE}net_dev_queue: dev=d1 len=70`, 'net_dev_queue'],
  ['function-graph', ' 0) + 11.537 us   |    } ', '}'],
  ['function-graph', ' 0)   0.772 us    |      a_16_letter_name();', 'a_16_letter_name'],
  ['function-graph', ' 12)               |      should_failslab() {', 'should_failslab'],
  [
    'dmesg',
    '[    1.331098] pci 0000:00:00.0: [8086:1237] type 00 class 0x060000 conventional',
    'pci',
  ],
  ['dmesg', '[   21.331098] a_16_letter_name: Registered thermal governor', 'a_16_letter_name'],
  ['dmesg-raw', '<6>[    1.331098] rcu: Hierarchical SRCU implementation.', 'SRCU'],
];

/** What a byte may turn into: of each kind that is told apart, and what may stand beside it. */
const OTHER_BYTES = [...'09afgz_ -.:;|(){}<"[]+x\r\u001b\u0000\u007f\u00ff'];

describe.each(USUAL)('a %s that repeats one line: %s', (format, usual, grows) => {
  const line = usual.trimEnd();
  const first = format === 'function' || format === 'kprobe' ? '# tracer: nop' : line;

  it('is read right where any of its bytes is another, missing or doubled', () => {
    const lines: string[] = [first, line, line];
    for (let at = 0; at <= line.length; at += 1) {
      const [head, tail] = [line.slice(0, at), line.slice(at + 1)];
      for (const byte of OTHER_BYTES) lines.push(`${head}${byte}${tail}`, line, line);
      lines.push(head + tail, line, head + line.slice(at - 1), line, line);
    }
    expectTwins(format, Buffer.from(`${lines.join('\n')}\n`, 'latin1'), WANTED);
  });

  it('is read right where a name or the line grows beyond all that is compared at once', () => {
    const lines: string[] = [line, line];
    for (let more = 1; more < 140; more += 1) {
      for (const letter of ['a', 'g', ' ', '0']) {
        const grown = line.replaceAll(grows, letter.repeat(more) + grows);
        lines.push(grown, line, line, `${grown}x`, line, `${line}${letter.repeat(more)}`, line);
      }
    }
    expectTwins(format, Buffer.from(`${lines.join('\n')}\n`, 'latin1'), WANTED);
  });
});

/** Tasks, CPUs, flags and stamps by turns, with entries that are usual, nearly so, or wanted. */
const HEADS = fc
  .tuple(
    fc.constantFrom('          <idle>', '              ip', '    kworker/u4:1', '       ksoftirqd'),
    fc.oneof(fc.constantFrom('0      ', '206    ', '4194304'), fc.nat(999_999).map(String)),
    fc.constantFrom(' [000] ', ' [001] ', ' [1023] ', '          [000] ', ' [000]  '),
    fc.constantFrom('.....', 'd..1.', 'D..1.', 'dNh2~', 'x..1.', 'd.. .', 'd..1\u007f', 'd..1é'),
    fc.constantFrom('     1.950970: ', '     1.95097:: ', '     9.999999: ', '    10.000000: '),
  )
  .map(([task, pid, cpu, flags, stamp]) => `${task}-${pid}${cpu}${flags}${stamp}`);
const GAPS = fc.constantFrom('', '', '', '', ' ', '0', ' '.repeat(12), ' '.repeat(15));
const ENTRIES = fc.constantFrom(
  ...['rtnl_unlock <-rtnl_newlink', 'ops_init <-setup_net', 'x_net_init <-ops_init'],
  ...['ops_init: (ops_init+0x0/0x130) net=0xff', 'kfree: (kfree+0x0/0x11) a=1', 'kfree: (kfree)'],
  ...['r: (setup_net+0x13b/0x310 <- ops_init) rc=0', 'r: (a+0x13b/0x310 <- kfree) rc=0'],
  ...['r: (ops_init+0x13b/0x310 [m] <- kfree [m])', 'kfree: (kfree+0x12345678/0x12345678)'],
  ...['netif_rx: dev=d1', 'netif_rx: ', 'netif_rx:', 'netif_rx: _x', ': dev=d1', ': (+0x0/0x11)'],
  ...['initcall_level: level=early', 'a.b.0 <-c.d', ' <-kfree', 'kfree <-', 'kfree: (+0x0/0x1)'],
);

describe('a log whose lines begin in many ways', () => {
  it.each(['function', 'kprobe'] as const)('is read the same as text: %s', (format) => {
    const log = fc.array(HEADS, { minLength: 1, maxLength: 4 }).chain((heads) => {
      const line = fc
        .tuple(fc.constantFrom(...heads), GAPS, ENTRIES)
        .map((parts) => parts.join(''));
      return fc.array(line, { minLength: 1, maxLength: 80 });
    });
    fc.assert(
      fc.property(log, fc.integer({ min: 1, max: 2000 }), (lines, chunkBytes) => {
        const bytes = Buffer.from(`# tracer: nop\n${lines.join('\n')}\n`, 'latin1');
        expectTwins(format, bytes, WANTED, chunkBytes);
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 120) },
    );
  });
});

describe('a message that looks like an event', () => {
  const starts = [
    ...TELLING_EVENTS,
    'kfree',
    '0123456789abcdef',
    'e.constprop.0',
    'a_16_letter_name',
  ];
  const ends = [': x=1', ': (kfree+0x0/0x11)', ': _x', ':  x', ':', ': ', ' (', '. (', ':x'];

  it.each(ends)('is read right with %j behind its name', (end) => {
    const lines = starts.flatMap((name) => [name + end, `${name}s${end}`, name.slice(1) + end]);
    const log = lines.map((it) => `[    1.331098] ${it}\n[    1.331098] rcu: SRCU\n`);
    expectTwins('dmesg', Buffer.from(log.join('')), WANTED);
  });
});

describe('a message', () => {
  it.each([...WANTED.wantedMessages.contains, '[    1.331099] two', '\u001b[1m', '\r\r', '\rx'])(
    'is read right wherever %j stands in it',
    (part) => {
      const text =
        'rcu: Hierarchical SRCU implementation, of more bytes than are looked at at once';
      const lines = Array.from(text, (_, at) => text.slice(0, at) + part + text.slice(at));
      const log = [text, ...lines].map((it) => `[    1.331098] ${it}\n[    1.331098] ${text}\n`);
      expectTwins('dmesg', Buffer.from(log.join('')), WANTED);
    },
  );
});

describe('a call and a probe of the same function', () => {
  it('are two where another line of their CPU was stepped over between them', () => {
    const [noise, call] = [`${HERE}rtnl_unlock <-rtnl_newlink`, `${HERE}ops_init <-setup_net`];
    const lines = [noise, noise, call, noise, `${HERE}ops_init: (ops_init+0x0/0x130) net=0xff`];
    expectTwins('function', Buffer.from(`${lines.join('\n')}\n`), WANTED);
  });
});
