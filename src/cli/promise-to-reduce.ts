import { type OwnPromise, type OwnPromiseOptions, ownPromises } from './own-promises.ts';
import { anyPromise } from './promise.ts';
import { UsageError } from './usage-error.ts';

/**
 * The one promise to reduce a log for: the one with the id, else the only one of the user's own.
 *
 * @throws UsageError where there is none, or several to choose from.
 */
export async function promiseToReduce(
  id: string | undefined,
  options: OwnPromiseOptions,
): Promise<OwnPromise> {
  const own = await ownPromises(options);
  if (id !== undefined) return anyPromise('--for', id, own);
  const [only, ...others] = own;
  if (only === undefined) {
    throw new UsageError('found no promise, expected --for ID, --assert, --rules or --automaton');
  }
  if (others.length === 0) return only;
  const ids = own.map(({ invariant }) => JSON.stringify(invariant.id)).join(', ');
  throw new UsageError(`found ${own.length} promises, expected --for with one of ${ids}`);
}
