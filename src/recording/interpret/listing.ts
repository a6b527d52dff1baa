import { LOOPBACK_IFINDEX } from '../../model/ids.ts';
import { nameOf, numberOf, pointerOf } from './arguments.ts';
import type { Call, CallStack, Entered } from './calls.ts';
import { Departure, type Left } from './departure.ts';
import type { Device } from './devices.ts';
import { joinBatch, stepOn } from './namespace-calls.ts';
import type { Net } from './nets.ts';
import { netOf, type Scene } from './scene.ts';

const MOVING = '__dev_change_net_namespace';
const UNREGISTERING = ['unregister_netdevice_many', 'unregister_netdevice_many_notify'];

/** list_netdevice: the device appears, or arrives from another namespace. */
export function listDevice(line: Entered, stack: CallStack, scene: Scene): void {
  const moving = moveOf(line, stack, scene);
  if (moving !== null) {
    arrive(line, moving, scene);
    return;
  }
  const { args } = line;
  const net = landing(netOf(args, stack.top, scene), numberOf(args.ifindex), scene);
  const departure = stack.departure;
  stack.departure = null;
  if (departure !== null && (line.caller === MOVING || departure.continues(line, net))) {
    departure.move();
    postMove(line, departure.left.device, departure.left, net, scene);
    return;
  }
  departure?.settle();
  const loopback = inLoopbackInit(stack);
  const device = deviceArriving(line, net, loopback, scene);
  const ifindex = numberOf(args.ifindex) ?? (loopback === null ? null : LOOPBACK_IFINDEX);
  const name = nameOf(args) ?? (loopback === null ? null : 'lo');
  scene.devices.place(device, net, ifindex, name);
  const inferred = [
    ...(nameOf(args) === null && name !== null ? ['name'] : []),
    ...(numberOf(args.ifindex) === null && ifindex !== null ? ['ifindex'] : []),
  ];
  scene.outbox.post(
    line,
    () => ({ type: 'netdev.registered', dev: device.id, net: net?.id ?? null, name, ifindex }),
    { waitsFor: [net], inferred: () => inferred },
  );
}

/** The move a line is part of. One whose return is not probed is over where others come and go. */
function moveOf({ args }: Entered, stack: CallStack, scene: Scene): Call | null {
  const moving = stack.inside(MOVING);
  if (moving === null || moving.dev === null) return moving;
  const device = scene.devices.find(args, scene.nets.find(args));
  return device === null || device === moving.dev ? moving : null;
}

/** loopback_net_init registers one device; what comes after that is not its own. */
function inLoopbackInit(stack: CallStack): Call | null {
  const init = stack.inside('loopback_net_init');
  return init?.dev?.listed === true ? null : init;
}

function deviceArriving(
  line: Entered,
  net: Net | null,
  loopback: Call | null,
  scene: Scene,
): Device {
  const made = loopback?.dev ?? null;
  if (made !== null) {
    scene.devices.identify(made, line.args);
    if (pointerOf(line.args.dev) === null) return made;
  }
  return scene.devices.arriving(line.args, net);
}

/** A second loopback under one inode number: the number came back as another namespace's. */
function landing(net: Net | null, ifindex: number | null, scene: Scene): Net | null {
  if (net === null || !net.over || ifindex !== LOOPBACK_IFINDEX) return net;
  return scene.nets.successor(net);
}

function arrive(line: Entered, moving: Call, scene: Scene): void {
  const net = scene.nets.find(line.args);
  const device = moving.dev ?? scene.devices.find(line.args, moving.net);
  const from = moving.leaving ?? { net: moving.net, ifindex: numberOf(moving.args.ifindex) };
  moving.inner += 1;
  postMove(line, device, from, net, scene);
}

function postMove(
  line: Entered,
  device: Device | null,
  from: { readonly net: Net | null; readonly ifindex: number | null },
  to: Net | null,
  scene: Scene,
): void {
  const name = nameOf(line.args) ?? device?.name ?? null;
  const ifindex = numberOf(line.args.ifindex);
  const fromIfindex = from.ifindex ?? device?.ifindex ?? null;
  if (device !== null) scene.devices.place(device, to, ifindex, name);
  scene.outbox.post(
    line,
    () => ({
      type: 'netdev.moved',
      dev: device?.id ?? null,
      from: from.net?.id ?? null,
      to: to?.id ?? null,
      name,
      fromIfindex,
      ifindex,
    }),
    { waitsFor: [from.net, to] },
  );
}

/** unlist_netdevice: the device disappears, or leaves for another namespace. */
export function unlistDevice(line: Entered, stack: CallStack, scene: Scene): void {
  const moving = moveOf(line, stack, scene);
  const left = leaving(line, moving, stack, scene);
  if (left.device !== null) renameIfNew(left.device, line, scene);
  if (moving !== null) {
    moving.leaving = left;
    return;
  }
  if (left.net !== null && left.ifindex === LOOPBACK_IFINDEX) {
    stepOn({ name: 'unlist lo', once: false, net: null }, line, stack, scene);
    joinBatch(left.net, line, stack, scene);
  }
  const departure = new Departure(left, ({ device, net, ifindex }) => {
    if (device !== null) scene.devices.leave(device);
    if (net !== null && ifindex === LOOPBACK_IFINDEX) net.over = true;
  });
  stack.departure = departure;
  if (isUnregistering(line, stack, scene)) departure.settle();
  postLeft(line, departure, scene);
}

function leaving(line: Entered, moving: Call | null, stack: CallStack, scene: Scene): Left {
  const { args } = line;
  const shown = scene.nets.find(args) ?? stack.inside('setup_net')?.net ?? null;
  const known = scene.devices.find(args, shown) ?? moving?.dev ?? null;
  const ifindex = numberOf(args.ifindex) ?? known?.ifindex ?? null;
  const name = nameOf(args) ?? known?.name ?? null;
  const device = known ?? olderDevice(shown, ifindex, name, scene);
  return { device, net: shown ?? device?.net ?? moving?.net ?? null, name, ifindex };
}

/** It was never seen to enter the list it leaves, but its place names it. */
function olderDevice(
  net: Net | null,
  ifindex: number | null,
  name: string | null,
  scene: Scene,
): Device | null {
  return net === null || ifindex === null ? null : scene.devices.older(net, ifindex, name);
}

function isUnregistering(line: Entered, stack: CallStack, scene: Scene): boolean {
  if (line.caller !== null && line.caller !== MOVING) return true;
  if (line.args.dev === undefined && numberOf(line.args.ifindex) === LOOPBACK_IFINDEX) return true;
  return scene.movesShown || stack.insideAny(UNREGISTERING) !== null;
}

function postLeft(line: Entered, departure: Departure, scene: Scene): void {
  const { device, net, name, ifindex } = departure.left;
  scene.outbox.post(
    line,
    () => {
      if (departure.moved) return null;
      const dev = device?.id ?? null;
      return { type: 'netdev.unregistered', dev, net: net?.id ?? null, name, ifindex };
    },
    { waitsFor: [departure, net] },
  );
}

/** A line shows a device under another name than the last one did. */
export function renameIfNew(device: Device, line: Entered, scene: Scene): void {
  const to = nameOf(line.args);
  const from = device.name;
  if (to === null || from === to) return;
  device.name = to;
  if (from === null || from.includes('%')) return;
  scene.outbox.post(line, () => ({ type: 'netdev.renamed', dev: device.id, from, to }));
}
