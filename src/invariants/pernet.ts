import { NET_DEV_INIT } from '../model/boot.ts';
import type { EventOf, EventType, KernelEvent } from '../model/events.ts';
import type { Findings, Invariant, Monitor } from './invariant.ts';
import type { Known, KnownList, KnownNet, KnownOps, PernetStep } from './known.ts';
import { canonicalOps, DEFAULT_DEVICE_OPS, isPermanent, LOOPBACK_OPS } from './ops-names.ts';
import { watchAlike } from './pernet-alike.ts';
import { watchRepeats } from './pernet-repeat.ts';
import { REBIRTH } from './rebirth.ts';
import { listWords, netWords } from './words.ts';

/** P1: register_pernet_subsys inserts in front of first_device, register_pernet_device appends. */
export const pernetSubsysFirst: Invariant = {
  id: 'pernet-subsys-first',
  statement:
    'Subsys operations stand before all device operations on pernet_list; loopback_net_ops and ' +
    'default_device_ops are the first two device operations.',
  mechanism: 'first_device marks where device operations begin; subsys operations go before it.',
  source: { function: 'register_pernet_subsys', file: 'net/core/net_namespace.c' },
  versions: 'all',
  needs: ['pernet.registered'],
  breaks: 'A subsys operation appended to the list, or a device operation ahead of loopback.',
  spoiledBy: 'recording',
  monitor: watchSubsysFirst,
};

function watchSubsysFirst({ kept, broken, brokenBySilence }: Findings, known: Known): Monitor {
  let earliest: EventOf<'pernet.registered'> | null = null;
  /** The last list that was found in order: those who share it need no second look. */
  let good: KnownList | null = null;
  const judge = (closing: EventOf<'net.ready' | 'net.failed'>): void => {
    const life = closing.net === null ? null : known.net(closing.net);
    if (life === null || life.setup === null) return;
    if (life.list !== null && life.list === good) {
      kept();
      return;
    }
    let device: PernetStep | null = null;
    for (const step of life.setup) {
      if (step.type !== 'pernet.initialized' || step.ops === null) continue;
      const { kind } = known.ops(step.ops);
      if (kind === 'device') device ??= step;
      else if (kind === 'subsys' && device !== null) {
        const where = netWords(closing.net);
        const message = `${step.ops}, a subsys operation, was initialised in ${where} after ${device.ops}`;
        brokenBySilence(step, message, REBIRTH, [device, closing]);
        return;
      }
    }
    if (device === null) return;
    kept();
    good = life.list;
  };
  return {
    'recording.gap': () => {
      earliest = null;
    },
    'pernet.registered': (event) => {
      if (event.kind !== 'device') return;
      const first = earliest;
      earliest ??= event;
      const ops = nameOf(event);
      const before = first === null ? null : nameOf(first);
      if (first === null && ops === LOOPBACK_OPS) kept();
      if (first === null || before === ops) return;
      if (ops === DEFAULT_DEVICE_OPS && before === LOOPBACK_OPS) kept();
      // What stands in front of loopback is another operation, also where it has no name.
      else if (ops === LOOPBACK_OPS || (ops === DEFAULT_DEVICE_OPS && before !== null)) {
        const what = before ?? 'another operation';
        broken(first, `${what} was registered as a device operation before ${ops}`, [event]);
      }
    },
    'net.ready': judge,
    'net.failed': judge,
  };
}

function nameOf({ ops }: EventOf<'pernet.registered'>): string | null {
  return ops === null ? null : canonicalOps(ops);
}

/** P2 and P3: setup_net walks pernet_list, registration walks net_namespace_list. */
export const pernetInitOrder: Invariant = {
  id: 'pernet-init-order',
  statement:
    'A new namespace gets its pernet operations in list order, each once, up to the first that ' +
    'fails; a new operation comes to the existing namespaces oldest first.',
  mechanism: 'Both lists only grow at their ends and are walked forward under pernet_ops_rwsem.',
  source: { function: 'setup_net', file: 'net/core/net_namespace.c' },
  versions: 'all',
  needs: ['pernet.initialized'],
  breaks: 'A walk in another direction, one that skips, repeats, or goes on after a failure.',
  spoiledBy: 'recording',
  monitor: watchInitOrder,
};

function watchInitOrder(findings: Findings, known: Known): Monitor {
  const { kept, brokenBySilence } = findings;
  const repeats = watchRepeats(findings);
  const alike = watchAlike(findings, known);
  let good: KnownList | null = null;
  const latest = new WeakMap<KnownOps, { readonly net: KnownNet; readonly event: KernelEvent }>();
  const judge = (closing: EventOf<'net.ready' | 'net.failed'>): void => {
    const life = closing.net === null ? null : known.net(closing.net);
    if (life === null || life.setup === null || life.setup.length === 0) return;
    if (life.list !== null && life.list === good) {
      kept();
      return;
    }
    const fault = faultOf(life, known) ?? omissionOf(life, closing, known);
    if (fault === null) {
      kept();
      good = life.list;
    } else {
      const { event, missing, related } = fault;
      const message = `${fault.message} in ${netWords(life.net)}`;
      brokenBySilence(event, message, missing, related);
    }
  };
  return {
    'recording.gap': () => {
      repeats.forget();
      alike.forget();
    },
    'initcall.started': ({ name }) => name === NET_DEV_INIT && alike.boot(),
    'pernet.initialized': (event) => {
      if (event.net === null || event.ops === null) return;
      const net = known.net(event.net);
      const ops = known.ops(event.ops);
      if (net.setup !== null) {
        alike.take(event, net, ops);
        return;
      }
      repeats.take(event, net, ops);
      if (net.age === null || ops.since === null) return;
      const before = latest.get(ops);
      latest.set(ops, { net, event });
      if (before === undefined || before.net.age === null) return;
      if (before.net.age < net.age) kept();
      else {
        const [older, younger] = [netWords(net.net), netWords(before.net.net)];
        const message = `${event.ops} came to ${older} after ${younger}, which is younger`;
        brokenBySilence(event, message, ['pernet.registered'], [before.event]);
      }
    },
    'pernet.registered': (event) => {
      good = null;
      repeats.register(event);
    },
    'net.ready': judge,
    'net.failed': judge,
  };
}

interface Fault {
  readonly event: KernelEvent;
  readonly message: string;
  readonly related: readonly KernelEvent[];
  /** What may have happened instead, unseen. */
  readonly missing: readonly EventType[];
}

/** The first step of a setup that is one too many or stands in the wrong place. */
function faultOf({ setup }: KnownNet, known: Known): Fault | null {
  const done = new Map<string, PernetStep>();
  const last = new Map<string | null, { readonly ops: KnownOps; readonly step: PernetStep }>();
  let failed: PernetStep | null = null;
  for (const step of setup ?? []) {
    if (step.type === 'pernet.failed') failed ??= step;
    if (step.type !== 'pernet.initialized' || step.ops === null) continue;
    const ops = known.ops(step.ops);
    if (failed !== null) {
      const message = `${ops.ops} was initialised although ${failed.ops} had failed`;
      return { event: step, message, related: [failed], missing: REBIRTH };
    }
    const twin = done.get(ops.ops);
    const message = `${ops.ops} was initialised twice`;
    if (twin !== undefined) return { event: step, message, related: [twin], missing: REBIRTH };
    done.set(ops.ops, step);
    if (ops.since === null || ops.kind === null) continue;
    const device = last.get('device');
    if (ops.kind === 'subsys' && device !== undefined) {
      const message = `${ops.ops} was initialised after ${device.ops.ops}, which is behind it on the list`;
      return { event: step, message, related: [device.step], missing: REBIRTH };
    }
    const before = last.get(ops.kind);
    last.set(ops.kind, { ops, step });
    if (before === undefined || (before.ops.since ?? 0) < ops.since) continue;
    const order = `${ops.ops} was initialised after ${before.ops.ops}, which is behind it on the list`;
    // Modules may come back at the end of the list.
    const sure = isPermanent(ops.ops) && isPermanent(before.ops.ops);
    const missing: readonly EventType[] = sure ? REBIRTH : [...REBIRTH, 'pernet.registered'];
    return { event: step, message: order, related: [before.step], missing };
  }
  return null;
}

/** An operation on the list that a successful setup passed over. */
function omissionOf(
  life: KnownNet,
  closing: EventOf<'net.ready' | 'net.failed'>,
  known: Known,
): Fault | null {
  if (closing.type === 'net.failed' || life.birth === null) return null;
  const setup = life.setup ?? [];
  if (setup.some(({ ops }) => ops === null)) return null;
  const done = new Set(setup.map(({ ops }) => (ops === null ? null : canonicalOps(ops))));
  const missing: string[] = [];
  for (const { ops, since } of known.listedOps()) {
    if (since !== null && since < life.birth.seq && !done.has(ops)) missing.push(ops);
  }
  if (missing.length === 0) return null;
  const message = `${listWords(missing)} was left out`;
  // A module may have gone; what is there for ever can only have been initialised.
  const gone: readonly EventType[] = missing.every(isPermanent) ? [] : ['pernet.unregistered'];
  return { event: closing, message, related: [life.birth], missing: gone };
}
