import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Command, planOf } from '../../src/kernel/plan.ts';
import { simulate } from '../../src/kernel/simulate.ts';
import { KERNEL_VERSIONS } from '../../src/kernel/versions.ts';
import { brief, briefLife, deviceLife } from './notation.ts';

const THREE: readonly Command[] = [
  { do: 'netns.add', net: 'a' },
  { do: 'netns.add', net: 'b' },
  { do: 'netns.add', net: 'c' },
];
const VLAN: Command = { do: 'module.load', module: '8021q' };

function life(commands: readonly Command[], of?: string, nth = 1): readonly string[] {
  const faults = of === undefined ? [] : [{ site: 'ops_init', of, nth } as const];
  return briefLife(simulate(planOf({ commands, faults })));
}

describe('registering an operation', () => {
  it('initialises the namespaces there are, oldest first', () => {
    expect(life([...THREE, VLAN]).slice(-5)).toEqual([
      'reg(vlan_net_ops)',
      'init(vlan_net_ops, init)',
      'init(vlan_net_ops, n1)',
      'init(vlan_net_ops, n2)',
      'init(vlan_net_ops, n3)',
    ]);
  });

  it('undoes the namespaces already done in that same order when one fails', () => {
    expect(life([...THREE, VLAN], 'vlan_net_ops', 4).slice(-12)).toEqual([
      'reg(vlan_net_ops)',
      'init(vlan_net_ops, init)',
      'init(vlan_net_ops, n1)',
      'init(vlan_net_ops, n2)',
      'fail(vlan_net_ops, n3, -12)',
      'exit(vlan_net_ops, init)',
      'exit(vlan_net_ops, n1)',
      'exit(vlan_net_ops, n2)',
      'free(vlan_net_ops, init)',
      'free(vlan_net_ops, n1)',
      'free(vlan_net_ops, n2)',
      'unreg(vlan_net_ops)',
    ]);
  });

  it('does nothing at all without memory for its id', () => {
    const faults = [{ site: 'pernet_id', of: 'vlan_net_ops', nth: 1 }] as const;
    expect(briefLife(simulate(planOf({ commands: [VLAN], faults })))).toEqual([]);
  });

  it('takes the devices back that it made, and unloads the module in reverse', () => {
    const faults = [{ site: 'ndo_init', of: 'gretap0', nth: 2 }] as const;
    const commands: readonly Command[] = [
      { do: 'netns.add', net: 'a' },
      { do: 'module.load', module: 'ip_gre' },
    ];
    const lines = deviceLife({ commands, faults });
    expect(lines.slice(lines.indexOf('reg(ipgre_tap_net_ops)'))).toEqual([
      'reg(ipgre_tap_net_ops)',
      'alloc(gretap0)',
      'list(gretap0@init 3)',
      'alloc(gretap0)',
      'fail(gretap0@n1, -12)',
      'free(gretap0)',
      'fail(ipgre_tap_net_ops, n1, -12)',
      'unlist(gretap0@init)',
      'free(gretap0)',
      'unreg(ipgre_tap_net_ops)',
      'unreg(ipgre_net_ops)',
      'unlist(gre0@init)',
      'unlist(gre0@n1)',
      'free(gre0)',
      'free(gre0)',
    ]);
  });

  it('puts subsys operations before lo and device operations behind it, whenever they come', () => {
    const modules = fc.shuffledSubarray(['8021q', 'bridge', 'sit', 'ip_gre', 'ipip'] as const);
    fc.assert(
      fc.property(modules, (loaded) => {
        const commands: readonly Command[] = [
          ...loaded.map((module): Command => ({ do: 'module.load', module })),
          { do: 'netns.add', net: 'a' },
        ];
        const ops = life(commands).filter((line) => line.startsWith('init('));
        const order = ops.filter((line) => line.endsWith(', n1)'));
        const lo = order.indexOf('init(loopback_net_ops, n1)');
        const at = (name: string) => order.findIndex((line) => line.startsWith(`init(${name}_net`));
        if (loaded.includes('8021q')) expect(at('vlan')).toBeLessThan(lo);
        if (loaded.includes('bridge')) expect(at('br')).toBeLessThan(lo);
        if (loaded.includes('sit')) expect(at('sit')).toBeGreaterThan(lo + 1);
        if (loaded.includes('ip_gre')) expect(at('erspan')).toBe(at('ipgre_tap') + 1);
      }),
    );
  });
});

describe('two tasks that load the same module', () => {
  it('register its operations once: the second waits for the first', () => {
    const commands: readonly Command[] = [
      { ...VLAN, by: 'one' },
      { ...VLAN, by: 'two' },
    ];
    const schedule = ['one', 'two', 'one', 'two'].map((run) => ({ run, steps: 1 }));
    const lines = briefLife(simulate(planOf({ commands, schedule })));
    expect(lines).toEqual(['reg(vlan_net_ops)', 'init(vlan_net_ops, init)']);
  });
});

describe('the built-in operations', () => {
  it.each(KERNEL_VERSIONS)('are all there on %s when asked for', (kernel) => {
    const names = (config: { builtin: 'few' | 'all' }) =>
      brief(simulate(planOf({ kernel, config }))).filter((line) => line.startsWith('reg('));
    const all = names({ builtin: 'all' });
    expect(all.length).toBeGreaterThan(80);
    expect(new Set(all).size).toBe(all.length);
    expect(names({ builtin: 'few' }).every((line) => all.includes(line))).toBe(true);
  });
});
