import type { Command, Plan, PlanInput, Turn } from '../../src/kernel/plan.ts';

/** The namespaces of that life, in the order in which they are set up. */
export const LIFE_NETS = [
  ...['n1', 'n2', 'n3', 'n4', 'victim'],
  ...['b1', 'b2', 'b3', 'b4'],
  ...['w1', 'w2', 'w3'],
] as const;

/**
 * What test/lab/steps/life does in the VM, as a plan. Commands of it that only look, that fail
 * before they reach the kernel or that change nothing visible are left out. How the namespaces that
 * die together fall into batches is up to the machine.
 */
export function recordedLife(
  kernel: Plan['kernel'],
  wireless: boolean,
  batches: readonly (readonly string[])[],
): PlanInput {
  const commands = [...links(), ...modules(), ...killed(), ...deaths(batches)];
  const at = commands.findIndex(({ by }) => by === 'slow');
  const schedule: readonly Turn[] = [
    { run: 'main', commands: at },
    { run: 'slow', steps: 2 }, // It holds RTNL and makes its queues.
    { run: 'victim', commands: 1 }, // It waits for RTNL in loopback_net_init …
    { run: 'main', commands: 1 }, // … and is killed there.
    { run: 'victim', steps: 1 },
    { run: 'slow', commands: 1 },
    { run: 'victim', commands: 1 },
  ];
  return { kernel, config: { builtin: 'all', wireless }, commands, schedule };
}

function links(): readonly Command[] {
  return [
    ...['n1', 'n2', 'n3'].map(netns),
    dummy('init', 'd0'),
    { do: 'link.up', net: 'init', name: 'd0' },
    { do: 'link.move', net: 'init', name: 'd0', to: 'n1' },
    { ...dummy('n1', 'd9'), index: 9 },
    dummy('n1', 'd1'),
    { ...dummy('n1', 'dx'), index: 1 },
    dummy('n1', 'd1'),
    veth('n1', 'v0', 'n2', 'v1'),
    veth('init', 'w0', 'n2', 'w1'),
    { do: 'module.load', module: 'bridge' },
    { do: 'module.load', module: '8021q' },
    { do: 'link.add', kind: 'bridge', net: 'n2', name: 'br0' },
    dummy('n2', 'p0'),
    { do: 'link.add', kind: 'vlan', net: 'n2', name: 'br0.5', lower: 'br0' },
    { do: 'link.add', kind: 'vlan', net: 'n2', name: 'p0.7', lower: 'p0' },
    { do: 'link.rename', net: 'n1', name: 'd1', to: 'e1' },
    { do: 'link.rename', net: 'n3', name: 'lo', to: 'foo' },
    dummy('n3', 'lo'),
    { do: 'link.add', kind: 'dummy', net: 'n3' },
    { do: 'link.move', net: 'n1', name: 'e1', to: 'n2' },
    { do: 'link.move', net: 'n2', name: 'e1', to: 'n3' },
    { do: 'link.move', net: 'n1', name: 'lo', to: 'n2' },
    { do: 'link.del', net: 'n1', name: 'lo' },
    { do: 'link.add', kind: 'nic', net: 'init' },
    { do: 'link.move', net: 'init', name: 'eth0', to: 'n2' },
    dummy('init', 'eth0'),
  ];
}

function modules(): readonly Command[] {
  return [
    { do: 'module.load', module: 'sit' },
    netns('n4'),
    { do: 'module.unload', module: 'sit' },
    { do: 'module.load', module: 'sit' },
  ];
}

function killed(): readonly Command[] {
  return [
    { ...dummy('init', 'slow'), by: 'slow' },
    { ...netns('victim'), by: 'victim' },
    { do: 'kill', task: 'victim' },
    { do: 'link.del', net: 'init', name: 'slow' },
    { do: 'netns.limit', limit: 0 },
    netns('none'),
    { do: 'netns.limit', limit: 1000 },
  ];
}

function deaths(batches: readonly (readonly string[])[]): readonly Command[] {
  const del = (group: string): readonly Command[] =>
    batches
      .filter(([first]) => first?.startsWith(group))
      .map((nets): Command => ({ do: 'netns.del', nets }));
  return [
    ...delAll('n3', 'n4'),
    ...['b1', 'b2', 'b3', 'b4'].map(netns),
    ...['b1', 'b2', 'b3', 'b4'].map((net) => dummy(net, `d${net}`)),
    ...del('b'),
    ...['w1', 'w2', 'w3'].map(netns),
    veth('w1', 'va', 'w2', 'vb'),
    veth('w2', 'vc', 'w3', 'vd'),
    ...['1', '2', '3'].map((number) => dummy(`w${number}`, `dd${number}`)),
    ...del('w'),
    ...delAll('n2', 'n1'),
  ];
}

function netns(net: string): Command {
  return { do: 'netns.add', net };
}

function dummy(net: string, name: string) {
  return { do: 'link.add', kind: 'dummy', net, name } as const satisfies Command;
}

function veth(net: string, name: string, peerNet: string, peerName: string): Command {
  return { do: 'link.add', kind: 'veth', net, name, peer: { net: peerNet, name: peerName } };
}

function delAll(...nets: readonly string[]): readonly Command[] {
  return nets.map((net): Command => ({ do: 'netns.del', nets: [net] }));
}
