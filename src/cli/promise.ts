import { catalogue, invariantById } from '../invariants/catalogue.ts';
import { unknownName } from './inputs.ts';
import type { OwnPromise, PromiseSource } from './own-promises.ts';

/**
 * The promise with an id among the user's own, the kernel's, and the automata that we ship, which
 * may also be called by the names that `--automaton` has for them.
 *
 * @throws UsageError for the id of none.
 */
export async function anyPromise(
  option: string,
  id: string,
  own: readonly OwnPromise[],
): Promise<OwnPromise> {
  const mine = own.find(({ invariant }) => invariant.id === id);
  if (mine !== undefined) return mine;
  const invariant = invariantById(id);
  if (invariant !== undefined) return { invariant, source: { from: 'catalogue' } };
  const models = await shippedModels();
  const model = models.find((shipped) => shipped.invariant.id === id || shipped.source.name === id);
  if (model !== undefined) return model;
  const known = [...own.map((one) => one.invariant), ...catalogue];
  const ids = [...known, ...models.map((one) => one.invariant)].map((one) => one.id);
  throw unknownName(option, id, ids);
}

/** An automaton that we ship, as a promise. */
export interface ShippedModel extends OwnPromise {
  readonly source: Extract<PromiseSource, { from: 'model' }>;
}

/** The automata that we ship. Few ask for them, so nobody else loads them. */
export async function shippedModels(): Promise<readonly ShippedModel[]> {
  const { followsModel, modelNames } = await import('../invariants/rv/models/catalogue.ts');
  return modelNames().map((name) => {
    return { invariant: followsModel(name), source: { from: 'model', name } };
  });
}
