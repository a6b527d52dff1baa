import { NET_DEV_INIT } from '../model/boot.ts';
import type { EventOf, KernelEvent } from '../model/events.ts';
import type { Findings, Invariant, Monitor } from './invariant.ts';
import type { Known, KnownList, KnownNet, KnownOps, PernetStep } from './known.ts';
import { canonicalOps, DEFAULT_DEVICE_OPS, LOOPBACK_OPS } from './ops-names.ts';
import { PerLife } from './per-life.ts';
import { watchAlike } from './pernet-alike.ts';
import { watchRepeats } from './pernet-repeat.ts';
import { REBIRTH } from './rebirth.ts';
import { faultOf, omissionOf } from './setup-faults.ts';
import { netWords } from './words.ts';

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

function watchSubsysFirst(findings: Findings, known: Known): Monitor {
  const { kept, broken, brokenBySilence, unseen } = findings;
  let earliest: EventOf<'pernet.registered'> | null = null;
  /** The last list that was found in order: those who share it need no second look. */
  let good: KnownList | null = null;
  let walked = false;
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
      const { ops, kind } = known.ops(step.ops);
      if (ops === LOOPBACK_OPS && device !== null) {
        const message = `${device.ops}, a device operation, was initialised in ${netWords(closing.net)} before ${ops}`;
        brokenBySilence(step, message, REBIRTH, [device, closing]);
        return;
      }
      // These two are device operations in every kernel, whether or not the log shows the boot.
      if (kind === 'device' || ops === LOOPBACK_OPS || ops === DEFAULT_DEVICE_OPS) device ??= step;
      else if (kind === 'subsys' && device !== null) {
        const where = netWords(closing.net);
        const message = `${step.ops}, a subsys operation, was initialised in ${where} after ${device.ops}`;
        brokenBySilence(step, message, REBIRTH, [device, closing]);
        return;
      }
    }
    if (device === null) return;
    kept();
    walked = true;
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
    end: () => {
      if (!walked) unseen('where subsys operations stand: no setup is seen to its end');
    },
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
  const { kept, brokenBySilence, unseen } = findings;
  const repeats = watchRepeats(findings);
  const alike = watchAlike(findings, known);
  let good: KnownList | null = null;
  const latest = new PerLife<KnownOps, { readonly net: KnownNet; readonly event: KernelEvent }>();
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
    'recording.gap': alike.forget,
    'initcall.started': ({ name }) => name === NET_DEV_INIT && alike.boot(),
    'pernet.initialized': (event) => {
      const { net, ops } = known.present;
      if (event.net === null) unseen('which namespaces new operations come to');
      if (net === null || ops === null) return;
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
        const [here, there] = [netWords(net.net), netWords(before.net.net)];
        const how = net === before.net ? 'twice' : `after ${there}, which is younger`;
        const message = `${event.ops} came to ${here} ${how}`;
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
