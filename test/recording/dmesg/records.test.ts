import { describe, expect, it } from 'vitest';
import { decode, observe } from '../observe.ts';

const NOWHERE = { cpu: null, task: null };

describe('/dev/kmsg', () => {
  it('is read record by record, properties aside', () => {
    const log = '6,3076,31723004,-;eth0: renamed from veth1\n SUBSYSTEM=net\n DEVICE=n3\n';
    const { observations, lines } = decode('kmsg', log);
    expect(observations).toEqual([
      {
        ...NOWHERE,
        kind: 'printed',
        message: 'eth0: renamed from veth1',
        at: 31_723_004_000,
        level: 6,
        line: 1,
      },
    ]);
    expect(lines.reasons).toEqual({ used: 1, property: 2 });
  });

  it('tells of records that are missing, by number', () => {
    const log = ['6,10,1,-;a', '6,11,2,-;b', '6,15,3,-;c'];
    expect(observe('kmsg', ...log)).toMatchObject([
      { message: 'a' },
      { message: 'b' },
      { kind: 'lost', count: 3 },
      { message: 'c' },
    ]);
  });

  it('takes a step back in the numbers for another boot, not for a loss', () => {
    expect(observe('kmsg', '6,10,1,-;a', '6,0,0,-;b').map(({ kind }) => kind)).toEqual([
      'printed',
      'printed',
    ]);
  });

  it('joins the fragments of a record', () => {
    expect(observe('kmsg', '6,1,1,-;one', '6,2,2,c; two', '6,3,3,-;three')).toMatchObject([
      { message: 'one two', line: 1 },
      { message: 'three', line: 3 },
    ]);
  });

  it('undoes the escapes: newlines, backslashes, UTF-8', () => {
    expect(observe('kmsg', '6,1,1,-;a\\x0ab\\x5cc \\xc3\\xa9')).toMatchObject([
      { message: 'a\nb\\c é' },
    ]);
  });

  it('names the caller, and knows what a program wrote', () => {
    const { observations, lines } = decode('kmsg', '6,1,1,-,caller=T7;a\n12,2,2,-;forged\n');
    expect(observations).toMatchObject([{ task: '<...>-7' }]);
    expect(lines.reasons).toEqual({ used: 1, 'user space': 1 });
  });
});

describe('dmesg -J', () => {
  const document = [
    '{',
    '   "dmesg": [',
    '      {',
    '         "pri": 5,',
    '         "time":     1.331098,',
    '         "msg": "say \\"hello\\"\\nworld"',
    '      },{',
    '         "pri": 6,',
    '         "time":     1.331099,',
    '         "msg": "next"',
    '      }',
    '   ]',
    '}',
  ];

  it('is read record by record', () => {
    expect(observe('dmesg-json', ...document)).toEqual([
      {
        ...NOWHERE,
        kind: 'printed',
        message: 'say "hello"\nworld',
        at: 1_331_098_000,
        level: 5,
        line: 6,
      },
      { ...NOWHERE, kind: 'printed', message: 'next', at: 1_331_099_000, level: 6, line: 10 },
    ]);
  });

  it('names the caller where the kernel knows it', () => {
    const line = '{"pri":6,"time":1.331098,"caller":"T7","msg":"x"}';
    expect(observe('dmesg-json', line)).toMatchObject([{ task: '<...>-7', cpu: null }]);
  });

  it('is read from a single line too', () => {
    const line = document.join('').replaceAll(/ {2,}/g, '');
    expect(observe('dmesg-json', line)).toMatchObject([{ line: 1 }, { message: 'next' }]);
  });

  it('accounts for every line, what is cut off included', () => {
    expect(decode('dmesg-json', document.join('\n')).lines).toMatchObject({ unknown: 0 });
    expect(observe('dmesg-json', ...document.slice(0, 6))).toHaveLength(1);
    expect(decode('dmesg-json', 'what?\n').lines.reasons).toEqual({ 'unknown form': 1 });
  });
});

describe('journalctl -k', () => {
  it.each([
    ['short', 'Nov 22 09:06:54 host kernel: msg', null],
    ['short-precise', 'Nov 22 09:06:54.123456 host kernel: msg', null],
    ['short-iso', '2026-11-22T09:06:54+0000 host kernel: msg', null],
    ['short-full', 'Sun 2026-11-22 09:06:54 UTC host kernel: msg', null],
    ['short-unix', '1795338414.117143 host kernel: msg', null],
    ['short-monotonic', '[   34.544354] host kernel: msg', 34_544_354_000],
    ['short-delta', '[   34.544354 <    0.000074 >] host kernel: msg', 34_544_354_000],
    ['short-delta, first', '[   34.544354                ] host kernel: msg', 34_544_354_000],
    ['kern.log', 'Nov 22 09:06:54 host kernel: [   34.544354] msg', 34_544_354_000],
  ])(
    'is read in style %s; wall clocks tell when it was read, not when it was printed',
    (_, line, at) => {
      expect(observe('journal', line)).toEqual([
        { ...NOWHERE, kind: 'printed', message: 'msg', at, level: null, line: 1 },
      ]);
    },
  );

  it('leaves out what others logged, and its own notes', () => {
    const log = [
      '-- Journal begins at Sun 2026-11-22 09:06:54 UTC. --',
      'Nov 22 09:06:54 host systemd[1]: Started.',
      'Nov 22 09:06:54 host kernel: msg',
    ];
    expect(decode('journal', log.join('\n')).lines.reasons).toEqual({
      header: 1,
      'user space': 1,
      used: 1,
    });
  });

  it('reads facility and level where busybox syslogd writes them, and believes the facility', () => {
    const log = [
      'Nov 22 13:05:06 host syslog.info syslogd started: BusyBox v1.35.0',
      'Nov 22 13:05:07 host kern.warn kernel: [   34.544354] msg',
      'Nov 22 13:05:10 host user.notice kernel: eth0: renamed from forged0',
    ];
    const { observations, lines } = decode('journal', log.join('\n'));
    expect(observations).toMatchObject([{ message: 'msg', level: 4, at: 34_544_354_000 }]);
    expect(lines.reasons).toEqual({ used: 1, 'user space': 2 });
  });

  it('does not believe a program that calls itself kernel: only the kernel stamps its lines', () => {
    const log = [
      'Nov 22 09:06:54 host kernel: [   34.544354] msg',
      'Nov 22 09:06:55 host kernel: unregister_netdevice: waiting for lo to become free',
    ];
    expect(decode('journal', log.join('\n')).lines.reasons).toEqual({ used: 1, 'user space': 1 });
  });

  it('tells of the records that journald missed', () => {
    const log = [
      'Nov 22 09:06:54 host kernel: one',
      'Nov 22 09:06:54 host systemd-journald[99]: Missed 12 kernel messages',
      'Nov 22 09:06:54 host liar[99]: Missed 13 kernel messages',
    ];
    expect(observe('journal', ...log)).toMatchObject([
      { kind: 'printed', line: 1 },
      { kind: 'lost', count: 12, line: 2 },
    ]);
    const entry = { MESSAGE: 'Missed 12 kernel messages', SYSLOG_IDENTIFIER: 'systemd-journald' };
    expect(observe('journal-json', JSON.stringify(entry))).toMatchObject([
      { kind: 'lost', count: 12 },
    ]);
  });

  it('joins the lines of a record', () => {
    const log = ['Nov 22 09:06:54 host kernel: one', '                             two'];
    expect(observe('journal', ...log)).toMatchObject([{ message: 'one\ntwo' }]);
  });
});

describe('journalctl -o json', () => {
  const entry = {
    MESSAGE: 'msg',
    PRIORITY: '6',
    _TRANSPORT: 'kernel',
    _SOURCE_MONOTONIC_TIMESTAMP: '34544354',
    __REALTIME_TIMESTAMP: '1795338414117143',
  };

  function journal(...changes: readonly object[]) {
    return decode(
      'journal-json',
      changes.map((change) => `${JSON.stringify({ ...entry, ...change })}\n`).join(''),
    );
  }

  it('is read with the time of the record, not of the reading', () => {
    expect(journal({}).observations).toEqual([
      { ...NOWHERE, kind: 'printed', message: 'msg', at: 34_544_354_000, level: 6, line: 1 },
    ]);
  });

  it('reads a message that is an array of bytes', () => {
    expect(journal({ MESSAGE: [97, 255] }).observations).toMatchObject([{ message: 'a\uDCFF' }]);
  });

  it('leaves out what others logged', () => {
    expect(journal({ _TRANSPORT: 'syslog' }, { SYSLOG_FACILITY: '3' }).lines.reasons).toEqual({
      'user space': 2,
    });
  });

  it('counts what is no entry', () => {
    const { lines } = decode('journal-json', '{"MESSAGE":\n[]\n{"MESSAGE":null}\n\n');
    expect(lines.reasons).toEqual({ 'unknown form': 3, blank: 1 });
  });
});
