import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/recording/observation.ts';
import { decode } from './observe.ts';

const LINE = '              ip-105     [000] .....     3.540097: setup_net <-copy_net_ns';

/** The lines that show a function entered. */
function entered(observations: readonly Observation[]): readonly (number | null)[] {
  return observations.flatMap(({ kind, line }) => (kind === 'entered' ? [line] : []));
}

describe('Decoding', () => {
  it('numbers lines from 1, those that say nothing included', () => {
    const { observations } = decode('function', `# tracer: function\n\n${LINE}\n`);
    expect(observations.map(({ line }) => line)).toEqual([3]);
  });

  it('counts a line too long for a kernel without reading it', () => {
    const { observations, lines } = decode('function', `${LINE}${' x'.repeat(40_000)}\n${LINE}`);
    expect(observations).toHaveLength(1);
    expect(lines.reasons).toEqual({ 'too long': 1, used: 1 });
  });

  it('counts a line of arguments that are too many for a kernel without reading it', () => {
    const probe = LINE.replace('setup_net <-copy_net_ns', 'ops_init: (ops_init+0x0/0x130)');
    const long = `${probe}${' a=0'.repeat(20_000)}`;
    const { observations, lines } = decode('kprobe', `${probe}\n${long}\n${probe}\n`);
    expect(entered(observations)).toEqual([1, 3]);
    expect(lines.reasons).toEqual({ 'too long': 1, used: 2 });
  });

  it('takes two lines for two where columns would be right if they were one', () => {
    const { observations, lines } = decode('function', `${LINE}\nab\n${LINE.slice(3)}\n${LINE}\n`);
    expect(entered(observations)).toEqual([1, 3, 4]);
    expect(lines).toMatchObject({ total: 4, used: 3 });
  });

  it('reads lines that end in a carriage return', () => {
    expect(decode('function', `${LINE}\r\n`.repeat(3)).lines.used).toBe(3);
  });

  it('reads past a byte order mark', () => {
    expect(decode('function', `\uFEFF${LINE}`).lines.used).toBe(1);
  });

  it('reports only the functions asked for, and counts the others', () => {
    const other = LINE.replace('setup_net', 'rtnl_unlock');
    const wanted = new Set(['setup_net']);
    const { observations, lines } = decode('function', `${LINE}\n${other}`, { wanted });
    expect(observations).toHaveLength(1);
    expect(lines.reasons).toEqual({ used: 1, 'other function': 1 });
  });

  it('makes nothing of an empty log', () => {
    const { observations, lines } = decode('function', '');
    expect(observations).toEqual([]);
    expect(lines.total).toBe(0);
  });
});
