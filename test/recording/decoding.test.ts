import { describe, expect, it } from 'vitest';
import { decode } from './observe.ts';

const LINE = '              ip-105     [000] .....     3.540097: setup_net <-copy_net_ns';

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
