import type { Command } from '../../../src/kernel/plan.ts';
import type { Batch } from './batches.ts';
import { dying, inTurn, type Script, script } from './script.ts';

/** test/lab/steps/messages: what the kernel itself says about devices. */
export const messages: readonly Command[] = [
  dummy('init', 'd0'),
  { do: 'link.rename', net: 'init', name: 'd0', to: 'e0' },
  { do: 'netns.add', net: 'n1' },
  veth('init', 'v0', 'n1', 'v1'),
  { do: 'link.up', net: 'n1', name: 'v1' },
  { do: 'link.up', net: 'init', name: 'v0' },
  { do: 'link.rename', net: 'n1', name: 'v1', to: 'eth0' },
  { do: 'link.down', net: 'n1', name: 'eth0' },
  { do: 'link.rename', net: 'n1', name: 'eth0', to: 'v1' },
  { do: 'link.add', kind: 'bridge', net: 'init', name: 'br0' },
  { do: 'link.up', net: 'init', name: 'e0' },
  { do: 'link.up', net: 'init', name: 'br0' },
  { do: 'module.load', module: 'sit' },
  { do: 'link.add', kind: 'nic', net: 'init' },
  { do: 'link.rename', net: 'init', name: 'eth0', to: 'wan' },
  { do: 'netns.del', nets: ['n1'] },
  { do: 'link.del', net: 'init', name: 'br0' },
];

/** test/lab/steps/hostile: names and numbers that are legal and unkind. */
export const hostile: readonly Command[] = [
  { do: 'netns.add', net: 'n1' },
  ...['a"b', 'back\\slash', '<script>', 'name="lo"', '(fault)', 'x=1,y=2', 'ifindex=1'].map(inN1),
  ...['-d0', 'a%db', 'esc\x1b[31m', 'nel\x85x', 'ls\u2028x', 'bad\udcff\udcfex'].map(inN1),
  ...['fifteen-chars-x', 'all', 'default'].map(inN1),
  { ...dummy('n1', 'big'), index: 2_147_483_647 },
  dummy('n1', 'after'),
  { do: 'netns.add', net: 'n2' },
  { do: 'link.move', net: 'n1', name: 'a"b', to: 'n2' },
  { do: 'link.rename', net: 'n2', name: 'a"b', to: '"' },
  { do: 'netns.del', nets: ['n1'] },
  { do: 'netns.del', nets: ['n2'] },
];

/** test/lab/steps/late: the recording begins in the middle, at the dummy d3. */
export function late(batches: readonly Batch[]): Script {
  const before: readonly Command[] = [
    { do: 'netns.add', net: 'n1' },
    { do: 'netns.add', net: 'n2' },
    dummy('n1', 'd1'),
    veth('n1', 'v1', 'n2', 'v2'),
    { do: 'link.rename', net: 'n2', name: 'lo', to: 'foo' },
    dummy('init', 'd0'),
    dummy('n1', 'd3'),
    { do: 'link.move', net: 'init', name: 'd0', to: 'n2' },
    { do: 'netns.add', net: 'n3' },
    { do: 'netns.del', nets: ['n1'] },
  ];
  return script(inTurn(before), dying(batches));
}

/** test/lab/steps/hotplug: a CPU goes and comes back, which no event of ours shows. */
export const hotplug: readonly Command[] = [
  { do: 'netns.add', net: 'n1' },
  dummy('n1', 'd1'),
  { do: 'netns.del', nets: ['n1'] },
];

/** test/lab/steps/stopped-reader. */
export function stoppedReader(batches: readonly Batch[]): Script {
  const before: readonly Command[] = [
    { do: 'netns.add', net: 'n1' },
    dummy('n1', 'd1'),
    ...['n2', 'n3', 'n4'].map((net): Command => ({ do: 'netns.add', net })),
    dummy('n2', 'd2'),
    { do: 'netns.del', nets: ['n2'] },
    { do: 'netns.del', nets: ['n1'] },
  ];
  return script(inTurn(before), dying(batches));
}

/**
 * test/lab/steps/waiting and waiting-dummy: pktgen holds a device of a dying namespace, for
 * `seconds` or, as far as the recording knows, for ever.
 */
export function waiting(held: 'lo' | 'd1', seconds?: number): readonly Command[] {
  const hold = { do: 'link.hold', net: 'n1', name: held, refs: 1, by: 'pktgen' } as const;
  return [
    { do: 'module.load', module: 'pktgen' },
    { do: 'netns.add', net: 'n1' },
    { do: 'netns.add', net: 'n2' },
    { do: 'link.up', net: 'n1', name: 'lo' },
    dummy('n1', 'd1'),
    seconds === undefined ? hold : { ...hold, seconds },
    { do: 'netns.del', nets: ['n1'] },
    { do: 'sleep', seconds: 3 },
    { do: 'netns.del', nets: ['n2'] },
  ];
}

/**
 * test/lab/steps/parallel, one after the other: eight namespaces p1 to p8, then q1 to q4, whose
 * dummies move to init_net in an order that is up to chance.
 */
export function parallel(batches: readonly Batch[], moves: readonly string[]): Script {
  const all = ['1', '2', '3', '4', '5', '6', '7', '8'];
  const four = all.slice(0, 4);
  const pairs = all.slice(0, 7).filter((_, index) => index % 2 === 0);
  const before: readonly Command[] = [
    ...all.map((i): Command => ({ do: 'netns.add', net: `p${i}` })),
    ...all.map((i) => dummy(`p${i}`, `d${i}`)),
    ...pairs.map((i) => veth(`p${i}`, `v${i}`, `p${Number(i) + 1}`, `v${Number(i) + 1}`)),
    ...four.map((i): Command => ({ do: 'netns.add', net: `q${i}` })),
    ...four.map((i) => dummy(`q${i}`, `e${i}`)),
    ...moves.map(
      (name): Command => ({ do: 'link.move', net: name.replace('e', 'q'), name, to: 'init' }),
    ),
  ];
  return script(inTurn(before), dying(batches));
}

function inN1(name: string): Command {
  return dummy('n1', name);
}

function dummy(net: string, name: string) {
  return { do: 'link.add', kind: 'dummy', net, name } as const satisfies Command;
}

function veth(net: string, name: string, peerNet: string, peerName: string): Command {
  return { do: 'link.add', kind: 'veth', net, name, peer: { net: peerNet, name: peerName } };
}
