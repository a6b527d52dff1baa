import { canonicalOps } from '../ops-names.ts';
import type { Kind, Subject } from './claim.ts';

/** A test whether a thing of the log is, or is one of, what an assertion names. */
export function nameMatch({ kind, name, wildcard }: Subject): (found: string) => boolean {
  if (wildcard) {
    const pattern = new RegExp(`^${name.split('*').map(escaped).join('.*')}$`, 'su');
    return (found) => pattern.test(found) || pattern.test(canonicalName(kind, found));
  }
  const wanted = canonicalName(kind, name);
  return (found) => canonicalName(kind, found) === wanted;
}

/** A log without variable names shows pernet operations by one of their functions. */
function canonicalName(kind: Kind, name: string): string {
  return kind === 'ops' ? canonicalOps(name) : name;
}

function escaped(literal: string): string {
  return literal.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
