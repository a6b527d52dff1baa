import type { Command } from '../../../src/kernel/plan.ts';
import type { Batch } from './batches.ts';
import { dying, inTurn, type Script, script } from './script.ts';

/** The namespaces of that life, in the order in which they are set up. */
export const LIFE_NETS = [
  ...['n1', 'n2', 'n3', 'n4', 'victim'],
  ...['b1', 'b2', 'b3', 'b4'],
  ...['w1', 'w2', 'w3'],
] as const;

/** What became of the task that the script kills while it makes a namespace. */
export type Victim =
  /** It waited for RTNL in loopback_net_init, as meant. */
  | 'killed in time'
  /** It died before it had a namespace. */
  | 'killed before'
  /** It was done, and its namespace went with it. */
  | 'killed too late';

/**
 * What test/lab/steps/life does in the VM. Commands of it that only look, that fail before they
 * reach the kernel or that change nothing visible are left out. How the namespaces that die
 * together fall into batches is up to the machine; so is how many steps (from one preemption point
 * to the next) the killed task makes before the one that held RTNL goes on.
 */
export function longLife(batches: readonly Batch[], victim: Victim, steps = 1): Script {
  const groups = (name: string) => batches.filter(([first]) => first?.startsWith(name));
  return script(
    inTurn([...links(), ...modules()]),
    killing(victim, steps),
    inTurn([
      { do: 'link.del', net: 'init', name: 'slow' },
      { do: 'netns.limit', limit: 0 },
      netns('none'),
      { do: 'netns.limit', limit: 1000 },
      ...delAll('n3', 'n4'),
      ...['b1', 'b2', 'b3', 'b4'].map(netns),
      ...['b1', 'b2', 'b3', 'b4'].map((net) => dummy(net, `d${net}`)),
    ]),
    dying(groups('b')),
    inTurn([
      ...['w1', 'w2', 'w3'].map(netns),
      veth('w1', 'va', 'w2', 'vb'),
      veth('w2', 'vc', 'w3', 'vd'),
      ...['1', '2', '3'].map((number) => dummy(`w${number}`, `dd${number}`)),
    ]),
    dying(groups('w')),
    inTurn(delAll('n2', 'n1')),
  );
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

function killing(victim: Victim, steps: number): Script {
  const slow: Command = { ...dummy('init', 'slow'), by: 'slow' };
  switch (victim) {
    case 'killed in time':
      return {
        commands: [slow, { ...netns('victim'), by: 'victim' }, { do: 'kill', task: 'victim' }],
        schedule: [
          { run: 'slow', steps: 2 }, // It holds RTNL and makes its queues.
          { run: 'victim', commands: 1 }, // It waits for RTNL in loopback_net_init …
          { run: 'main', commands: 1 }, // … and is killed there.
          { run: 'victim', steps },
          { run: 'slow', commands: 1 },
          { run: 'victim', commands: 1 },
        ],
      };
    case 'killed before':
      return { commands: [slow], schedule: [{ run: 'slow', commands: 1 }] };
    case 'killed too late': {
      const { commands, schedule } = inTurn([netns('victim'), del('victim')]);
      return {
        commands: [slow, ...commands],
        schedule: [{ run: 'slow', commands: 1 }, ...schedule],
      };
    }
    default:
      return victim satisfies never;
  }
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
  return nets.map(del);
}

function del(net: string): Command {
  return { do: 'netns.del', nets: [net] };
}
