import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Command, type Fault, planOf, type Turn } from '../../src/kernel/plan.ts';
import { simulate } from '../../src/kernel/simulate.ts';
import { inRange, KERNEL_VERSIONS } from '../../src/kernel/versions.ts';
import { briefLife, deviceLife } from './notation.ts';

const ADD: Command = { do: 'netns.add', net: 'a' };

describe('setup_net', () => {
  it('undoes exactly the operations before the failing one, in reverse', () => {
    const names = ['proc_net_ns_ops', 'netns_bpf_pernet_ops', 'fib_net_ops', 'packet_net_ops'];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.constantFrom(...KERNEL_VERSIONS), (of, kernel) => {
        const faults: readonly Fault[] = [{ site: 'ops_init', of, nth: 2 }];
        const lines = briefLife(simulate(planOf({ kernel, commands: [ADD], faults })));
        const done = lines.filter((line) => line.startsWith('init(')).map(opsOf);
        const exits = lines.filter((line) => line.startsWith('exit(')).map(opsOf);
        expect(lines).toContain(`fail(${of}, n1, -12)`);
        expect(done).not.toContain(of);
        expect(exits).toEqual(done.toReversed().filter((ops) => exits.includes(ops)));
        // From 6.18 on net_ns_ops has no exit callback any more.
        const withExit = done.slice(inRange(kernel, { until: '6.12' }) ? 0 : 1);
        expect(exits.at(-1)).toBe(withExit[0]);
        expect(lines.slice(-2)).toEqual(['failed(n1, -12)', 'freed(n1)']);
      }),
    );
  });

  it('takes lo away again when a device operation behind it fails', () => {
    const commands: readonly Command[] = [{ do: 'module.load', module: 'sit' }, ADD];
    const faults: readonly Fault[] = [{ site: 'alloc_netdev', of: 'sit0', nth: 2 }];
    expect(deviceLife({ commands, faults }).slice(3)).toEqual([
      'setup(n1)',
      'alloc(lo)',
      'list(lo@n1 1)',
      'fail(sit_net_ops, n1, -12)',
      'unlist(lo@n1)',
      'free(lo)',
      'failed(n1, -12)',
      'freed(n1)',
    ]);
  });

  it('survives a lo that was listed and refused: it leaves within its own registration', () => {
    const faults: readonly Fault[] = [{ site: 'notify_register', of: 'lo', nth: 2 }];
    expect(deviceLife({ commands: [ADD], faults })).toEqual([
      'setup(n1)',
      'alloc(lo)',
      'list(lo@n1 1)',
      'unlist(lo@n1)',
      'fail(lo@n1, -12)',
      'free(lo)',
      'fail(loopback_net_ops, n1, -12)',
      'failed(n1, -12)',
      'freed(n1)',
    ]);
  });

  it('runs for several namespaces at once on several CPUs, each in list order', () => {
    const turn = fc
      .tuple(fc.constantFrom('x', 'y', 'z'), fc.integer({ min: 1, max: 9 }))
      .map(([run, steps]): Turn => ({ run, steps }));
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 20 }), (schedule) => {
        const commands = ['x', 'y', 'z'].map((by): Command => ({ do: 'netns.add', net: by, by }));
        const lines = briefLife(simulate(planOf({ commands, schedule })));
        const orders = ['n1', 'n2', 'n3'].map((net) =>
          lines.filter((line) => line.startsWith('init(') && line.endsWith(`, ${net})`)).map(opsOf),
        );
        expect(orders[1]).toEqual(orders[0]);
        expect(orders[2]).toEqual(orders[0]);
        expect(lines.filter((line) => line.startsWith('ready'))).toHaveLength(3);
      }),
    );
  });

  it('really interleaves them when the schedule says so', () => {
    const commands = ['x', 'y'].map((by): Command => ({ do: 'netns.add', net: by, by }));
    const schedule = ['x', 'y', 'x', 'y'].map((run) => ({ run, steps: 3 }));
    const lines = briefLife(simulate(planOf({ commands, schedule })));
    expect(lines.indexOf('setup(n2)')).toBeLessThan(lines.indexOf('ready(n1)'));
  });
});

describe('copy_net_ns', () => {
  it('returns -ENOSPC at the limit, and the charge of a dead namespace is given back', () => {
    const commands: readonly Command[] = [
      { do: 'netns.limit', limit: 1 },
      ADD,
      { do: 'netns.add', net: 'b' },
      { do: 'netns.del', nets: ['a'] },
      { do: 'netns.add', net: 'c' },
    ];
    const lines = deviceLife({ commands }).filter((line) => !line.includes('lo'));
    expect(lines).toEqual([
      'setup(n1)',
      'ready(n1)',
      'failed(none, -28)',
      'dying(n1)',
      'cleanup(n1)',
      'freed(n1)',
      'setup(n2)',
      'ready(n2)',
    ]);
  });

  it('gives the charge of a failed setup back', () => {
    const commands: readonly Command[] = [{ do: 'netns.limit', limit: 1 }, ADD, ADD];
    const faults: readonly Fault[] = [{ site: 'ops_init', of: 'fib_net_ops', nth: 2 }];
    expect(deviceLife({ commands, faults }).at(-1)).toBe('ready(n2)');
  });

  it('makes no namespace without memory, and preinit_net can fail from 6.18 on', () => {
    const failing = (kernel: (typeof KERNEL_VERSIONS)[number], site: Fault['site']) =>
      deviceLife({ kernel, commands: [ADD], faults: [{ site, nth: 1 }] });
    expect(failing('6.1', 'net_alloc')).toEqual(['failed(none, -12)']);
    expect(failing('6.18', 'preinit_net')).toEqual(['failed(none, -12)']);
    expect(failing('6.12', 'preinit_net').at(-1)).toBe('ready(n1)');
  });

  it('returns -EINTR when it is killed while a writer holds pernet_ops_rwsem', () => {
    const commands: readonly Command[] = [
      { do: 'module.load', module: '8021q', by: 'writer' },
      { ...ADD, by: 'victim' },
      { do: 'kill', task: 'victim' },
    ];
    const schedule: readonly Turn[] = [
      { run: 'writer', steps: 2 },
      { run: 'victim', commands: 1 },
      { run: 'main', commands: 1 },
    ];
    expect(briefLife(simulate(planOf({ commands, schedule })))).toEqual([
      'reg(vlan_net_ops)',
      'init(vlan_net_ops, init)',
      'failed(none, -4)',
    ]);
  });

  it('gives the inode number of a dead namespace out again, under another id', () => {
    const commands: readonly Command[] = [ADD, { do: 'netns.del', nets: ['a'] }, ADD];
    const nets = simulate(planOf({ commands })).flatMap((event) =>
      event.type === 'net.setup' ? [event.net] : [],
    );
    expect(nets).toEqual(['4026531840', '4026532193', '4026532193~2']);
  });
});

function opsOf(line: string): string {
  return line.replace(/^\w+\((\w+),.*$/, '$1');
}
