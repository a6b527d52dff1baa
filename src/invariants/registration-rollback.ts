import type { EventOf, ExitPhase } from '../model/events.ts';
import type { Findings, Invariant, Monitor } from './invariant.ts';
import type { Known, KnownOps } from './known.ts';
import { PerLife } from './per-life.ts';
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
  /** An init does not say of which operation it is, or in which namespace it ran. */
  unnamed: boolean;
  /** The phases with an exit that does not say that. */
  readonly vague: Set<ExitPhase>;
}

function watchRegistration(findings: Findings, known: Known): Monitor {
  let current: Registration | null = null;
  const silence = new SilentUndo(findings, known);
  const registrationOf = (ops: string | null): Registration | null =>
    current !== null && ops !== null && current.ops === known.ops(ops) ? current : null;
  return {
    'recording.gap': () => {
      current = null;
      silence.forget();
    },
    'pernet.registered': ({ ops }) => {
      current = ops === null ? null : newRegistration(known.ops(ops));
    },
    'pernet.initialized': ({ ops, net }) => {
      if (current === null) return;
      // While a registration goes on no namespace is set up or cleaned up.
      if (ops === null) current.unnamed = true;
      if (current.ops !== known.present.ops) return;
      if (net === null) current.unnamed = true;
      else if (known.net(net).setup === null) current.done.push(netWords(net));
    },
    'pernet.failed': (event) => {
      const registration = registrationOf(event.ops);
      if (registration === null || event.net === null) return;
      if (known.net(event.net).setup === null) registration.failed ??= event;
    },
    'pernet.exited': (event) => {
      silence.see(event);
      if (current === null) return;
      if (event.ops === null) current.vague.add(event.phase);
      if (current.ops !== known.present.ops) return;
      if (!undo(event, current, findings)) current = null;
    },
    'pernet.unregistered': (event) => {
      const registration = registrationOf(event.ops);
      if (registration !== null) close(event, registration, findings, known, silence);
      current = null;
    },
    'net.setup': (event) => {
      const failed = current?.failed ?? null;
      current = null;
      if (failed === null) return;
      const message = `${failed.ops} stayed on pernet_list after it failed`;
      findings.brokenBySilence(failed, message, ['pernet.unregistered'], [event]);
    },
    end: silence.forget,
  };
}

function newRegistration(ops: KnownOps): Registration {
  return { ops, done: [], failed: null, undone: new Map(), unnamed: false, vague: new Set() };
}

/** Says whether an exit undoes the namespace that is next. */
function undo(
  event: EventOf<'pernet.exited'>,
  registration: Registration,
  { brokenBySilence }: Findings,
): boolean {
  const { ops, done, failed, undone, unnamed, vague } = registration;
  if (failed === null || event.net === null || unnamed) vague.add(event.phase);
  if (failed === null || event.net === null || vague.has(event.phase)) return true;
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
  { ops, done, failed, undone, unnamed, vague }: Registration,
  { kept, brokenBySilence, blind }: Findings,
  known: Known,
  silence: SilentUndo,
): void {
  if (failed === null) return;
  const phases = [...undone].flatMap(([phase, nets]) => (vague.has(phase) ? [] : [nets]));
  const short = phases.find((nets) => nets.length < done.length);
  const left = phases.length === 0 ? done : done.slice(short?.length ?? done.length);
  const message = `${ops.ops} was not undone in ${listWords(left)}`;
  if (unnamed) blind(`the log does not say in which namespaces ${ops.ops} was initialised`);
  else if (left.length === 0) kept();
  else if (phases.length > 0 || known.simulated) {
    // Every module of the simulation has an exit callback.
    brokenBySilence(failed, message, ['pernet.exited'], [event]);
  } else if (vague.size === 0) silence.suspect({ ops: ops.ops, failed, message, event });
  else blind(`the log does not say in which namespaces ${ops.ops} exited`);
}

/** A failed registration of which no undo was seen at all. */
interface Suspect {
  readonly ops: string;
  readonly failed: EventOf<'pernet.failed'>;
  readonly message: string;
  readonly event: EventOf<'pernet.unregistered'>;
}

/** Hostile names must not fill the memory. */
const MOST_REMEMBERED = 1024;

/**
 * Operations may have no exit callback, and a callback no line in the log: that none ran is evidence
 * only once one of the same operation was seen, before or after.
 */
class SilentUndo {
  readonly #findings: Findings;
  readonly #known: Known;
  readonly #exits = new Set<string>();
  /** By what name operations were seen to exit last. */
  readonly #noted = new PerLife<KnownOps, string>();
  #suspects: Suspect[] = [];

  constructor(findings: Findings, known: Known) {
    this.#findings = findings;
    this.#known = known;
  }

  see({ ops: exited }: EventOf<'pernet.exited'>): void {
    const { ops } = this.#known.present;
    if (exited === null || ops === null) return;
    if (this.#suspects.length === 0 && this.#noted.get(ops) === exited) return;
    this.#noted.set(ops, exited);
    if (this.#exits.size < MOST_REMEMBERED) this.#exits.add(exited);
    for (const suspect of this.#suspects) if (suspect.ops === exited) this.#accuse(suspect);
    this.#suspects = this.#suspects.filter(({ ops }) => ops !== exited);
  }

  suspect(suspect: Suspect): void {
    if (this.#exits.has(suspect.ops)) this.#accuse(suspect);
    else if (this.#suspects.length < MOST_REMEMBERED) this.#suspects.push(suspect);
  }

  /** What nobody was seen to exit may not exit at all. */
  readonly forget = (): void => {
    for (const { ops } of this.#suspects) {
      this.#findings.blind(`no exit of ${ops} is in this recording`);
    }
    this.#suspects = [];
  };

  #accuse({ failed, message, event }: Suspect): void {
    this.#findings.brokenBySilence(failed, message, ['pernet.exited'], [event]);
  }
}
