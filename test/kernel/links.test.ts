import { describe, expect, it } from 'vitest';
import { nextIfindex } from '../../src/kernel/ifindex.ts';
import type { Command, Plan } from '../../src/kernel/plan.ts';
import { deviceLife } from './notation.ts';

const INT_MAX = 2_147_483_647;

function add(net: string, name: string, index?: number): Command {
  return { do: 'link.add', kind: 'dummy', net, name, ...(index === undefined ? {} : { index }) };
}

function life(kernel: Plan['kernel'], ...commands: readonly Command[]): readonly string[] {
  const nets: readonly Command[] = [
    { do: 'netns.add', net: 'a' },
    { do: 'netns.add', net: 'b' },
  ];
  return deviceLife({ kernel, commands: [...nets, ...commands] }).slice(8);
}

describe('the automatic ifindex', () => {
  it('is the next one that is free, and 1 after the last', () => {
    const taken = new Set([1, 4, 5]);
    expect(nextIfindex(3, (ifindex) => taken.has(ifindex))).toBe(6);
    expect(nextIfindex(INT_MAX, (ifindex) => taken.has(ifindex))).toBe(2);
    expect(nextIfindex(INT_MAX - 1, (ifindex) => ifindex === INT_MAX)).toBe(1);
  });

  it('is not given again when a device leaves', () => {
    const lines = life(
      '6.1',
      add('a', 'd0'),
      { do: 'link.del', net: 'a', name: 'd0' },
      add('a', 'd0'),
    );
    expect(lines.filter((line) => line.startsWith('list'))).toEqual([
      'list(d0@n1 2)',
      'list(d0@n1 3)',
    ]);
  });

  it('skips an asked-for one that is in its way', () => {
    const lines = life('6.12', add('a', 'd3', 3), add('a', 'd2'), add('a', 'd4'));
    expect(lines.filter((line) => line.startsWith('list'))).toEqual([
      'list(d3@n1 3)',
      'list(d2@n1 2)',
      'list(d4@n1 4)',
    ]);
  });

  it('asked for twice is refused before anything is allocated', () => {
    expect(life('6.1', add('a', 'd0', 5), add('a', 'd1', 5))).toEqual([
      'alloc(d0)',
      'list(d0@n1 5)',
    ]);
  });
});

describe('a move', () => {
  const move = (more: object = {}): Command => ({
    ...{ do: 'link.move', net: 'a', name: 'd0', to: 'b' },
    ...more,
  });

  it('keeps the ifindex where it is free there, else takes the next automatic one', () => {
    expect(life('6.1', add('a', 'd0'), move()).at(-1)).toBe('move(d0, n1 2, n2 2)');
    expect(life('6.1', add('b', 'x'), add('a', 'd0'), move()).at(-1)).toBe('move(d0, n1 2, n2 3)');
  });

  it('takes an asked-for ifindex, and fails where it is taken', () => {
    expect(life('6.1', add('a', 'd0'), move({ index: 7 })).at(-1)).toBe('move(d0, n1 2, n2 7)');
    expect(life('6.1', add('a', 'd0'), move({ index: 1 })).at(-1)).toBe('list(d0@n1 2)');
  });

  it('fails where its name is taken, unless it brings another', () => {
    expect(life('6.1', add('b', 'd0'), add('a', 'd0'), move()).at(-1)).toBe('list(d0@n1 2)');
    expect(life('6.1', add('b', 'd0'), add('a', 'd0'), move({ as: 'e0' })).at(-1)).toBe(
      'move(e0, n1 2, n2 3)',
    );
  });

  it('renames afterwards where the old name would have been free', () => {
    expect(life('6.1', add('a', 'd0'), move({ as: 'e0' })).slice(-2)).toEqual([
      'move(d0, n1 2, n2 2)',
      'rename(d0, e0)',
    ]);
  });

  it('fails on a taken altname from 6.1 on', () => {
    const commands: readonly Command[] = [
      add('b', 'x'),
      add('a', 'd0'),
      { do: 'link.altname', net: 'a', name: 'd0', altname: 'x' },
      move(),
    ];
    expect(life('5.17', ...commands).at(-1)).toBe('move(d0, n1 2, n2 3)');
    expect(life('6.1', ...commands).at(-1)).toBe('list(d0@n1 2)');
  });

  it('is refused to lo and to fallback tunnels', () => {
    const lines = life(
      '6.12',
      { do: 'module.load', module: 'sit' },
      { do: 'link.move', net: 'a', name: 'lo', to: 'b', as: 'lo2' },
      { do: 'link.move', net: 'a', name: 'sit0', to: 'b', as: 'sit2' },
    );
    expect(lines.filter((line) => line.startsWith('move'))).toEqual([]);
  });
});

describe('a rename', () => {
  const rename = (from: string, to: string): Command => ({
    ...{ do: 'link.rename', net: 'a', name: from, to },
  });

  it('is refused to a device that is up on 5.17 and 6.1 only', () => {
    const commands: readonly Command[] = [
      add('a', 'd0'),
      { do: 'link.up', net: 'a', name: 'd0' },
      rename('d0', 'e0'),
    ];
    expect(life('5.17', ...commands).at(-1)).toBe('list(d0@n1 2)');
    expect(life('6.1', ...commands).at(-1)).toBe('list(d0@n1 2)');
    expect(life('6.12', ...commands).at(-1)).toBe('rename(d0, e0)');
  });

  it('frees the name lo for others, and does not change who leaves last', () => {
    const lines = life('6.1', rename('lo', 'foo'), add('a', 'lo'), {
      do: 'netns.del',
      nets: ['a'],
    });
    expect(lines.filter((line) => /^(rename|list|unlist)/.test(line))).toEqual([
      'rename(lo, foo)',
      'list(lo@n1 2)',
      'unlist(lo@n1)',
      'unlist(foo@n1)',
    ]);
  });

  it('does not happen when a notifier objects', () => {
    const faults = [{ site: 'notify_changename', of: 'd0', nth: 1 }] as const;
    const rename: Command = { do: 'link.rename', net: 'init', name: 'd0', to: 'e0' };
    expect(deviceLife({ commands: [add('init', 'd0'), rename, rename], faults }).slice(2)).toEqual([
      'rename(d0, e0)',
    ]);
  });
});

describe('deleting a link', () => {
  const del = (net: string, name: string): Command => ({ do: 'link.del', net, name });

  it('is refused for lo, for network cards and for fallback tunnels', () => {
    const lines = life(
      '6.1',
      { do: 'link.add', kind: 'nic', net: 'init' },
      { do: 'module.load', module: 'sit' },
      del('a', 'lo'),
      del('init', 'eth0'),
      del('a', 'sit0'),
    );
    expect(lines.filter((line) => line.startsWith('unlist'))).toEqual([]);
  });

  it('takes the other end of a veth pair along, wherever it lives', () => {
    const veth: Command = {
      ...{ do: 'link.add', kind: 'veth', net: 'a', name: 'v0' },
      peer: { net: 'b', name: 'v1' },
    };
    expect(life('6.1', veth, del('b', 'v1')).slice(-4)).toEqual([
      'unlist(v1@n2)',
      'unlist(v0@n1)',
      'free(v1)',
      'free(v0)',
    ]);
  });

  it('takes what stands on it along, in a kill list of its own', () => {
    const stacked = (kind: 'vlan' | 'macvlan', name: string): Command => ({
      ...{ do: 'link.add', kind, net: 'a', name, lower: 'd0' },
    });
    const lines = life(
      '6.1',
      add('a', 'd0'),
      stacked('vlan', 'd0.5'),
      stacked('macvlan', 'mv0'),
      { do: 'link.move', net: 'a', name: 'mv0', to: 'b' },
      del('a', 'd0'),
    );
    expect(lines.slice(-6)).toEqual([
      'unlist(d0@n1)',
      'unlist(d0.5@n1)',
      'unlist(mv0@n2)',
      'free(d0.5)',
      'free(mv0)',
      'free(d0)',
    ]);
  });

  it('happens to all links of a module that is unloaded', () => {
    const lines = life(
      '6.1',
      { do: 'link.add', kind: 'bridge', net: 'b', name: 'br0' },
      { do: 'link.add', kind: 'bridge', net: 'a', name: 'br0' },
      { do: 'module.unload', module: 'bridge' },
    );
    expect(lines.slice(-5)).toEqual([
      'unlist(br0@n1)',
      'unlist(br0@n2)',
      'free(br0)',
      'free(br0)',
      'unreg(br_net_ops)',
    ]);
  });
});
