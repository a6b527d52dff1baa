import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordedBytes } from '../events.ts';
import { decode } from '../observe.ts';

const HEADER = '# tracer: function\n#\n# entries-in-buffer/entries-written: 3/3   #P:2\n#\n';
const ENTRIES = [1, 2, 3].map(
  (at) => `              ip-105     [001] .....     3.54009${at}: setup_net <-copy_net_ns\n`,
);

function lost(log: string | Uint8Array): readonly (number | null)[] {
  return decode('function', log).observations.flatMap((it) =>
    it.kind === 'lost' ? [it.count] : [],
  );
}

describe('a trace whose header counts its entries', () => {
  it('says at its end how many are missing, whichever they are', () => {
    const text = new TextDecoder().decode(recordedBytes('6.12-cloud/life-function'));
    const lines = text.split('\n');
    const entries = lines.flatMap((line, i) => (/^#|^$/.test(line) ? [] : [i]));
    fc.assert(
      fc.property(fc.subarray(entries, { minLength: 1, maxLength: entries.length - 1 }), (cut) => {
        const out = new Set(cut);
        const rest = lines.filter((_, i) => !out.has(i));
        expect(lost(rest.join('\n'))).toEqual([out.size]);
      }),
      { numRuns: 20 },
    );
  });

  it('tells of the loss at its end, but that nobody knows where it was', () => {
    const { observations } = decode('function', HEADER + ENTRIES.slice(1).join(''));
    expect(observations.at(-1)).toMatchObject({ kind: 'lost', count: 1, line: null, at: null });
  });

  it('is whole where there are as many lines as it says, or more', () => {
    expect(lost(HEADER + ENTRIES.join(''))).toEqual([]);
    expect(lost(HEADER + ENTRIES.join('') + ENTRIES.join(''))).toEqual([]);
    const { observations } = decode('function', HEADER + ENTRIES.join(''));
    expect(observations.at(-1)).toMatchObject({ kind: 'complete', line: 7 });
  });

  it('may be followed by another one', () => {
    const second = HEADER.replace('3/3', '2/2');
    expect(lost(HEADER + ENTRIES[0] + second + ENTRIES.slice(1).join(''))).toEqual([null, 2]);
  });

  it('may be the file of one CPU, which counts the entries of all', () => {
    expect(lost(HEADER + ENTRIES[0])).toEqual([2]);
  });

  it('may be the files of all CPUs, one behind another: what is lost is their order', () => {
    const [first = '', second = '', third = ''] = ENTRIES;
    expect(lost(HEADER + first + HEADER + second + third)).toEqual([null]);
  });

  it('may be printed twice: what is lost is the order between two recordings', () => {
    expect(lost((HEADER + ENTRIES.join('')).repeat(2))).toEqual([null]);
  });

  it('counts what a NUL in marker text glued onto one line', () => {
    const glued =
      '              ip-1       [001] .....     3.540092: tracing_mark_write: a' +
      '              ip-1       [001] .....     3.540093: tracing_mark_write: b\n';
    expect(lost(HEADER + ENTRIES[0] + glued)).toEqual([]);
  });

  it('promises nothing where entries have no context to be told by', () => {
    expect(lost(`${HEADER}setup_net <-copy_net_ns\n`)).toEqual([]);
  });
});
