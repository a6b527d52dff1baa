import { LOOPBACK_IFINDEX } from '../../model/ids.ts';
import { nameOf, numberOf, pointerOf } from './arguments.ts';
import type { Call, CallEnd, CallStack, Entered } from './calls.ts';
import type { Device } from './devices.ts';
import { listDevice, renameIfNew, unlistDevice } from './listing.ts';
import { stepOn } from './namespace-calls.ts';
import { type Handler, netOf, resultOfCall, type Scene } from './scene.ts';

/** The life of devices: net/core/dev.c. */
export const DEVICE_CALLS: Readonly<Record<string, Handler>> = {
  alloc_netdev_mqs: { leave: allocated },
  register_netdevice: { enter: register, leave: registered },
  list_netdevice: { leaf: listDevice },
  unlist_netdevice: { leaf: unlistDevice },
  unregister_netdevice_many: {},
  unregister_netdevice_many_notify: {},
  __dev_change_net_namespace: { enter: change, leave: moved },
  dev_change_name: { enter: change, leave: renamed },
  netif_change_name: { enter: change, leave: renamed }, // 7.x; dev_change_name calls it, and rtnetlink.
  netdev_run_todo: {},
  free_netdev: { leaf: free },
};

/** loopback_net_init, as long as its own device is not listed. */
function loopbackInit(stack: CallStack): Call | null {
  const init = stack.inside('loopback_net_init');
  return init?.dev?.listed === false ? init : null;
}

function allocated(call: Call, end: CallEnd, stack: CallStack, scene: Scene): void {
  const { returned } = end;
  const result = returned === null ? null : (returned.dev ?? returned.ret ?? returned.rc ?? null);
  const pointer = result === null ? null : pointerOf(result);
  if (result !== null && pointer === null) return; // NULL: out of memory.
  const init = loopbackInit(stack);
  const shown = nameOf(call.args);
  const name = shown ?? (init === null ? null : 'lo');
  const device = pointer === null ? (init?.dev ?? null) : scene.devices.allocated(pointer, name);
  if (init !== null && device !== null) {
    init.dev = device;
    device.home = init.net;
    device.firstIfindex = LOOPBACK_IFINDEX;
  }
  scene.outbox.post(
    end.context,
    () => ({ type: 'netdev.allocated', dev: device?.id ?? null, name }),
    {
      waitsFor: [device],
      inferred: () => (shown === null && name !== null ? ['name'] : []),
    },
  );
}

function register(line: Entered, call: Call, stack: CallStack, scene: Scene): void {
  call.net = netOf(line.args, call, scene);
  const lo = loopbackInit(stack)?.dev ?? null;
  if (lo !== null) scene.devices.identify(lo, line.args);
  call.dev = scene.devices.find(line.args, call.net) ?? lo;
}

function registered(call: Call, end: CallEnd, _stack: CallStack, scene: Scene): void {
  const rc = resultOfCall(end);
  if (rc === null || rc === 0) return;
  const { dev, net } = call;
  const name = nameOf(call.args) ?? dev?.name ?? null;
  scene.outbox.post(
    end.context,
    () => ({ type: 'netdev.failed', dev: dev?.id ?? null, net: net?.id ?? null, name, rc }),
    { waitsFor: [dev, net] },
  );
}

/** A device is about to be moved or renamed; the namespace in the arguments is the old one. */
function change(line: Entered, call: Call, _stack: CallStack, scene: Scene): void {
  call.net = scene.nets.find(line.args);
  call.dev = scene.devices.find(line.args, call.net);
  if (call.dev !== null) renameIfNew(call.dev, line, scene);
}

/** Without a line of list_netdevice inside, its own arguments tell the move. */
function moved(call: Call, end: CallEnd, _stack: CallStack, scene: Scene): void {
  const rc = resultOfCall(end);
  const { dev, net: from, inner, args } = call;
  if (inner > 0 || rc !== 0) return;
  const to = scene.nets.find({ net: args.tonet ?? '', inum: args.toinum ?? '' });
  if (to !== null && to === from) return; // It was there already.
  const name = nameOf(args) ?? dev?.name ?? null;
  const fromIfindex = numberOf(args.ifindex);
  if (dev !== null) scene.devices.place(dev, to, null, name);
  scene.outbox.post(
    end.context,
    () => ({
      type: 'netdev.moved',
      dev: dev?.id ?? null,
      from: from?.id ?? null,
      to: to?.id ?? null,
      name,
      fromIfindex,
      ifindex: null,
    }),
    { waitsFor: [from, to] },
  );
}

/**
 * Probes that show no new name, or a template (`d%d`), leave the renaming to the next line that
 * names the device.
 */
function renamed(call: Call, end: CallEnd, _stack: CallStack, scene: Scene): void {
  const to = call.args.newname ?? call.args.to ?? null;
  const rc = resultOfCall(end);
  if (to === null || to.includes('%') || (rc ?? 0) < 0) return;
  const { dev } = call;
  const from = nameOf(call.args) ?? dev?.name ?? null;
  // dev_change_name of 7.x calls netif_change_name, which told it.
  if (from === to || dev?.name === to) return;
  if (dev !== null) dev.name = to;
  scene.outbox.post(end.context, () => ({
    type: 'netdev.renamed',
    dev: dev?.id ?? null,
    from,
    to,
  }));
}

/** A device in this state is only marked: netdev_run_todo frees it (net/core/dev.c: free_netdev). */
const NETREG_UNREGISTERING = 2;

/** netdev_run_todo calls it, or whoever gives up a device that was never registered. */
function free(line: Entered, stack: CallStack, scene: Scene): void {
  if (numberOf(line.args.state) === NETREG_UNREGISTERING) return;
  const net = scene.nets.find(line.args);
  const given = abandoned(stack);
  if (given !== null) scene.devices.identify(given, line.args);
  const device = scene.devices.find(line.args, net) ?? given;
  if (device !== null) scene.devices.freed(device);
  const name = nameOf(line.args) ?? device?.name ?? null;
  if (device?.ifindex === LOOPBACK_IFINDEX) {
    stepOn({ name: 'free lo', once: false, net: null }, line, stack, scene);
  }
  scene.outbox.post(line, () => ({ type: 'netdev.freed', dev: device?.id ?? null, name }));
}

/** loopback_net_init frees its own device when it fails. */
function abandoned(stack: CallStack): Device | null {
  return stack.top?.fn === 'loopback_net_init' ? stack.top.dev : null;
}
