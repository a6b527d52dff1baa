import { INIT_NET } from '../model/ids.ts';
import { allocNetdev, freeNetdev } from './alloc-netdev.ts';
import { getNet, putNet } from './cleanup-net.ts';
import { deviceByName } from './device-lookup.ts';
import { ENODEV } from './errno.ts';
import { emit, type Kernel, type NetDevice, type NetNamespace, type UserSpace } from './kernel.ts';
import { loadModule, moduleOf, unloadModule } from './modules.ts';
import type { Action } from './plan.ts';
import { registerNetdev } from './register-netdevice.ts';
import { addAltname, devChangeName } from './rename.ts';
import { rtnlDellink, rtnlMovelink, rtnlNewlink, underRtnl } from './rtnetlink.ts';
import type { Run } from './run.ts';
import { copyNetNs } from './setup-net.ts';

const SECOND = 1_000_000_000;

/**
 * One action of a process. What it names but does not exist makes it fail as the command would,
 * before the kernel does anything.
 */
export function* perform(k: Kernel, user: UserSpace, action: Action): Run<void> {
  switch (action.do) {
    case 'netns.add':
      return yield* addNetns(k, user, action.net);
    case 'netns.del':
      return yield* deleteNetns(k, user, action.nets);
    case 'netns.limit':
      k.ucount.limit = action.limit;
      return;
    case 'module.load':
      yield* loadModule(k, action.module);
      return;
    case 'module.unload':
      return yield* unloadModule(k, action.module);
    case 'kill': {
      const victim = k.scheduler.find(action.task);
      if (victim !== undefined && victim.run !== null) victim.killed = true;
      return;
    }
    case 'sleep':
      return yield* sleep(k, action.seconds);
    case 'link.hold':
      return yield* hold(k, user, action);
    default:
      return yield* inside(k, user, action);
  }
}

function* sleep(k: Kernel, seconds: number): Run<void> {
  yield { ready: () => false, deadline: k.log.now + seconds * SECOND };
}

/** Somebody, a cached route for one, takes references and is in no hurry to give them back. */
function* hold(
  k: Kernel,
  user: UserSpace,
  { net: label, name, refs, seconds }: Extract<Action, { readonly do: 'link.hold' }>,
): Run<void> {
  const net = user.nets.get(label);
  const dev = net === undefined ? null : deviceByName(k, net, name);
  if (dev === null) return;
  dev.refs += refs;
  if (seconds === undefined) return;
  yield* sleep(k, seconds);
  dev.refs -= refs;
}

type LinkAction = Exclude<
  Extract<Action, { readonly net: string }>,
  { readonly do: 'netns.add' | 'link.hold' }
>;

/** A process inside a namespace, which lives at least as long as the process. */
function* inside(k: Kernel, user: UserSpace, action: LinkAction): Run<void> {
  const net = user.nets.get(action.net);
  if (net === undefined) return;
  getNet(net);
  yield* performLink(k, user, net, action);
  putNet(k, net);
}

function* performLink(
  k: Kernel,
  user: UserSpace,
  net: NetNamespace,
  action: LinkAction,
): Run<number> {
  const withDevice = (work: (dev: NetDevice) => number) =>
    underRtnl(k, () => {
      const dev = 'name' in action ? deviceByName(k, net, action.name ?? '') : null;
      return dev === null ? -ENODEV : work(dev);
    });
  switch (action.do) {
    case 'ping':
      return ping(k, net);
    case 'link.add':
      return yield* addLink(k, user, net, action);
    case 'link.del':
      return yield* underRtnl(k, () => rtnlDellink(k, net, action.name));
    case 'link.move': {
      const to = user.nets.get(action.to);
      if (to === undefined) return -ENODEV;
      const wishes = { as: action.as ?? null, ifindex: action.index ?? 0 };
      return yield* withDevice((dev) => rtnlMovelink(k, dev, to, wishes));
    }
    case 'link.rename':
      return yield* withDevice((dev) => devChangeName(k, dev, action.to));
    case 'link.altname':
      return yield* withDevice((dev) => addAltname(k, dev, action.altname));
    case 'link.up':
    case 'link.down':
      return yield* withDevice((dev) => {
        dev.up = action.do === 'link.up';
        return 0;
      });
    default:
      return action satisfies never;
  }
}

/** loopback_xmit (drivers/net/loopback.c) raises NET_RX on the CPU it runs on. */
function ping(k: Kernel, net: NetNamespace): number {
  if (net.loopback === null) return -ENODEV;
  if (k.softirqsSeen.has('NET_RX')) return 0;
  k.softirqsSeen.add('NET_RX');
  emit(k, { type: 'softirq.entered', vector: 'NET_RX' });
  return 0;
}

/** `ip netns add`: a label in use is refused before anything is unshared. */
function* addNetns(k: Kernel, user: UserSpace, label: string): Run<void> {
  if (user.nets.has(label)) return;
  const net = yield* copyNetNs(k);
  if (typeof net === 'number') return;
  if (user.nets.has(label)) putNet(k, net);
  else user.nets.set(label, net);
}

/** `umount`: whoever is still inside keeps the namespace alive. */
function* deleteNetns(k: Kernel, user: UserSpace, labels: readonly string[]): Run<void> {
  yield;
  for (const label of labels) {
    const net = user.nets.get(label);
    if (net === undefined || net.id === INIT_NET) continue;
    user.nets.delete(label);
    putNet(k, net);
  }
}

function* addLink(
  k: Kernel,
  user: UserSpace,
  net: NetNamespace,
  action: Extract<Action, { readonly do: 'link.add' }>,
): Run<number> {
  const { kind, name = null, index: ifindex = 0, lower = null } = action;
  if (kind === 'nic') return yield* probe(k, net, name ?? 'eth%d');
  const peerNet = action.peer === undefined ? net : user.nets.get(action.peer.net);
  if (peerNet === undefined) return -ENODEV;
  const module = moduleOf(kind);
  if (module !== null) yield* loadModule(k, module); // request_module("rtnl-link-…")
  getNet(peerNet);
  const peer = { net: peerNet, name: action.peer?.name ?? null };
  const link = { kind, net, name, ifindex, lower, peer };
  const rc = yield* rtnlNewlink(k, link);
  putNet(k, peerNet);
  return rc;
}

/** A driver finds a network card, such as virtnet_probe (drivers/net/virtio_net.c). */
function* probe(k: Kernel, net: NetNamespace, name: string): Run<number> {
  const dev = allocNetdev(k, { name, net });
  if (dev === null) return -ENODEV;
  const rc = yield* registerNetdev(k, dev);
  if (rc < 0) freeNetdev(k, dev);
  return rc;
}
