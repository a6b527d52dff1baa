import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseArgs } from '../../../src/recording/args.ts';
import { ByteInterner } from '../../../src/recording/byte-interner.ts';
import { FastArgs } from '../../../src/recording/ftrace/fast-args.ts';
import { Habit } from '../../../src/recording/ftrace/known-arguments.ts';
import { PhraseBook } from '../../../src/recording/ftrace/phrases.ts';
import type { Args } from '../../../src/recording/observation.ts';

/** Reads what stands behind the head of each line, one line after the other. */
function reader(): (text: string, probe: Habit) => Args | null {
  const args = new FastArgs(new PhraseBook(), new ByteInterner());
  return (text, probe) => {
    const bytes = new TextEncoder().encode(`${text}\n`);
    return args.read(bytes, 0, bytes.length - 1, probe);
  };
}

/** Few pieces, so that lines repeat, and differ where a comparison might stop too early. */
const PIECES = [
  ...[' ops=net_ns_ops+0x0/0x60', ' ops=net_ns_ops+0x0/0x600', ' exit=0x0', ' exit_batch=0x0'],
  ...[' net=0xffffa00000000000', ' net=0xffffa00000003000', ' inum=41', ' inum=410', ' rc=0'],
  ...[' rc=-12', ' rc=', ' name="lo"', ' name="lo0"', ' name="a b"', ' name="a" b="', ' name="'],
  ...['"', ' ', '  inum=41', ' x y', ' a=b c', ' a=b', '=', ' é=1', ' a=é', ' f=(fault)', 'x=1'],
];

const lines = fc.array(
  fc.tuple(
    fc.nat(2),
    fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }).map((pieces) => pieces.join('')),
  ),
  { minLength: 1, maxLength: 60 },
);

describe('arguments that are compared with those of earlier lines', () => {
  it('are what they are read as text, or left to the text', () => {
    fc.assert(
      fc.property(lines, (log) => {
        const read = reader();
        const probes = [new Habit(), new Habit(), new Habit()] as const;
        for (const [probe, text] of log) {
          const found = read(text, probes[probe] ?? probes[0]);
          if (found !== null) expect(found).toEqual(parseArgs(text, 0));
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
