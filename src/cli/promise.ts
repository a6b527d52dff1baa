import { catalogue, invariantById } from '../invariants/catalogue.ts';
import type { Invariant } from '../invariants/invariant.ts';
import { unknownName } from './inputs.ts';

/** The promise with an id. @throws UsageError for the id of none. */
export function knownPromise(option: string, id: string): Invariant {
  const known = invariantById(id);
  if (known !== undefined) return known;
  throw unknownName(
    option,
    id,
    catalogue.map((invariant) => invariant.id),
  );
}
