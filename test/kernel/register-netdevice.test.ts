import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FaultSite } from '../../src/kernel/fault-sites.ts';
import type { Command, Plan } from '../../src/kernel/plan.ts';
import { deviceLife } from './notation.ts';

const ADD = { do: 'link.add', kind: 'dummy', net: 'init', name: 'd0' } as const satisfies Command;

/** Registers d0 with a failure at `site`, then d1. */
function failingAt(site: FaultSite, kernel: Plan['kernel'] = '6.12'): readonly string[] {
  const commands: readonly Command[] = [ADD, { ...ADD, name: 'd1' }];
  return deviceLife({ kernel, commands, faults: [{ site, of: 'd0', nth: 1 }] });
}

describe('register_netdevice', () => {
  it('lists a device with the next ifindex', () => {
    expect(deviceLife({ commands: [ADD] })).toEqual(['alloc(d0)', 'list(d0@init 2)']);
  });

  it.each([
    ['ethtool_check_ops', -22],
    ['name_alloc', -12],
    ['name_node', -12],
    ['ndo_init', -12],
    ['vlan_features', -22],
    ['pcpu_stats', -12],
    ['dev_index_reserve', -12],
  ] as const)('uses up no ifindex when it fails at %s', (site, rc) => {
    expect(failingAt(site)).toEqual([
      'alloc(d0)',
      `fail(d0@init, ${rc})`,
      'free(d0)',
      'alloc(d1)',
      'list(d1@init 2)',
    ]);
  });

  it.each(['notify_post_init', 'netdev_register_kobject'] as const)(
    'leaves a gap in the ifindexes when it fails at %s',
    (site) => {
      expect(failingAt(site)).toEqual([
        'alloc(d0)',
        'fail(d0@init, -12)',
        'free(d0)',
        'alloc(d1)',
        'list(d1@init 3)',
      ]);
    },
  );

  it('takes a listed device off the list again when a REGISTER notifier objects', () => {
    expect(failingAt('notify_register').slice(0, 5)).toEqual([
      'alloc(d0)',
      'list(d0@init 2)',
      'unlist(d0@init)',
      'fail(d0@init, -12)',
      'free(d0)',
    ]);
  });

  it('knows per-CPU statistics from 6.1 on and the ifindex xarray from 6.12 on', () => {
    const lists = ['alloc(d0)', 'list(d0@init 2)', 'alloc(d1)', 'list(d1@init 3)'];
    expect(failingAt('pcpu_stats', '5.17')).toEqual(lists);
    expect(failingAt('dev_index_reserve', '6.1')).toEqual(lists);
  });

  it('counts the visits of a failing site, lo of init_net being the first', () => {
    const commands: readonly Command[] = [ADD, { ...ADD, name: 'd1' }];
    const faults = [{ site: 'ndo_init', nth: 2, rc: -5 }] as const;
    expect(deviceLife({ commands, faults })).toEqual([
      'alloc(d0)',
      'fail(d0@init, -5)',
      'free(d0)',
      'alloc(d1)',
      'list(d1@init 2)',
    ]);
  });

  it('is not reached without memory for the device', () => {
    const faults = [{ site: 'alloc_netdev', of: 'd0', nth: 1 }] as const;
    expect(deviceLife({ commands: [ADD], faults })).toEqual([]);
  });

  it('refuses a taken name and invalid names', () => {
    const names = ['lo', 'd%d%d', 'd%s', 'in/valid', '.', 'sixteen-bytes-xx', 'a b'];
    const commands = names.map((name): Command => ({ ...ADD, name, index: 9 }));
    const failures = deviceLife({ commands }).filter((line) => line.startsWith('fail'));
    expect(failures.map((line) => line.replace(/^.*, (-\d+)\)$/, '$1'))).toEqual([
      '-17',
      ...names.slice(1).map(() => '-22'),
    ]);
  });

  it('fills a template with the lowest free number, altnames included', () => {
    const commands: readonly Command[] = [
      { ...ADD, name: 'd%d' },
      { do: 'link.altname', net: 'init', name: 'd0', altname: 'd1' },
      { ...ADD, name: 'd%d' },
      { do: 'link.del', net: 'init', name: 'd0' },
      { ...ADD, name: 'd%d' },
      { do: 'link.add', kind: 'dummy', net: 'init' },
    ];
    const names = deviceLife({ commands }).filter((line) => line.startsWith('list'));
    expect(names).toEqual([
      'list(d0@init 2)',
      'list(d2@init 3)',
      'list(d0@init 4)',
      'list(dummy0@init 5)',
    ]);
  });

  it('frees what a veth pair has made so far when either end fails', () => {
    const veth: Command = {
      do: 'link.add',
      kind: 'veth',
      net: 'init',
      name: 'v0',
      peer: { net: 'init', name: 'v1' },
    };
    const failing = (of: string) =>
      deviceLife({ commands: [veth], faults: [{ site: 'ndo_init', of, nth: 1 }] });
    const begin = ['alloc(v0)', 'alloc(v1)'];
    expect(failing('v1')).toEqual([...begin, 'fail(v1@init, -12)', 'free(v1)', 'free(v0)']);
    expect(failing('v0')).toEqual([
      ...begin,
      'list(v1@init 2)',
      'fail(v0@init, -12)',
      'unlist(v1@init)',
      'free(v0)',
      'free(v1)',
    ]);
  });

  it('never lists what it returns an error for, wherever it fails', () => {
    const sites = fc.constantFrom<FaultSite>(
      'ethtool_check_ops',
      'name_node',
      'ndo_init',
      'pcpu_stats',
      'notify_post_init',
      'netdev_register_kobject',
      'notify_register',
    );
    fc.assert(
      fc.property(sites, fc.integer({ min: 1, max: 3 }), (site, nth) => {
        const commands = ['d0', 'd1', 'd2'].map((name): Command => ({ ...ADD, name }));
        const life = deviceLife({ commands, faults: [{ site, nth: nth + 1 }] });
        const failed = `d${nth - 1}`;
        const listed = life.filter((line) => line.startsWith(`list(${failed}@`)).length;
        const unlisted = life.filter((line) => line.startsWith(`unlist(${failed}@`)).length;
        expect(listed).toBe(unlisted);
        expect(life.filter((line) => line === `free(${failed})`)).toHaveLength(1);
        expect(life.filter((line) => line.startsWith('list(')).length - listed).toBe(2);
      }),
    );
  });
});
