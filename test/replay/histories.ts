import fc from 'fast-check';
import type { EventBody, EventPayloads, EventType, KernelEvent } from '../../src/model/events.ts';
import { devId, netId } from '../../src/model/ids.ts';

/**
 * Well-formed events in an order no kernel would ever produce: few ids, so that they collide,
 * die and come back all the time. What holds for these histories holds for any.
 */
export function absurdHistory(maxLength = 60): fc.Arbitrary<readonly KernelEvent[]> {
  return fc.array(fc.oneof(...Object.values(bodies)), { maxLength, size: 'max' }).map(stamped);
}

/** Bodies as a recording would hold them: one a microsecond, one a line, in stream order. */
export function stamped(events: readonly EventBody[]): readonly KernelEvent[] {
  return events.map((body, seq) => ({
    seq,
    at: seq * 1000,
    cpu: 0,
    task: 'ip-100',
    evidence: 'observed',
    line: seq + 1,
    ...body,
  }));
}

const net = fc.constantFrom('4026531840', '4026532193', '4026532194', 'net1').map(netId);
const dev = fc.constantFrom('0xa0', '0xb0', '0xc0', 'net1:1', '0xa0~2').map(devId);
const name = fc.constantFrom('lo', 'eth0', 'veth1', '__proto__');
const ops = fc.constantFrom('loopback_net_ops', 'netdev_net_ops', 'sit_net_ops');
const rc = fc.constantFrom(0, -12, -17);
const ifindex = fc.constantFrom(1, 2, 3);
const message = fc.constantFrom('WARNING: at net/core/dev.c', 'oops');
const kind = fc.constantFrom('subsys' as const, 'device' as const);
const initcall = fc.constantFrom('net_dev_init', 'inet_init');
const phase = fc.constantFrom('pre_exit' as const, 'exit' as const, 'free' as const);
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 6 });

const presence = {
  dev: orNull(dev),
  net: orNull(net),
  name: orNull(name),
  ifindex: orNull(ifindex),
};

/** One arbitrary for each event type: a new type does not compile until it has its own. */
const bodies: { readonly [T in EventType]: fc.Arbitrary<EventBody> } = {
  'initcall.level': of('initcall.level', { level: fc.constantFrom('pure', 'subsys') }),
  'initcall.started': of('initcall.started', { name: initcall }),
  'initcall.returned': of('initcall.returned', {
    name: initcall,
    rc: orNull(rc),
    duration: orNull(fc.constant(4000)),
  }),
  'proc.created': of('proc.created', {}),
  'kobject.registered': of('kobject.registered', {}),
  'ptype.initialized': of('ptype.initialized', { list: fc.constantFrom('all' as const, 0, 15) }),
  'softnet.initialized': of('softnet.initialized', { softnet: fc.nat({ max: 3 }) }),
  'bootphase.ended': of('bootphase.ended', {}),
  'softirq.opened': of('softirq.opened', {
    vector: orNull(fc.constantFrom('NET_TX', 'NET_RX')),
    action: orNull(fc.constantFrom('net_tx_action', 'net_rx_action')),
  }),
  'softirq.entered': of('softirq.entered', { vector: fc.constantFrom('NET_TX', 'NET_RX') }),
  'cpuhp.installed': of('cpuhp.installed', { state: orNull(fc.constant('net/dev:dead')) }),
  'pernet.registered': of('pernet.registered', { ops: orNull(ops), kind }),
  'pernet.unregistered': of('pernet.unregistered', { ops: orNull(ops), kind: orNull(kind) }),
  'pernet.initialized': of('pernet.initialized', { ops: orNull(ops), net: orNull(net) }),
  'pernet.failed': of('pernet.failed', { ops: orNull(ops), net: orNull(net), rc: orNull(rc) }),
  'pernet.exited': of('pernet.exited', { ops: orNull(ops), net: orNull(net), phase }),
  'net.setup': of('net.setup', { net }),
  'net.ready': of('net.ready', { net }),
  'net.failed': of('net.failed', { net: orNull(net), rc: orNull(rc) }),
  'net.dying': of('net.dying', { net }),
  'net.cleanup': of('net.cleanup', { net: orNull(net) }),
  'net.freed': of('net.freed', { net: orNull(net) }),
  'netdev.allocated': of('netdev.allocated', { dev: orNull(dev), name: orNull(name) }),
  'netdev.registered': of('netdev.registered', presence),
  'netdev.unregistered': of('netdev.unregistered', presence),
  'netdev.failed': of('netdev.failed', {
    dev: orNull(dev),
    net: orNull(net),
    name: orNull(name),
    rc: orNull(rc),
  }),
  'netdev.renamed': of('netdev.renamed', {
    dev: orNull(dev),
    from: orNull(name),
    to: orNull(name),
  }),
  'netdev.moved': of('netdev.moved', {
    dev: orNull(dev),
    from: orNull(net),
    to: orNull(net),
    name: orNull(name),
    fromIfindex: orNull(ifindex),
    ifindex: orNull(ifindex),
  }),
  'netdev.freed': of('netdev.freed', { dev: orNull(dev), name: orNull(name) }),
  'netdev.waiting': of('netdev.waiting', { name, refs: orNull(fc.constantFrom(1, 2)) }),
  'kernel.warned': of('kernel.warned', { message }),
  'kernel.bug': of('kernel.bug', { message }),
  'kernel.panicked': of('kernel.panicked', { message }),
  'recording.gap': of('recording.gap', { lost: orNull(fc.nat({ max: 9 })) }),
};

function of<T extends EventType>(
  type: T,
  payload: { [F in keyof EventPayloads[T]]: fc.Arbitrary<EventPayloads[T][F]> },
): fc.Arbitrary<EventBody> {
  // A record of a type's payload fields together with that type is that event.
  return fc.record(payload).map((fields) => ({ type, ...fields }) as EventBody);
}
