import { describe, expect, it } from 'vitest';
import { type PlanInput, planOf } from '../../src/kernel/plan.ts';
import { simulate } from '../../src/kernel/simulate.ts';
import { brief, briefLife, deviceLife } from './notation.ts';

// kernel.md, section 7: sequences that were observed on 6.1 and 6.12.

function unlisted(input: PlanInput): readonly string[] {
  return deviceLife(input).filter((line) => line.startsWith('unlist'));
}

describe('G1, the boot', () => {
  const boot = brief(simulate(planOf({ kernel: '6.12' })));
  const inside = boot.slice(boot.indexOf('start(net_dev_init)'));

  it('sets init_net up with an empty list, before any initcall', () => {
    expect(boot.slice(1, 5)).toEqual([
      'setup(init)',
      'ready(init)',
      'reg(net_ns_ops)',
      'init(net_ns_ops, init)',
    ]);
  });

  it('goes through net_dev_init step by step', () => {
    const upTo = inside.indexOf('return(net_dev_init, 0)');
    expect(inside.slice(1, upTo).filter((line) => !line.startsWith('ptype'))).toEqual([
      'reg(dev_proc_ops)',
      'init(dev_proc_ops, init)',
      'reg(dev_mc_net_ops)',
      'init(dev_mc_net_ops, init)',
      'proc.created',
      'kobject.registered',
      'reg(netdev_net_ops)',
      'init(netdev_net_ops, init)',
      'softnet(0)',
      'softnet(1)',
      'bootphase.ended',
      'reg(loopback_net_ops)',
      'alloc(lo)',
      'list(lo@init 1)',
      'init(loopback_net_ops, init)',
      'reg(default_device_ops)',
      'open(NET_TX)',
      'open(NET_RX)',
      'cpuhp(net/dev:dead)',
    ]);
  });

  it('links later subsys operations in front of loopback', () => {
    const life = briefLife(
      simulate(planOf({ kernel: '6.12', commands: [{ do: 'netns.add', net: 'a' }] })),
    );
    const inits = life.filter((line) => line.startsWith('init('));
    expect(inits.slice(-3)).toEqual([
      'init(packet_net_ops, n1)',
      'init(loopback_net_ops, n1)',
      'init(default_device_ops, n1)',
    ]);
  });
});

describe('G2, a new namespace', () => {
  it('has lo first and gives a late tunnel ifindex 2', () => {
    const commands = [
      { do: 'module.load', module: 'sit' },
      { do: 'netns.add', net: 'a' },
    ] as const;
    expect(deviceLife({ commands })).toEqual([
      'reg(sit_net_ops)',
      'alloc(sit0)',
      'list(sit0@init 2)',
      'setup(n1)',
      'alloc(lo)',
      'list(lo@n1 1)',
      'alloc(sit0)',
      'list(sit0@n1 2)',
      'ready(n1)',
    ]);
  });
});

describe('G3, adding devices', () => {
  it('registers a veth peer first, and lets an asked-for ifindex not move the counter', () => {
    const commands = [
      { do: 'netns.add', net: 'a' },
      { do: 'netns.add', net: 'b' },
      { do: 'link.add', kind: 'dummy', net: 'a', name: 'd0' },
      { do: 'link.add', kind: 'veth', net: 'a', name: 'v0', peer: { net: 'b', name: 'v1' } },
      { do: 'link.add', kind: 'dummy', net: 'a', name: 'd9', index: 9 },
      { do: 'link.add', kind: 'dummy', net: 'a', name: 'd1' },
      { do: 'link.add', kind: 'dummy', net: 'a', name: 'dx', index: 1 },
    ] as const;
    expect(
      deviceLife({ commands })
        .filter((line) => line.startsWith('list('))
        .slice(2),
    ).toEqual([
      'list(d0@n1 2)',
      'list(v1@n2 2)',
      'list(v0@n1 3)',
      'list(d9@n1 9)',
      'list(d1@n1 4)',
    ]);
  });
});

describe('G4, deleting a namespace', () => {
  const commands = [
    { do: 'netns.add', net: 'a' },
    { do: 'netns.add', net: 'b' },
    { do: 'link.add', kind: 'dummy', net: 'a', name: 'd0' },
    { do: 'link.up', net: 'a', name: 'd0' },
    { do: 'link.add', kind: 'veth', net: 'a', name: 'v0', peer: { net: 'b', name: 'v1' } },
    { do: 'link.add', kind: 'dummy', net: 'a', name: 'd9', index: 9 },
    { do: 'link.add', kind: 'macvlan', net: 'a', name: 'mv0', lower: 'd0' },
    { do: 'link.add', kind: 'nic', net: 'init' },
    { do: 'link.move', net: 'init', name: 'eth0', to: 'a' },
    { do: 'netns.del', nets: ['a'] },
  ] as const;

  it.each(['6.1', '6.12'] as const)('sends the card home and empties the list on %s', (kernel) => {
    const death = deviceLife({ kernel, commands });
    expect(death.slice(death.indexOf('dying(n1)'))).toEqual([
      'dying(n1)',
      'cleanup(n1)',
      'move(eth0, n1 5, init 5)',
      'unlist(mv0@n1)',
      'unlist(d9@n1)',
      'unlist(v0@n1)',
      'unlist(v1@n2)',
      'unlist(d0@n1)',
      'unlist(lo@n1)',
      'free(mv0)',
      'free(d9)',
      'free(v0)',
      'free(v1)',
      'free(d0)',
      'free(lo)',
      'freed(n1)',
    ]);
  });

  it('then lets all operations exit in reverse list order', () => {
    const life = briefLife(simulate(planOf({ commands })));
    const order = (prefix: string) =>
      life.filter((line) => line.startsWith(`${prefix}(`) && line.endsWith(', n1)'));
    const exits = order('exit').map((line) => line.slice('exit'.length));
    const inits = order('init').map((line) => line.slice('init'.length));
    expect(exits).toEqual(inits.filter((ops) => exits.includes(ops)).toReversed());
    expect(exits).toHaveLength(10);
  });
});

describe('G5, batches', () => {
  const nets = ['a', 'b', 'c', 'd'] as const;
  const filled = nets.flatMap(
    (net) =>
      [
        { do: 'netns.add', net },
        { do: 'link.add', kind: 'dummy', net, name: `x${net}` },
      ] as const,
  );

  it('takes what died meanwhile together, the most recent first', () => {
    const plan = planOf({
      commands: [...filled, ...nets.map((net) => ({ do: 'netns.del', nets: [net] }) as const)],
      schedule: [
        { run: 'main', commands: 9 },
        { run: 'netns', steps: 2 },
        { run: 'main', commands: 3 },
      ],
    });
    const life = briefLife(simulate(plan)).filter((line) =>
      /^(dying|cleanup|unlist|freed)/.test(line),
    );
    expect(life).toEqual([
      'dying(n1)',
      'cleanup(n1)',
      'dying(n2)',
      'dying(n3)',
      'dying(n4)',
      'unlist(xa@n1)',
      'unlist(lo@n1)',
      'freed(n1)',
      'cleanup(n4)',
      'cleanup(n3)',
      'cleanup(n2)',
      'unlist(xd@n4)',
      'unlist(lo@n4)',
      'unlist(xc@n3)',
      'unlist(lo@n3)',
      'unlist(xb@n2)',
      'unlist(lo@n2)',
      'freed(n4)',
      'freed(n3)',
      'freed(n2)',
    ]);
  });

  it('lets the last queueing of a veth end decide', () => {
    const commands = [
      { do: 'netns.add', net: 'w1' },
      { do: 'netns.add', net: 'w2' },
      { do: 'netns.add', net: 'w3' },
      { do: 'link.add', kind: 'veth', net: 'w1', name: 'va', peer: { net: 'w2', name: 'vb' } },
      { do: 'link.add', kind: 'veth', net: 'w2', name: 'vc', peer: { net: 'w3', name: 'vd' } },
      { do: 'link.add', kind: 'dummy', net: 'w1', name: 'dd1' },
      { do: 'link.add', kind: 'dummy', net: 'w2', name: 'dd2' },
      { do: 'link.add', kind: 'dummy', net: 'w3', name: 'dd3' },
      { do: 'netns.del', nets: ['w1', 'w2', 'w3'] },
    ] as const;
    const names = unlisted({ commands }).map((line) => line.replace(/^unlist\((.*)@.*$/, '$1'));
    expect(names.join(' ')).toBe('dd3 vd lo dd2 vc vb lo dd1 va lo');
  });
});

describe('G6, a setup that is killed', () => {
  it('frees lo unlisted, undoes what came before it and leaves default_device alone', () => {
    const plan = planOf({
      kernel: '6.12',
      commands: [
        { do: 'link.add', kind: 'dummy', net: 'init', name: 'slow', by: 'holder' },
        { do: 'netns.add', net: 'a', by: 'victim' },
        { do: 'kill', task: 'victim' },
      ],
      schedule: [
        { run: 'holder', steps: 2 }, // It has RTNL, and a device to register.
        { run: 'victim', commands: 1 },
        { run: 'main', commands: 1 },
        { run: 'victim', commands: 1 },
      ],
    });
    const life = briefLife(simulate(plan));
    expect(life.slice(life.indexOf('alloc(lo)'), life.indexOf('alloc(lo)') + 4)).toEqual([
      'alloc(lo)',
      'free(lo)',
      'fail(loopback_net_ops, n1, -4)',
      'pre_exit(netns_bpf_pernet_ops, n1)',
    ]);
    expect(life.filter((line) => /^(failed|freed)/.test(line))).toEqual([
      'failed(n1, -4)',
      'freed(n1)',
    ]);
    expect(life.filter((line) => line.includes('default_device_ops'))).toEqual([]);
  });
});

describe('G7, a module with a device op', () => {
  it('makes its device in the oldest namespace first and removes all in the same order', () => {
    const commands = [
      { do: 'netns.add', net: 's1' },
      { do: 'netns.add', net: 's2' },
      { do: 'netns.add', net: 's3' },
      { do: 'module.load', module: 'sit' },
      { do: 'module.unload', module: 'sit' },
    ] as const;
    const life = deviceLife({ commands });
    expect(
      life.slice(life.indexOf('reg(sit_net_ops)')).filter((line) => line !== 'alloc(sit0)'),
    ).toEqual([
      'reg(sit_net_ops)',
      'list(sit0@init 2)',
      'list(sit0@n1 2)',
      'list(sit0@n2 2)',
      'list(sit0@n3 2)',
      'unreg(sit_net_ops)',
      'unlist(sit0@init)',
      'unlist(sit0@n1)',
      'unlist(sit0@n2)',
      'unlist(sit0@n3)',
      'free(sit0)',
      'free(sit0)',
      'free(sit0)',
      'free(sit0)',
    ]);
  });
});

describe('G8, net_dev_init skipped', () => {
  it('crashes in dev_add_pack within inet_init and panics', () => {
    const events = brief(simulate(planOf({ config: { initcallBlacklist: ['net_dev_init'] } })));
    expect(events).not.toContain('start(net_dev_init)');
    expect(events.slice(-3)).toEqual([
      'start(inet_init)',
      'bug(kernel BUG at lib/list_debug.c: list_add corruption in dev_add_pack)',
      'panicked(Attempted to kill init! exitcode=0x0000000b)',
    ]);
  });
});
