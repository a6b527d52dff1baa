import type { KernelEvent } from '../model/events.ts';
import { fold } from '../model/fold.ts';
import { INIT_NET } from '../model/ids.ts';
import { initialState } from '../model/initial-state.ts';
import { type Path, parsePath, valueAt } from '../replay/path.ts';
import { history } from '../replay/questions.ts';
import { nearest } from './nearest.ts';
import { netName } from './render/names.ts';
import { UsageError } from './usage-error.ts';

/** More names than anybody reads are only counted. */
const MOST_NAMES = 12;

/**
 * Reads the way to a value as a user writes it: `nets/init_net/devices`, `boot/phase`.
 *
 * @throws {@link UsageError} where it begins with no part of the state.
 */
export function parseStatePath(text: string): Path {
  const [slice = '', ...rest] = parsePath(text);
  if (!Object.hasOwn(initialState, slice)) throw noSuchStep(text, '', slice, initialState);
  const isInitNet = slice === 'nets' && rest[0] === netName(INIT_NET);
  return isInitNet ? [slice, INIT_NET, ...rest.slice(1)] : [slice, ...rest];
}

/**
 * A value that no event changed, as it was all the time.
 *
 * @throws {@link UsageError} where there never was one: which step leads nowhere, and what there
 * is instead.
 */
export function unchangedValue(events: readonly KernelEvent[], path: Path): unknown {
  const state = fold(events);
  const value = valueAt(state, path);
  if (value !== undefined) return value;
  for (let length = path.length - 1; length > 0; length -= 1) {
    const [above, step = ''] = [path.slice(0, length), path[length]];
    const last = [...history(events, above)].findLast(({ after }) => after !== undefined);
    const container = last?.after ?? valueAt(state, above);
    if (container !== undefined) throw noSuchStep(path.join('/'), above.join('/'), step, container);
  }
  throw new UsageError(`found nothing at ${path.join('/')}`);
}

function noSuchStep(whole: string, above: string, step: string, container: unknown): UsageError {
  const names = namesIn(container);
  const close = nearest(step, names);
  const where = above === '' ? 'a state' : above;
  const there =
    names.length === 0
      ? `nothing, ${where} holds no further values`
      : `one of ${names.slice(0, MOST_NAMES).join(', ')}`;
  const rest = names.length > MOST_NAMES ? ` … ${names.length - MOST_NAMES} more` : '';
  const hint = close === null ? '' : ` did you mean ${close}?`;
  return new UsageError(
    `found ${JSON.stringify(whole)}: ${where} has no ${JSON.stringify(step)},${hint} expected ${there}${rest}`,
  );
}

function namesIn(container: unknown): readonly string[] {
  if (container instanceof Map) return [...container.keys()].map(String);
  if (container instanceof Set) return [...container].map(String);
  return typeof container === 'object' && container !== null ? Object.keys(container) : [];
}
