import type { EventOf, EventType, KernelEvent } from '../model/events.ts';
import type { Known, KnownNet, KnownOps, PernetStep } from './known.ts';
import { bootPlace, canonicalOps, isPermanent, LOOPBACK_OPS } from './ops-names.ts';
import { REBIRTH } from './rebirth.ts';
import { listWords, wasOrWere } from './words.ts';

/** What is wrong with a setup. */
export interface Fault {
  readonly event: KernelEvent;
  readonly message: string;
  readonly related: readonly KernelEvent[];
  /** What may have happened instead, unseen. */
  readonly missing: readonly EventType[];
}

/** The first step of a setup that is one too many or stands in the wrong place. */
export function faultOf({ setup }: KnownNet, known: Known): Fault | null {
  const done = new Map<string, PernetStep>();
  const last = new Map<string | null, Behind>();
  let booted: Behind | null = null;
  let failed: PernetStep | null = null;
  for (const step of setup ?? []) {
    if (step.type === 'pernet.failed') failed ??= step;
    if (step.type !== 'pernet.initialized' || step.ops === null) continue;
    const ops = known.ops(step.ops);
    if (failed !== null) {
      return fault(step, `${ops.ops} was initialised although ${failed.ops} had failed`, failed);
    }
    const twin = done.get(ops.ops);
    if (twin !== undefined) return fault(step, `${ops.ops} was initialised twice`, twin);
    done.set(ops.ops, step);
    const place = bootPlace(ops.ops);
    if (place !== -1) {
      if (booted !== null && place < bootPlace(booted.ops.ops)) return misplaced(step, ops, booted);
      booted = { ops, step };
    }
    const device = last.get('device');
    if (ops.kind === 'subsys' && device !== undefined) return misplaced(step, ops, device);
    // Where no registration was seen there is no kind either, and no order.
    const before = last.get(ops.kind);
    last.set(ops.kind, { ops, step });
    if (before !== undefined && (before.ops.since ?? 0) > (ops.since ?? 0)) {
      return misplaced(step, ops, before);
    }
  }
  return null;
}

/** An operation, and the step that initialised it. */
interface Behind {
  readonly ops: KnownOps;
  readonly step: PernetStep;
}

function misplaced(event: PernetStep, { ops }: KnownOps, { ops: other, step }: Behind): Fault {
  const words = `${ops} was initialised after ${other.ops}, which is behind it on the list`;
  return fault(event, words, step);
}

function fault(event: PernetStep, message: string, before: PernetStep): Fault {
  return { event, message, related: [before], missing: REBIRTH };
}

/** An operation on the list that a successful setup passed over. */
export function omissionOf(
  life: KnownNet,
  closing: EventOf<'net.ready' | 'net.failed'>,
  known: Known,
): Fault | null {
  if (closing.type === 'net.failed' || life.birth === null) return null;
  const setup = life.setup ?? [];
  if (setup.some(({ ops }) => ops === null)) return null;
  // Where ops_init is not probed the init of loopback stands for it, and nothing for the others.
  if (setup.every(({ ops }) => ops === LOOPBACK_OPS)) return null;
  const done = new Set(setup.map(({ ops }) => (ops === null ? null : canonicalOps(ops))));
  const missing: string[] = [];
  for (const { ops, since } of known.listedOps()) {
    if (since !== null && since < life.birth.seq && !done.has(ops)) missing.push(ops);
  }
  if (missing.length === 0) return null;
  const message = `${listWords(missing)} ${wasOrWere(missing)} left out`;
  // A module may have gone; what is there for ever can only have been initialised.
  const gone: readonly EventType[] = missing.every(isPermanent) ? [] : ['pernet.unregistered'];
  const unseen: readonly EventType[] = ['pernet.initialized', ...gone];
  return { event: closing, message, related: [life.birth], missing: unseen };
}
