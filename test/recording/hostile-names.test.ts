import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogFormat } from '../../src/recording/create-decoder.ts';
import { textOf } from '../../src/recording/text.ts';
import { decode } from './observe.ts';

const BLANKS = new Set([9, 10, 11, 12, 13, 32, 160]);
const REFUSED = new Set([...'/:\u0000'].map((char) => char.charCodeAt(0)));
const LONGEST_NAME = 15;

const PIECES = ['a', '"', '\\', '=', '%d', '(fault)', 'name="', '\u2028', '\u0085', '\u001B[31m'];

/** What dev_valid_name (net/core/dev.c) accepts, in bytes; the worst of it more often. */
const deviceName = fc
  .array(
    fc.oneof(
      fc.constantFrom(...PIECES).map((piece) => [...new TextEncoder().encode(piece)]),
      fc.integer({ min: 1, max: 255 }).map((byte) => [byte]),
    ),
    { minLength: 1, maxLength: LONGEST_NAME },
  )
  .map((pieces) => pieces.flat().slice(0, LONGEST_NAME))
  .filter((bytes) => bytes.every((byte) => !BLANKS.has(byte) && !REFUSED.has(byte)));

/** How each format shows one probe on list_netdevice, around its arguments. */
const PRINTS: readonly (readonly [LogFormat, string, string])[] = [
  ['kprobe', '      ip-105     [000] .....     3.540097: p: (list_netdevice+0x0/0x1)', ''],
  ['trace-cmd', '      ip-105     [000]     3.540097: list_netdevice: (ffffffffb39a9900)', ''],
  ['function-graph', ' 0)               |  /* p: (list_netdevice+0x0/0x1)', ' */'],
  ['perf', '      ip   105 [000]     3.540097: probe:list_netdevice: (ffffffffb39a9900)', ''],
  ['function', '  ip-105     0..... 69825us : p: (list_netdevice+0x0/0x1)', ''],
];

function bytes(text: string): readonly number[] {
  return [...new TextEncoder().encode(text)];
}

describe('a device name', () => {
  it.each(PRINTS)('comes through whole in format %s, whatever it is', (format, before, after) => {
    fc.assert(
      fc.property(deviceName, (name) => {
        const middle = [...bytes(' dev=0xff2e name="'), ...name, ...bytes('" ifindex=5')];
        const line = [...bytes(before), ...middle, ...bytes(`${after}\n`)];
        const { observations } = decode(format, Uint8Array.from(line));
        const text = textOf(Uint8Array.from(name), 0, name.length);
        expect(observations).toMatchObject([
          { fn: 'list_netdevice', args: { dev: '0xff2e', name: text, ifindex: '5' } },
        ]);
      }),
    );
  });

  it.each([
    ['kmsg', '6,1,1,-;'],
    ['journal', 'Nov 22 09:06:54 host kernel: '],
    ['dmesg-unstamped', ''],
  ] as const)('comes through whole in a message of format %s', (format, before) => {
    const message = 'a\u2028b\u0085c: renamed from "x\\y"';
    const line = `${before}${format === 'kmsg' ? message.replace('\\', '\\x5c') : message}\n`;
    expect(decode(format, line).observations).toMatchObject([{ kind: 'printed', message }]);
  });
});
