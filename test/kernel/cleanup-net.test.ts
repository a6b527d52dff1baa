import { describe, expect, it } from 'vitest';
import { type Command, type Plan, planOf, type Turn } from '../../src/kernel/plan.ts';
import { simulate } from '../../src/kernel/simulate.ts';
import { KERNEL_VERSIONS } from '../../src/kernel/versions.ts';
import { briefLife, deviceLife } from './notation.ts';

const NET_A: Command = { do: 'netns.add', net: 'a' };
const DEL_A: Command = { do: 'netns.del', nets: ['a'] };

function dummy(net: string, name: string): Command {
  return { do: 'link.add', kind: 'dummy', net, name };
}

function dying(input: {
  kernel?: Plan['kernel'];
  commands: readonly Command[];
}): readonly string[] {
  const lines = deviceLife(input);
  return lines.slice(lines.findIndex((line) => line.startsWith('dying')));
}

describe('cleanup_net', () => {
  it.each(KERNEL_VERSIONS)('goes through its phases one after the other on %s', (kernel) => {
    const lines = briefLife(simulate(planOf({ kernel, commands: [NET_A, DEL_A] })));
    const phases = lines
      .filter((line) => /^(pre_exit|exit|exit_batch|free)\(\w+_ops/.test(line))
      .map((line) => line.replace(/(_batch)?\(.*$/, ''));
    const changes = phases.filter((phase, index) => phase !== phases[index - 1]);
    expect(changes).toEqual(['pre_exit', 'exit', 'free']);
  });

  it('does not begin while somebody is still inside the namespace', () => {
    const commands: readonly Command[] = [NET_A, { ...dummy('a', 'd0'), by: 'inside' }, DEL_A];
    const schedule: readonly Turn[] = [
      { run: 'main', commands: 1 },
      { run: 'inside', steps: 1 },
      { run: 'main', commands: 1 },
    ];
    expect(deviceLife({ commands, schedule }).slice(4)).toEqual([
      'alloc(d0)',
      'list(d0@n1 2)',
      'dying(n1)',
      'cleanup(n1)',
      'unlist(d0@n1)',
      'unlist(lo@n1)',
      'free(d0)',
      'free(lo)',
      'freed(n1)',
    ]);
  });

  it('unlists a whole batch before it frees any of it', () => {
    const commands: readonly Command[] = [
      NET_A,
      { do: 'netns.add', net: 'b' },
      dummy('a', 'd0'),
      { do: 'netns.del', nets: ['a', 'b'] },
    ];
    expect(dying({ commands })).toEqual([
      'dying(n1)',
      'dying(n2)',
      'cleanup(n2)',
      'cleanup(n1)',
      'unlist(lo@n2)',
      'unlist(d0@n1)',
      'unlist(lo@n1)',
      'free(lo)',
      'free(d0)',
      'free(lo)',
      'freed(n2)',
      'freed(n1)',
    ]);
  });

  it('lets bridges leave with the rest up to 6.1, and before their VLANs from 6.12 on', () => {
    const commands: readonly Command[] = [
      NET_A,
      { do: 'link.add', kind: 'bridge', net: 'a', name: 'br0' },
      { do: 'link.add', kind: 'vlan', net: 'a', name: 'br0.5', lower: 'br0' },
      DEL_A,
    ];
    const order = (kernel: Plan['kernel']) =>
      dying({ kernel, commands }).filter((line) => line.startsWith('unlist'));
    const together = ['unlist(br0.5@n1)', 'unlist(br0@n1)', 'unlist(lo@n1)'];
    const early = ['unlist(br0@n1)', 'unlist(br0.5@n1)', 'unlist(lo@n1)'];
    expect(order('5.17')).toEqual(together);
    expect(order('6.1')).toEqual(together);
    expect(order('6.12')).toEqual(early);
    expect(order('6.18')).toEqual(early);
  });

  it('takes the fallback tunnels first on every version, each by its own phase', () => {
    const commands: readonly Command[] = [
      { do: 'module.load', module: 'sit' },
      NET_A,
      dummy('a', 'd0'),
      DEL_A,
    ];
    const phase = (kernel: Plan['kernel']) => {
      const lines = briefLife(simulate(planOf({ kernel, commands })));
      expect(lines.filter((line) => line.startsWith('unlist'))).toEqual([
        'unlist(sit0@n1)',
        'unlist(d0@n1)',
        'unlist(lo@n1)',
      ]);
      return lines.filter((line) => /^exit.*\(sit_net_ops/.test(line));
    };
    expect(phase('5.17')).toEqual(['exit_batch(sit_net_ops, n1)']);
    expect(phase('6.1')).toEqual(['exit_batch(sit_net_ops, n1)']);
    expect(phase('6.12')).toEqual(['exit_rtnl(sit_net_ops, n1)']);
    expect(phase('6.18')).toEqual(['exit_rtnl(sit_net_ops, n1)']);
  });

  it('makes no fallback tunnels in new namespaces when the sysctl forbids it', () => {
    const commands: readonly Command[] = [{ do: 'module.load', module: 'sit' }, NET_A];
    const config = { fallbackTunnels: 'init_net' } as const;
    expect(deviceLife({ commands, config }).filter((line) => line.startsWith('list'))).toEqual([
      'list(sit0@init 2)',
      'list(lo@n1 1)',
    ]);
  });
});

describe('a network card in a namespace that dies', () => {
  const withCard = (...more: readonly Command[]): readonly Command[] => [
    NET_A,
    { do: 'link.add', kind: 'nic', net: 'init' },
    { do: 'link.move', net: 'init', name: 'eth0', to: 'a' },
    ...more,
    DEL_A,
  ];

  it('goes home under its own name when that is free', () => {
    expect(dying({ commands: withCard() })).toContain('move(eth0, n1 2, init 2)');
  });

  it('is called after its ifindex when its name is taken', () => {
    expect(dying({ commands: withCard(dummy('init', 'eth0')) })).toContain(
      'move(dev2, n1 2, init 2)',
    );
  });

  it('gets any free dev%d when that name is taken, too', () => {
    const more = [dummy('init', 'eth0'), dummy('init', 'dev2')];
    expect(dying({ commands: withCard(...more) })).toContain('move(dev0, n1 2, init 2)');
  });
});

describe('a reference that is held', () => {
  const held = (kernel: Plan['kernel'], name: string, seconds?: number) =>
    dying({
      kernel,
      commands: [
        NET_A,
        dummy('a', 'd0'),
        {
          do: 'link.hold',
          net: 'a',
          name,
          refs: 2,
          ...(seconds === undefined ? {} : { seconds }),
          by: 'x',
        },
        DEL_A,
      ],
    });

  it('makes the kernel wait and complain every 10 seconds', () => {
    expect(held('6.1', 'lo', 25)).toEqual([
      'dying(n1)',
      'cleanup(n1)',
      'unlist(d0@n1)',
      'unlist(lo@n1)',
      'free(d0)',
      'wait(lo, 3)',
      'wait(lo, 3)',
      'free(lo)',
      'freed(n1)',
    ]);
  });

  it('on a dummy lets lo be freed first from 6.1 on, but never on 5.17', () => {
    const frees = (kernel: Plan['kernel']) =>
      held(kernel, 'd0', 5).filter((line) => line.startsWith('free('));
    expect(frees('5.17')).toEqual(['free(d0)', 'free(lo)']);
    expect(frees('6.1')).toEqual(['free(lo)', 'free(d0)']);
    expect(frees('6.12')).toEqual(['free(lo)', 'free(d0)']);
  });

  it('for ever means that the namespace is never freed', () => {
    expect(held('6.12', 'lo').at(-1)).toBe('wait(lo, 3)');
  });

  it('stalls the next namespace, and new ones as soon as a writer waits', () => {
    const commands: readonly Command[] = [
      NET_A,
      { do: 'netns.add', net: 'b' },
      { do: 'link.hold', net: 'a', name: 'lo', refs: 1, seconds: 15, by: 'holder' },
      DEL_A,
      { do: 'netns.del', nets: ['b'] },
      { do: 'module.load', module: '8021q', by: 'writer' },
      { do: 'netns.add', net: 'c' },
    ];
    const lines = deviceLife({ commands });
    const at = (line: string) => lines.indexOf(line);
    expect(at('dying(n2)')).toBeLessThan(at('freed(n1)'));
    expect(at('cleanup(n2)')).toBeGreaterThan(at('reg(vlan_net_ops)'));
    expect(at('setup(n3)')).toBeGreaterThan(at('reg(vlan_net_ops)'));
    expect(at('reg(vlan_net_ops)')).toBe(at('freed(n1)') + 1);
  });
});
