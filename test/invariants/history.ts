import { expect } from 'vitest';
import { catalogue } from '../../src/invariants/catalogue.ts';
import type { PromiseJudgement } from '../../src/invariants/findings.ts';
import type { Invariant } from '../../src/invariants/invariant.ts';
import { type JudgeOptions, judge } from '../../src/invariants/judge.ts';
import type {
  EventBody,
  EventStamp,
  ExitPhase,
  KernelEvent,
  PernetKind,
} from '../../src/model/events.ts';
import { devId, INIT_NET, type NetId, netId } from '../../src/model/ids.ts';
import { untold } from './told.ts';

/** An event of a hand-written history; its stamp may be given where it matters. */
export type Told = EventBody & Partial<EventStamp>;

/** Events as a log would give them: observed, numbered, one a line, a microsecond apart. */
export function given(...told: readonly Told[]): readonly KernelEvent[] {
  return told.map((event, seq) => ({
    seq,
    at: seq * 1000,
    cpu: 0,
    task: 'test-1',
    evidence: 'observed',
    line: seq + 1,
    ...event,
  }));
}

/** What the judge says about one promise, with all that it speaks of. */
export function verdictOn(
  invariant: Invariant,
  events: readonly KernelEvent[],
  options: Omit<JudgeOptions, 'invariants'> = {},
): PromiseJudgement {
  const [judgement] = judge(events, { ...options, invariants: [invariant] }).invariants;
  if (judgement === undefined) throw new Error(`no judgement on ${invariant.id}`);
  if (catalogue.includes(invariant)) expect(untold(judgement, events)).toEqual([]);
  return judgement;
}

/** The messages of a judgement. */
export function messages({ violations }: PromiseJudgement): readonly string[] {
  return violations.map(({ message }) => message);
}

/** As `given`; but whatever happens may be lost on a second CPU, which writes no more. */
export function givenLossy(...told: readonly Told[]): readonly KernelEvent[] {
  return given({ type: 'kernel.warned', message: 'a second CPU', cpu: 1 }, ...told);
}

export const A = netId('a');
export const B = netId('b');

/** A device as histories name it: `d0` with ifindex 2 has the id `d0#2`, wherever it is. */
export function listed(net: NetId, name: string, ifindex: number): Told {
  return { type: 'netdev.registered', dev: devId(`${name}#${ifindex}`), net, name, ifindex };
}

export function unlisted(net: NetId, name: string, ifindex: number): Told {
  return { type: 'netdev.unregistered', dev: devId(`${name}#${ifindex}`), net, name, ifindex };
}

/** The loopback of a namespace. */
export function loListed(net: NetId): Told {
  return { type: 'netdev.registered', dev: devId(`lo@${net}`), net, name: 'lo', ifindex: 1 };
}

export function loUnlisted(net: NetId): Told {
  return { type: 'netdev.unregistered', dev: devId(`lo@${net}`), net, name: 'lo', ifindex: 1 };
}

export function loFreed(net: NetId): Told {
  return { type: 'netdev.freed', dev: devId(`lo@${net}`), name: 'lo' };
}

export function freed(name: string, ifindex: number): Told {
  return { type: 'netdev.freed', dev: devId(`${name}#${ifindex}`), name };
}

export function moved(from: NetId, to: NetId, name: string, ifindex: number): Told {
  const dev = devId(`${name}#${ifindex}`);
  return { type: 'netdev.moved', dev, from, to, name, fromIfindex: ifindex, ifindex };
}

export function net(
  type: 'net.setup' | 'net.ready' | 'net.dying' | 'net.cleanup' | 'net.freed',
  id: NetId,
): Told {
  return { type, net: id };
}

export function netFailed(id: NetId | null, rc = -12): Told {
  return { type: 'net.failed', net: id, rc };
}

export function opsRegistered(ops: string, kind: PernetKind = 'subsys'): Told {
  return { type: 'pernet.registered', ops, kind };
}

export function opsUnregistered(ops: string, kind: PernetKind = 'subsys'): Told {
  return { type: 'pernet.unregistered', ops, kind };
}

export function opsInit(id: NetId, ops: string): Told {
  return { type: 'pernet.initialized', ops, net: id };
}

export function opsFailed(id: NetId, ops: string, rc = -12): Told {
  return { type: 'pernet.failed', ops, net: id, rc };
}

export function opsExit(id: NetId, ops: string, phase: ExitPhase = 'exit'): Told {
  return { type: 'pernet.exited', ops, net: id, phase };
}

export const gap: Told = { type: 'recording.gap', lost: null };

export const started: Told = { type: 'initcall.started', name: 'net_dev_init' };

export function returned(rc: number | null = 0): Told {
  return { type: 'initcall.returned', name: 'net_dev_init', rc, duration: 5000 };
}

export function softirq(vector: string, action: string): Told {
  return { type: 'softirq.opened', vector, action };
}

export const netTx = softirq('NET_TX', 'net_tx_action');
export const netRx = softirq('NET_RX', 'net_rx_action');
export const cpuhp: Told = { type: 'cpuhp.installed', state: 'net/dev:dead' };

/** The steps inside a good net_dev_init of one CPU, in order. */
export const bootSteps: readonly Told[] = [
  opsRegistered('dev_proc_ops'),
  opsInit(INIT_NET, 'dev_proc_ops'),
  opsRegistered('dev_mc_net_ops'),
  opsInit(INIT_NET, 'dev_mc_net_ops'),
  { type: 'proc.created' },
  { type: 'kobject.registered' },
  { type: 'ptype.initialized', list: 0 },
  opsRegistered('netdev_net_ops'),
  opsInit(INIT_NET, 'netdev_net_ops'),
  { type: 'softnet.initialized', softnet: 0 },
  { type: 'bootphase.ended' },
  opsRegistered('loopback_net_ops', 'device'),
  loListed(INIT_NET),
  opsInit(INIT_NET, 'loopback_net_ops'),
  opsRegistered('default_device_ops', 'device'),
  netTx,
  netRx,
  cpuhp,
];

/** A good boot from setup_net(init_net) to the end of net_dev_init. */
export const boot: readonly Told[] = [
  net('net.setup', INIT_NET),
  net('net.ready', INIT_NET),
  opsRegistered('net_ns_ops'),
  opsInit(INIT_NET, 'net_ns_ops'),
  { type: 'initcall.level', level: 'subsys' },
  started,
  ...bootSteps,
  returned(),
];

/** setup_net of a kernel with four subsys operations and no other device operations. */
export function born(id: NetId): readonly Told[] {
  return [
    net('net.setup', id),
    opsInit(id, 'net_ns_ops'),
    opsInit(id, 'dev_proc_ops'),
    opsInit(id, 'dev_mc_net_ops'),
    opsInit(id, 'netdev_net_ops'),
    loListed(id),
    opsInit(id, 'loopback_net_ops'),
    opsInit(id, 'default_device_ops'),
    net('net.ready', id),
  ];
}

/** What follows the device list of a dying namespace in cleanup_net. */
export function buried(id: NetId): readonly Told[] {
  return [
    opsExit(id, 'default_device_ops', 'exit_batch'),
    opsExit(id, 'netdev_net_ops'),
    opsExit(id, 'dev_proc_ops'),
    opsExit(id, 'net_ns_ops'),
    net('net.freed', id),
  ];
}
