import type { KernelEvent } from '../../model/events.ts';
import type { Claim, Comparison, Deed, Occurrence, Subject } from './claim.ts';

/** A claim as a sentence. */
export function claimWords(claim: Claim): string {
  switch (claim.claim) {
    case 'took':
      return `${subjectWords(claim.subject)} takes ${claim.comparison} ${claim.amount} ${claim.unit}.`;
    case 'before':
      return `${occurrenceWords(claim.first)} before ${occurrenceWords(claim.second)}.`;
    case 'happens':
      return `${happensWords(claim)}.`;
    default:
      return claim satisfies never;
  }
}

/** `device eth0 appears`. */
export function occurrenceWords({ subject, deed }: Occurrence): string {
  return `${subjectWords(subject)} ${DID[deed]}`;
}

/** `device eth0`. */
export function subjectWords({ kind, name }: Subject): string {
  return `${kind} ${name}`;
}

/** `device eth0 appears at most 2 times`, `device eth0 never appears`. */
export function happensWords({
  occurrence,
  comparison,
  times,
}: Omit<Extract<Claim, { claim: 'happens' }>, 'claim'>): string {
  if (comparison === '=' && times === 0) {
    return `${subjectWords(occurrence.subject)} ${NEVER[occurrence.deed]}`;
  }
  const often = times === 1 ? 'once' : `${times} times`;
  return `${occurrenceWords(occurrence)} ${[BOUND[comparison], often].join(' ').trim()}`;
}

/** Where an event stands: `line 12`. */
export function placeWords({ line, seq }: KernelEvent): string {
  return line === null ? `event ${seq}` : `line ${line}`;
}

const BOUND: Readonly<Record<Comparison, string>> = {
  '<': 'less than',
  '<=': 'at most',
  '>': 'more than',
  '>=': 'at least',
  '=': '',
};

const DID: Readonly<Record<Deed, string>> = {
  appears: 'appears',
  disappears: 'disappears',
  started: 'starts',
  returned: 'returns',
  failed: 'fails',
  registered: 'is registered',
  unregistered: 'is unregistered',
  initialized: 'is initialized',
  exited: 'exits',
  freed: 'is freed',
  opened: 'is opened',
  entered: 'is entered',
};

const NEVER: Readonly<Record<Deed, string>> = {
  appears: 'never appears',
  disappears: 'never disappears',
  started: 'never starts',
  returned: 'never returns',
  failed: 'never fails',
  registered: 'is never registered',
  unregistered: 'is never unregistered',
  initialized: 'is never initialized',
  exited: 'never exits',
  freed: 'is never freed',
  opened: 'is never opened',
  entered: 'is never entered',
};
