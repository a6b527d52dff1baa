import { describe, expect, it } from 'vitest';
import { WANTED_MESSAGES } from '../../../src/recording/interpret/messages.ts';
import { decode, observe } from '../observe.ts';

const NOWHERE = { cpu: null, task: null };

function fates(...lines: readonly string[]): unknown {
  return decode('dmesg', `${lines.join('\n')}\n`).lines.reasons;
}

function messages(...lines: readonly string[]): readonly string[] {
  return observe('dmesg', ...lines).map((it) => (it.kind === 'printed' ? it.message : it.kind));
}

describe('a kernel message', () => {
  const at = 1_331_098_000;
  const wall = 1_795_338_364_000_000_000;

  it.each([
    ['plain', '[    1.331098] msg', at, null],
    ['late', '[123456.331098] msg', 123_456_331_098_000, null],
    ['-r', '<7>[    1.331098] msg', at, 7],
    ['-x', 'kern  :warn  : [    1.331098] msg', at, 4],
    ['-d', '[    1.331098 <    0.000012>] msg', at, null],
    ['-T', '[Sun Nov 22 09:06:04 2026] msg', wall, null],
    ['iso', '2026-11-22T09:06:04,603475+00:00 msg', wall + 603_475_000, null],
    ['iso elsewhere', '2026-11-22T10:06:04,603475+01:00 msg', wall + 603_475_000, null],
    ['-e', '[  +3.030137] msg', null, null],
    ['-e, clock adjusted', '[  -0.612397] msg', null, null],
    ['-e, first', '[Nov22 09:06] msg', null, null],
    ['delta', '[<    3.030137>] msg', null, null],
    ['coloured', '\u001B[32m[    1.331098] \u001B[0mmsg', at, null],
  ])('is read without its prefix: %s', (_, line, time, level) => {
    expect(observe('dmesg', line)).toEqual([
      { ...NOWHERE, kind: 'printed', message: 'msg', at: time, level, line: 1 },
    ]);
  });

  it('names its caller where the kernel prints it', () => {
    expect(observe('dmesg', '[    1.331098][    T7] a', '[    1.331098][    C2] b')).toMatchObject([
      { task: '<...>-7', cpu: null, message: 'a' },
      { task: null, cpu: 2, message: 'b' },
    ]);
  });

  // util-linux 2.41, tests/expected/dmesg/cid-indentation and cid-kmsg-decode; dmesg -S of any.
  it.each([
    '[    1.331098] [    T7] a',
    '[    1.331098] [T7] a',
    'kern  :info  : [    1.331098] [   T7] a',
    '[   20.603475 <    3.030137>] [  T7] a',
    '[  +3.030137] [    T7] a',
    '[Sun Nov 22 09:06:04 2026] [    T7] a',
    '2026-11-22T09:06:04,603475+00:00 [    T7] a',
  ])('names its caller where dmesg sets it apart: %s', (line) => {
    expect(observe('dmesg', line)).toMatchObject([{ task: '<...>-7', cpu: null, message: 'a' }]);
  });

  it('is of interest behind a caller too', () => {
    const wanted = { wantedMessages: WANTED_MESSAGES };
    for (const caller of ['[    T1]', '[   T1]', '[T1]', '[C0]', '[ T1234]', '[ C1234]']) {
      const log = `[    1.331098] ${caller} calling  net_dev_init+0x0/0x24f @ 1\n`;
      const [told] = decode('dmesg', log, wanted).observations;
      expect(told).toMatchObject({ message: 'calling  net_dev_init+0x0/0x24f @ 1' });
    }
  });

  it('names its caller where no time is shown (dmesg -t), and has all its lines', () => {
    const lines = ['[    T7] new', '         line', '[    C2] a', ' a'];
    expect(observe('dmesg-unstamped', ...lines)).toMatchObject([
      { task: '<...>-7', cpu: null, message: 'new\nline' },
      { task: null, cpu: 2, message: 'a' },
      { task: null, cpu: null, message: ' a' },
    ]);
  });

  it('has all its lines: dmesg indents those that follow the first', () => {
    expect(
      messages(
        '[    1.331098] Unstable clock detected',
        '               If you want to keep using the local clock, then add:',
        '                 "trace_clock=local"',
        '[    1.331099] next',
      ),
    ).toEqual([
      'Unstable clock detected\nIf you want to keep using the local clock, then add:\n  "trace_clock=local"',
      'next',
    ]);
  });

  it('is not one that a program wrote to /dev/kmsg, where the facility is shown', () => {
    const forged = 'unregister_netdevice: waiting for lo to become free. Usage count = 2';
    expect(fates(`<14>[    1.331098] ${forged}`)).toEqual({ 'user space': 1 });
    expect(fates(`user  :notice: [    1.331098] ${forged}`)).toEqual({ 'user space': 1 });
  });

  it.each(['[99999999999999999999.331098] x', '[Foo Bar 22 09:06:04 2026] x', '[    1.3310] x'])(
    'has a prefix the kernel can have printed, unlike %s',
    (line) => {
      expect(observe('dmesg', line).every(({ at: time }) => time === null)).toBe(true);
    },
  );
});

describe('a serial console', () => {
  it('shows firmware first, then the kernel, then programs too', () => {
    const log = [
      '\u001Bc\u001B[?7l\u001B[2J\u001B[0mSeaBIOS (version 1.16.2)\r',
      '',
      '[    0.000000] Linux version 6.1.0\r',
      'login: root\r',
    ];
    expect(fates(...log)).toEqual({ firmware: 1, blank: 1, used: 1, 'user space': 1 });
    expect(messages(...log)).toEqual(['Linux version 6.1.0']);
  });

  it('lets a message follow text that has no newline', () => {
    const log = [
      'Probing EDD (edd=off to disable)... o\u001Bc\u001B[2J[    0.000000] Linux version 6.1.0',
      '~ # [   12.345678] eth0: renamed from veth1',
    ];
    expect(messages(...log)).toEqual(['Linux version 6.1.0', 'eth0: renamed from veth1']);
  });

  it('may put the messages of two CPUs on one line', () => {
    expect(observe('dmesg', '[    1.000001] one[    1.000002] two')).toMatchObject([
      { message: 'one', at: 1_000_001_000, line: 1 },
      { message: 'two', at: 1_000_002_000, line: 1 },
    ]);
  });

  it('may show a trace that a program printed: nothing tells how the two fit together', () => {
    const log = [
      '[    1.000001] before',
      '# tracer: function',
      '              ip-105     [001] .....     3.540097: setup_net <-copy_net_ns',
      '[    4.000001] after',
      'and something else',
    ];
    expect(observe('dmesg', ...log).map(({ kind }) => kind)).toEqual([
      'printed',
      'lost',
      'entered',
      'printed',
    ]);
    expect(fates(...log)).toEqual({ used: 3, header: 1, 'user space': 1 });
    const times = [1_000_001_000, null, null, 4_000_001_000];
    expect(observe('dmesg', ...log).map(({ at }) => at)).toEqual(times);
  });
});

describe('a trace among the messages', () => {
  it('is read like the trace it copies (tp_printk)', () => {
    const log = [
      '[    1.798131] initcall_finish: func=a_init+0x0/0x28 ret=0',
      '[    1.798132] list_netdevice: (list_netdevice+0x0/0x1d0) name="lo" ifindex=1',
      '[    1.798133] softirq_entry: vec=3 [action=NET_RX]',
      '[    1.798134] NET: Registered PF_INET protocol family',
    ];
    expect(observe('dmesg', ...log)).toMatchObject([
      { kind: 'traced', name: 'initcall_finish', at: 1_798_131_000 },
      { kind: 'entered', fn: 'list_netdevice', args: { name: 'lo', ifindex: '1' } },
      { kind: 'traced', fields: { vec: '3', action: 'NET_RX' } },
      { kind: 'printed' },
    ]);
  });

  it('is read out of a dump, whose stamps count from another moment', () => {
    const log = [
      '[    6.954208] Dumping ftrace buffer:',
      '[    6.954325] ---------------------------------',
      '[    6.955144]       ip-102       1d..1. 127191us : setup_net <-copy_net_ns',
      '[    6.957484] ---------------------------------',
      '[    6.957485]       ip-102       1d..1. 127191us : not a trace any more',
    ];
    expect(observe('dmesg', ...log)).toMatchObject([
      { kind: 'entered', fn: 'setup_net', task: 'ip-102', cpu: 1, at: null, line: 3 },
      { kind: 'printed', at: 6_957_485_000 },
    ]);
  });

  it.each([
    ['with times', '[    1.206219] ', '[    6.954325] '],
    ['without times', '', ''],
  ])('tells nothing new of initcalls that messages told of: %s', (_, early, late) => {
    const log = [
      `${early}calling  net_dev_init+0x0/0x24f @ 1`,
      `${early}initcall net_dev_init+0x0/0x24f returned 0 after 7 usecs`,
      `${late}Dumping ftrace buffer:`,
      `${late}---------------------------------`,
      `${late} swapper/-1         0..... 1206us : initcall_start: func=net_dev_init+0x0/0x24f`,
      `${late} swapper/-1         0..... 1207us : net_dev_init <-do_one_initcall`,
      `${late} swapper/-1         0..... 1208us : initcall_finish: func=net_dev_init+0x0/0x24f ret=0`,
      `${late}---------------------------------`,
    ];
    const kinds = observe('dmesg-unstamped', ...log).map(({ kind }) => kind);
    expect(kinds).toEqual(['printed', 'printed', 'lost', 'traced', 'entered', 'traced']);
    expect(observe('dmesg-unstamped', ...log.slice(2)).map(({ kind }) => kind)).toEqual(
      kinds.slice(3),
    );
  });

  it('may have messages of other CPUs in it', () => {
    const log = [
      '[    6.954208] Dumping ftrace buffer:',
      '[    6.954325] ---------------------------------',
      '[    6.955144] done',
      '[    6.955145]       ip-102       1d..1. 127191us : setup_net <-copy_net_ns',
      '[    6.955146] eth0: renamed from veth1',
      '[    6.957484] ---------------------------------',
    ];
    expect(observe('dmesg', ...log)).toMatchObject([
      { kind: 'printed', message: 'done' },
      { kind: 'entered' },
      { kind: 'printed', message: 'eth0: renamed from veth1' },
    ]);
  });

  it('may be an empty dump', () => {
    const log = ['[    6.9542080] x', '[    6.954208] Dumping ftrace buffer:'];
    expect(messages(...log, '[    6.954325]    (ftrace buffer empty)', '[    7.0] y')).toEqual([]);
    expect(
      messages(...log.slice(1), '[    6.954325]    (ftrace buffer empty)', '[    7.000000] y'),
    ).toEqual(['y']);
  });
});

describe('lost messages', () => {
  it('are told by a line without a stamp', () => {
    const log = ['[    1.331098] one', '** 57 printk messages dropped **', '[    1.331099] two'];
    expect(observe('dmesg', ...log).map(({ kind }) => kind)).toEqual([
      'printed',
      'lost',
      'printed',
    ]);
  });

  it('are told with their number', () => {
    expect(observe('dmesg', '[    1.331098] ** 57 printk messages dropped **')).toEqual([
      { ...NOWHERE, kind: 'lost', count: 57, at: 1_331_098_000, line: 1 },
    ]);
  });
});

describe('messages without stamps', () => {
  it('are all taken for the kernel’s', () => {
    expect(observe('dmesg-unstamped', 'Linux version 6.1.0', '  indented')).toMatchObject([
      { kind: 'printed', message: 'Linux version 6.1.0', at: null },
      { kind: 'printed', message: '  indented' },
    ]);
  });
});
