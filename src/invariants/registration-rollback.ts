import type { EventOf, ExitPhase } from '../model/events.ts';
import type { Findings, Invariant, Monitor } from './invariant.ts';
import type { Known, KnownOps } from './known.ts';
import { listWords, netWords } from './words.ts';

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
  /** The namespaces it was initialised in, in that order. */
  readonly done: string[];
  failed: EventOf<'pernet.failed'> | null;
  /** The namespaces it was undone in, by phase. */
  readonly undone: Map<ExitPhase, string[]>;
}

function watchRegistration(findings: Findings, known: Known): Monitor {
  let current: Registration | null = null;
  const registrationOf = (ops: string | null): Registration | null =>
    current !== null && ops !== null && current.ops === known.ops(ops) ? current : null;
  return {
    'recording.gap': () => {
      current = null;
    },
    'pernet.registered': ({ ops }) => {
      current =
        ops === null ? null : { ops: known.ops(ops), done: [], failed: null, undone: new Map() };
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
      if (registration !== null && !undo(event, registration, findings)) current = null;
    },
    'pernet.unregistered': (event) => {
      const registration = registrationOf(event.ops);
      if (registration !== null) close(event, registration, findings, known);
      current = null;
    },
    'net.setup': (event) => {
      const failed = current?.failed ?? null;
      current = null;
      if (failed === null) return;
      const message = `${failed.ops} stayed on pernet_list after it failed`;
      findings.brokenBySilence(failed, message, ['pernet.unregistered'], [event]);
    },
  };
}

/** Says whether an exit undoes the namespace that is next. */
function undo(
  event: EventOf<'pernet.exited'>,
  { ops, done, failed, undone }: Registration,
  { brokenBySilence }: Findings,
): boolean {
  if (failed === null || event.net === null) return true;
  const before = undone.get(event.phase) ?? [];
  const expected = done[before.length];
  const net = netWords(event.net);
  undone.set(event.phase, [...before, net]);
  if (expected === net) return true;
  const message = `${ops.ops} was undone in ${net}; ${expected ?? 'nothing'} was next`;
  brokenBySilence(event, message, ['pernet.exited', 'pernet.initialized'], [failed]);
  return false;
}

/** The operation is off the list: it has been undone wherever it was initialised, or never. */
function close(
  event: EventOf<'pernet.unregistered'>,
  { ops, done, failed, undone }: Registration,
  { kept, brokenBySilence, blind }: Findings,
  known: Known,
): void {
  if (failed === null) return;
  const phases = [...undone.values()];
  const short = phases.find((nets) => nets.length < done.length);
  if (phases.length === 0 && done.length > 0 && !known.simulated) {
    // Without an exit callback there is nothing to see; every module of the simulation has one.
    blind(`no exit of ${ops.ops} is in this recording`);
    return;
  }
  const left = phases.length === 0 ? done : done.slice(short?.length ?? done.length);
  if (left.length === 0) kept();
  else {
    const message = `${ops.ops} was not undone in ${listWords(left)}`;
    brokenBySilence(failed, message, ['pernet.exited'], [event]);
  }
}
