import { catalogue } from '../invariants/catalogue.ts';
import type { Invariant } from '../invariants/invariant.ts';
import { type OwnPromise, type OwnPromiseOptions, ownPromises } from './own-promises.ts';
import { anyPromise } from './promise.ts';
import { UsageError } from './usage-error.ts';

/** Options that say what to judge. */
export interface PromiseOptions extends OwnPromiseOptions {
  /** Ids of the only promises to judge. */
  readonly only?: readonly string[];
}

/**
 * The kernel's promises and the user's own. Of the latter, `only` leaves all as long as it names
 * none of them: who writes an assertion wants it judged.
 *
 * @throws UsageError for what does not exist, makes no sense, or is there twice.
 */
export async function promisesToJudge(options: PromiseOptions): Promise<readonly Invariant[]> {
  const { only } = options;
  const own = await ownPromises(options);
  if (only === undefined) return withOwn(own);
  const ids = new Set(only.flatMap((list) => list.split(',')).map((id) => id.trim()));
  const named = await Promise.all([...ids].map((id) => anyPromise('--only', id, own)));
  const others = named.some((one) => own.includes(one)) ? [] : own;
  return distinct([...named, ...others].map(({ invariant }) => invariant));
}

/** All promises of the kernel, and some of the user's own. @throws UsageError for twins. */
export function withOwn(own: readonly OwnPromise[]): readonly Invariant[] {
  return distinct([...catalogue, ...own.map(({ invariant }) => invariant)]);
}

function distinct(all: readonly Invariant[]): readonly Invariant[] {
  const twice = all.find(({ id }, index) => all.findIndex((other) => other.id === id) !== index);
  if (twice === undefined) return all;
  throw new UsageError(`found two promises called ${JSON.stringify(twice.id)}, expected one`);
}
