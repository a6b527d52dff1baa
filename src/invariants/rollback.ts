import type { EventOf, KernelEvent } from '../model/events.ts';
import type { Findings, Invariant, Monitor } from './invariant.ts';
import type { Known, KnownNet, KnownOps, PernetStep } from './known.ts';
import { canonicalOps } from './ops-names.ts';
import { deviceWords, listWords, netWords } from './words.ts';

/** P7: out_undo in setup_net. */
export const setupRollback: Invariant = {
  id: 'setup-rollback',
  statement:
    'When a pernet operation fails in a new namespace, exactly the operations before it are ' +
    'undone, in reverse, and the namespace never becomes ready.',
  mechanism: 'setup_net continues the walk backwards from the operation before the failing one.',
  source: { function: 'setup_net', file: 'net/core/net_namespace.c' },
  versions: 'all',
  needs: ['pernet.failed', 'net.setup'],
  breaks: 'An undo that is forgotten, incomplete, out of order, or includes the failing operation.',
  spoiledBy: 'recording',
  monitor: watchSetup,
};

/** Operations whose exit was missed in a rollback, if they turn out to have one. */
interface Suspicion {
  readonly event: KernelEvent;
  readonly net: string;
  readonly ops: readonly string[];
}

/** Operations that have an exit callback in every kernel (net-procfs.c, dev_addr_lists.c, dev.c). */
const ALWAYS_EXIT: ReadonlySet<string> = new Set([
  'dev_proc_ops',
  'dev_mc_net_ops',
  'netdev_net_ops',
]);

const MOST_SUSPICIONS = 100;

function watchSetup({ kept, broken }: Findings, known: Known): Monitor {
  const suspicions: Suspicion[] = [];
  /** The last exit of which the log does not show the namespace. */
  let anonymous = -1;
  const exiting = new Set<string>();
  const judge = (event: EventOf<'net.failed'>, life: KnownNet): void => {
    const setup = life.setup ?? [];
    const failed = setup.find(({ type }) => type === 'pernet.failed');
    if (failed === undefined) return;
    const fault = undoFault(setup, failed);
    const where = netWords(life.net);
    const left = [...life.devices.values()].map(deviceWords);
    if (fault !== null) {
      broken(fault.event, `${fault.message} when ${where} failed`, [failed, event]);
    } else if (known.lossless && left.length > 0) {
      broken(event, `${where} failed with ${listWords(left)} still listed`, [failed]);
    } else {
      const undone = new Set(opsOf(setup, 'pernet.exited'));
      const ops = opsOf(setup, 'pernet.initialized').filter((name) => !undone.has(name));
      const inSight = anonymous < failed.seq && suspicions.length < MOST_SUSPICIONS;
      if (inSight) suspicions.push({ event, net: where, ops });
      if (undone.size > 0) kept();
    }
  };
  return {
    'pernet.exited': ({ seq, ops, net, phase }) => {
      if (net === null) anonymous = seq;
      else if (ops !== null && phase === 'exit') exiting.add(known.ops(ops).ops);
    },
    'net.failed': (event) => event.net !== null && judge(event, known.net(event.net)),
    'net.ready': (event) => {
      const life = known.net(event.net);
      const failed = life.setup?.find(({ type }) => type === 'pernet.failed');
      if (failed === undefined) return;
      broken(event, `${netWords(life.net)} became ready although ${failed.ops} had failed`, [
        failed,
      ]);
    },
    end: () => {
      if (!known.lossless) return;
      for (const { event, net, ops } of suspicions) {
        const sure = (name: string): boolean =>
          exiting.has(name) || (known.simulated && ALWAYS_EXIT.has(name));
        const missing = ops.filter(sure);
        if (missing.length === 0) continue;
        broken(event, `${listWords(missing)} was not undone when ${net} failed`);
      }
    },
  };
}

function opsOf(setup: readonly PernetStep[], type: PernetStep['type']): readonly string[] {
  return setup.flatMap((step) => {
    return step.type === type && step.ops !== null ? [canonicalOps(step.ops)] : [];
  });
}

/** The first exit of a rollback that undoes the failing operation or comes out of order. */
function undoFault(
  setup: readonly PernetStep[],
  failed: PernetStep,
): { readonly event: KernelEvent; readonly message: string } | null {
  const done = opsOf(setup, 'pernet.initialized');
  const foremost = new Map<string, number>();
  for (const event of setup) {
    if (event.type !== 'pernet.exited' || event.ops === null) continue;
    const ops = canonicalOps(event.ops);
    if (failed.ops !== null && ops === canonicalOps(failed.ops)) {
      return { event, message: `${ops}, whose init had failed, was undone itself` };
    }
    const place = done.indexOf(ops);
    const before = foremost.get(event.phase);
    if (place === -1 || event.phase === 'exit_rtnl') continue;
    foremost.set(event.phase, place);
    if (before === undefined || place <= before) continue;
    return { event, message: `${ops} was undone after ${done[before]}, which stands before it,` };
  }
  return null;
}

/** P8: the out_undo path of register_pernet_operations. */
export const registrationRollback: Invariant = {
  id: 'registration-rollback',
  statement:
    'When a new pernet operation fails in one namespace, it is undone in those it was initialised ' +
    'in, in that same order, and taken off the list.',
  mechanism: 'net_exit_list gathers the namespaces already done; the operation is unlinked.',
  source: { function: '__register_pernet_operations', file: 'net/core/net_namespace.c' },
  versions: 'all',
  needs: ['pernet.failed', 'pernet.registered'],
  breaks: 'An undo that is forgotten, backwards, or includes the failing namespace.',
  spoiledBy: 'recording',
  monitor: watchRegistration,
};

/** The registration under way: pernet_ops_rwsem lets in one at a time. */
interface Registration {
  readonly ops: KnownOps;
  readonly done: string[];
  failed: EventOf<'pernet.failed'> | null;
  readonly undone: Map<string, readonly string[]>;
}

function watchRegistration({ kept, broken, blind }: Findings, known: Known): Monitor {
  let current: Registration | null = null;
  const close = (event: EventOf<'pernet.unregistered'>, registration: Registration): void => {
    const { failed, done, undone, ops } = registration;
    if (failed === null) return;
    const [undo] = undone.values();
    const all = [...undone.values()].every((nets) => nets.length === done.length);
    if (undo === undefined && done.length > 0) {
      // Without an exit callback there is nothing to see; every module of the simulation has one.
      if (!known.simulated) blind(`no exit of ${ops.ops} is in this recording`);
      else broken(failed, `${ops.ops} was not undone in ${listWords(done)}`, [event]);
    } else if (!all) {
      const rest = done.filter((net) => undo?.includes(net) !== true);
      broken(failed, `${ops.ops} was not undone in ${listWords(rest)}`, [event]);
    } else kept();
  };
  const undo = (event: EventOf<'pernet.exited'>, net: string, registration: Registration) => {
    const { failed, done, undone, ops } = registration;
    const before = undone.get(event.phase) ?? [];
    undone.set(event.phase, [...before, net]);
    if (failed === null || done[before.length] === net) return;
    const expected = done[before.length];
    const message = `${ops.ops} was undone in ${net}; ${expected ?? 'nothing'} was next`;
    broken(event, message, [failed]);
    current = null;
  };
  const registrationOf = (ops: string | null): Registration | null =>
    ops !== null && current?.ops.ops === canonicalOps(ops) ? current : null;
  return {
    'recording.gap': () => {
      current = null;
    },
    'pernet.registered': ({ ops }) => {
      const judged = known.lossless && ops !== null;
      current = judged ? { ops: known.ops(ops), done: [], failed: null, undone: new Map() } : null;
    },
    'pernet.initialized': ({ ops, net }) => {
      const registration = registrationOf(ops);
      if (registration === null || net === null || known.net(net).setup !== null) return;
      registration.done.push(netWords(net));
    },
    'pernet.failed': (event) => {
      const registration = registrationOf(event.ops);
      if (registration === null || event.net === null) return;
      if (known.net(event.net).setup === null) registration.failed ??= event;
    },
    'pernet.exited': (event) => {
      const registration = registrationOf(event.ops);
      if (registration?.failed && event.net !== null)
        undo(event, netWords(event.net), registration);
    },
    'pernet.unregistered': (event) => {
      const registration = registrationOf(event.ops);
      if (registration !== null) close(event, registration);
      current = null;
    },
    'net.setup': (event) => {
      const failed = current?.failed;
      if (failed) broken(failed, `${failed.ops} stayed on pernet_list after it failed`, [event]);
      current = null;
    },
  };
}
