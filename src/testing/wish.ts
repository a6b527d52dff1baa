import type { Action, LinkKind, ModuleName } from '../kernel/plan.ts';
import { INIT_NET_LABEL } from '../kernel/plan.ts';
import { type Belief, pick } from './belief.ts';

/** What somebody wants to do, before it is known to what. */
export type Wish = Exclude<Action['do'], 'link.down'> | 'veth.add' | 'stacked.add' | 'nic.add';

/** Numbers that decide the rest; 0 everywhere is the plainest way to do a thing. */
export type Picks = readonly [number, number, number, number];

const LABELS = ['a', 'b', 'c', 'd'] as const;
const MODULES = ['sit', '8021q', 'bridge', 'ip_gre', 'ipip'] as const satisfies ModuleName[];
const TASKS = ['main', 'other', 'third'] as const;
const INT_MAX = 2_147_483_647;

/** Makes a wish an action on what `belief` says there is, and believes that it works. */
export function actionOf(wish: Wish, picks: Picks, belief: Belief): Action {
  const [first] = picks;
  switch (wish) {
    case 'netns.add': {
      const free = LABELS.filter((label) => !belief.mortals.includes(label));
      const net = first % 8 === 7 ? pick(LABELS, first) : (free[first % free.length] ?? 'a');
      belief.addNet(net);
      return { do: 'netns.add', net };
    }
    case 'netns.del':
      return deletion(first, belief);
    case 'link.add':
    case 'veth.add':
    case 'stacked.add':
      return addition(wish, picks, belief);
    case 'nic.add':
      belief.addLink({ net: INIT_NET_LABEL, name: 'eth0' });
      return { do: 'link.add', kind: 'nic', net: INIT_NET_LABEL };
    case 'module.load':
    case 'module.unload':
      return { do: wish, module: pick(MODULES, first) };
    case 'netns.limit':
      return { do: 'netns.limit', limit: first % 5 };
    case 'kill':
      return { do: 'kill', task: pick(TASKS, first + 1) };
    case 'sleep':
      return { do: 'sleep', seconds: 1 + (first % 15) };
    case 'ping':
      return { do: 'ping', net: pick(belief.nets, first) };
    default:
      return change(wish, picks, belief);
  }
}

/** One namespace most of the time, else all of them at once: one batch for cleanup_net. */
function deletion(by: number, belief: Belief): Action {
  const [one, ...others] = belief.mortals;
  if (one === undefined) return { do: 'netns.del', nets: ['a'] };
  const nets = by % 3 === 2 ? [one, ...others] : [pick([one, ...others], by)];
  for (const net of nets) belief.removeNet(net);
  return { do: 'netns.del', nets };
}

function addition(
  wish: 'link.add' | 'veth.add' | 'stacked.add',
  [where, what, other, index]: Picks,
  belief: Belief,
): Action {
  const net = pick(belief.nets, where);
  const kind = pick(KINDS[wish], what);
  const name = nameFor(NAMES[wish], belief.linksIn(net), other);
  const asked = index % 4 === 3 ? { index: pick([2, 3, 9, 1, INT_MAX], index >> 2) } : {};
  const lower = pick(['lo', ...belief.linksIn(net)], where + what + 1);
  belief.addLink({ net, name });
  if (wish === 'stacked.add') return { do: 'link.add', kind, net, name, lower };
  if (wish === 'link.add') return { do: 'link.add', kind, net, name, ...asked };
  const peer = { net: pick(belief.nets, other), name: pick(PEER_NAMES, what) };
  belief.addLink(peer);
  return { do: 'link.add', kind, net, name, peer, ...asked };
}

/** A name that is free as far as one believes; one time in eight any name. */
function nameFor(
  names: readonly [string, ...string[]],
  taken: readonly string[],
  by: number,
): string {
  // Somebody renamed lo: the name is free for what is no loopback.
  if (taken.includes('foo') && !taken.includes('lo') && by % 2 === 0) return 'lo';
  const [first, ...others] = names.filter((name) => !taken.includes(name));
  if (first === undefined || by % 8 === 7) return pick(names, by);
  return pick([first, ...others], by);
}

const KINDS: Readonly<
  Record<'link.add' | 'veth.add' | 'stacked.add', readonly [LinkKind, ...LinkKind[]]>
> = {
  'link.add': ['dummy', 'dummy', 'bridge'],
  'veth.add': ['veth'],
  'stacked.add': ['macvlan', 'vlan'],
};

const NAMES = {
  'link.add': ['d0', 'd1', 'd2', 'lo', 'd%d', 'eth0'],
  'veth.add': ['v0', 'v2', 'd0'],
  'stacked.add': ['up0', 'up1'],
} as const;

const PEER_NAMES = ['v1', 'v3', 'd1'] as const;

/** Something done to a link that is there, or so one believes. */
function change(
  wish: 'link.del' | 'link.move' | 'link.rename' | 'link.up' | 'link.altname' | 'link.hold',
  [which, where, how, index]: Picks,
  belief: Belief,
): Action {
  const card = wish === 'link.move' && which % 2 === 1 ? belief.card : undefined;
  const link = card ?? belief.link(which);
  const { net, name } = link;
  const other = pick(['foo', 'd0', 'bar', 'lo', 'd%d', 'in/valid'], how);
  switch (wish) {
    case 'link.del':
      belief.removeLink(link);
      return { do: wish, net, name };
    case 'link.move': {
      const [elsewhere, ...others] = belief.nets.filter((label) => label !== net);
      const to = elsewhere === undefined ? net : pick([elsewhere, ...others], where);
      const as = how % 3 === 2 ? { as: other } : {};
      const asked = index % 4 === 3 ? { index: pick([2, 7, INT_MAX], index >> 2) } : {};
      belief.removeLink(link);
      belief.addLink({ net: to, name: 'as' in as ? as.as : name });
      return { do: wish, net, name, to, ...as, ...asked };
    }
    case 'link.rename':
      belief.addLink({ net, name: other });
      return { do: wish, net, name, to: other };
    case 'link.up':
      return { do: how % 4 === 3 ? 'link.down' : wish, net, name };
    case 'link.altname':
      return { do: wish, net, name, altname: other };
    case 'link.hold':
      return { do: wish, net, name, refs: 1 + (how % 3), seconds: 1 + where };
    default:
      return wish satisfies never;
  }
}
