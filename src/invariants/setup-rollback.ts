import type { EventOf, KernelEvent } from '../model/events.ts';
import { arrivalsOf } from './arrival.ts';
import type { Findings, Invariant, Monitor } from './invariant.ts';
import type { Known, KnownNet, PernetStep } from './known.ts';
import { canonicalOps } from './ops-names.ts';
import { REBIRTH } from './rebirth.ts';
import { deviceWords, listWords, netWords, wasOrWere } from './words.ts';

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

function watchSetup({ kept, brokenBySilence }: Findings, known: Known): Monitor {
  const suspicions: Suspicion[] = [];
  const judge = (event: EventOf<'net.failed'>, life: KnownNet): void => {
    const setup = life.setup ?? [];
    const failed = life.failure;
    if (failed === null) return;
    const fault = undoFault(setup, failed);
    const where = netWords(life.net);
    const left = [...life.devices];
    if (fault !== null) {
      const message = `${fault.message} when ${where} failed`;
      brokenBySilence(fault.event, message, REBIRTH, [failed, event]);
    } else if (left.length > 0) {
      const message = `${where} failed with ${listWords(left.map(deviceWords))} still listed`;
      brokenBySilence(event, message, ['netdev.unregistered'], [...arrivalsOf(left), failed]);
    } else {
      const undone = new Set(opsOf(setup, 'pernet.exited'));
      const ops = opsOf(setup, 'pernet.initialized').filter((name) => !undone.has(name));
      // Where the log hides whose exits they are, it may be those that are missing.
      const hidden = known.unnamedExit > failed.seq || setup.some(isNamelessExit);
      if (!hidden && suspicions.length < MOST_SUSPICIONS) {
        suspicions.push({ event, net: where, ops });
      }
      if (undone.size > 0) kept();
    }
  };
  return {
    'net.failed': (event) => event.net !== null && judge(event, known.net(event.net)),
    'net.ready': (event) => {
      const life = known.net(event.net);
      const failed = life.failure;
      if (failed === null) return;
      const message = `${netWords(life.net)} became ready although ${failed.ops} had failed`;
      brokenBySilence(event, message, REBIRTH, [failed]);
    },
    end: () => {
      for (const { event, net, ops } of suspicions) {
        const sure = (name: string): boolean =>
          known.exiting.has(name) || (known.simulated && ALWAYS_EXIT.has(name));
        const missing = ops.filter(sure);
        if (missing.length === 0) continue;
        const message = `${listWords(missing)} ${wasOrWere(missing)} not undone when ${net} failed`;
        brokenBySilence(event, message, ['pernet.exited']);
      }
    },
  };
}

function isNamelessExit({ type, ops }: PernetStep): boolean {
  return type === 'pernet.exited' && ops === null;
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
