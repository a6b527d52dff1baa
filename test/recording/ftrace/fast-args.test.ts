import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseArgs } from '../../../src/recording/args.ts';
import { ByteInterner } from '../../../src/recording/byte-interner.ts';
import { FastArgs } from '../../../src/recording/ftrace/fast-args.ts';
import { Habit } from '../../../src/recording/ftrace/known-arguments.ts';
import { PhraseBook } from '../../../src/recording/ftrace/phrases.ts';
import type { Args } from '../../../src/recording/observation.ts';

/**
 * Reads what stands behind the head of each line, one line after the other. Where another line
 * stands `behind` it, nothing but the newline tells where it ends.
 */
function reader(behind = ''): (text: string, probe: Habit) => Args | null {
  const args = new FastArgs(new PhraseBook(), new ByteInterner());
  return (text, probe) => {
    const bytes = new TextEncoder().encode(`${text}\n${behind}`);
    const found = args.read(bytes, 0, bytes.length - 1, probe);
    if (found !== null) expect(args.end).toBe(new TextEncoder().encode(text).length);
    return found;
  };
}

/** Few pieces, so that lines repeat, and differ where a comparison might stop too early. */
const PIECES = [
  ...[' ops=net_ns_ops+0x0/0x60', ' ops=net_ns_ops+0x0/0x600', ' exit=0x0', ' exit_batch=0x0'],
  ...[' net=0xffffa00000000000', ' net=0xffffa00000003000', ' inum=41', ' inum=410', ' rc=0'],
  ...[' rc=-12', ' rc=', ' name="lo"', ' name="lo0"', ' name="a b"', ' name="a" b="', ' name="'],
  ...['"', ' ', '  inum=41', ' x y', ' a=b c', ' a=b', '=', ' é=1', ' a=é', ' f=(fault)', 'x=1'],
];

const pieces = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 6 })
  .map((several) => several.join(''));
/** Some begin alike, so that what followed last time is expected again. */
const BEGINNINGS = ['', '', ' ops=a exit=0x0', ' ops=a exit=0x0 exit_batch=0x0', ' ops=a exit=0x'];

const lines = fc.array(
  fc.tuple(
    fc.nat(2),
    fc.tuple(fc.constantFrom(...BEGINNINGS), pieces).map((parts) => parts.join('')),
  ),
  { minLength: 1, maxLength: 60 },
);

describe('arguments that are compared with those of earlier lines', () => {
  it('are what they are read as text, or left to the text', () => {
    fc.assert(
      fc.property(lines, (log) => {
        for (const behind of ['', ' rc=0\n', 'x\n']) {
          const read = reader(behind);
          const probes = [new Habit(), new Habit(), new Habit()] as const;
          for (const [probe, text] of log) {
            const found = read(text, probes[probe] ?? probes[0]);
            if (found !== null) expect(found).toEqual(parseArgs(text, 0));
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('are read where a value is longer, shorter or other than the one before', () => {
    const read = reader();
    const probe = new Habit();
    for (const text of [' rc=0', ' rc=0', ' rc=01', ' rc=0', ' rc=', ' rc=0 a=1', ' rc=0']) {
      expect(read(text, probe)).toEqual(parseArgs(text, 0));
    }
  });

  it('are one object as long as lines of a probe repeat', () => {
    const read = reader();
    const probe = new Habit();
    const said = [' rc=0', ' rc=0', ' rc=0', ' rc=0'].map((text) => read(text, probe));
    expect(said[3]).toBe(said[2]);
  });

  it('are read where lines part sooner or later than those before them did', () => {
    const read = reader();
    const probe = new Habit();
    const ops = ' ops=net_ns_ops+0x0/0x60 init=a exit=b';
    const tails = ['', ' net=1', ' net=1 inum=2', ' net=3', '', 'c', ' net=3 inum=4', ' net=5', ''];
    for (const text of [...tails, ...tails].map((tail) => `${ops}${tail}`)) {
      expect(read(text, probe)).toEqual(parseArgs(text, 0));
    }
    const operation = `${ops} exit_batch=0x0 net=6 inum=7`;
    const others = [`${ops} net=6 inum=7 exit_batch=0x0`, `${ops} batch=0x0 net=6 inum=7`];
    for (const text of [operation, operation, ...others, operation]) {
      const found = read(text, probe);
      expect(found).toEqual(parseArgs(text, 0));
      expect(Object.keys(found ?? {})).toEqual(Object.keys(parseArgs(text, 0)));
    }
  });

  it('are read as before when more different ones came than are kept', () => {
    const book = new PhraseBook();
    const args = new FastArgs(book, new ByteInterner());
    const probe = new Habit();
    for (let i = 0; i < 20_000; i += 1) {
      const text = ` dev=0xffffa000${String(i).padStart(8, '0')} ifindex=${i}`;
      const bytes = new TextEncoder().encode(text);
      expect(args.read(bytes, 0, bytes.length, probe)).toEqual(parseArgs(text, 0));
    }
    expect(book.isFull).toBe(true);
  });
});
