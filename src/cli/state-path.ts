import type { KernelEvent } from '../model/events.ts';
import { fold } from '../model/fold.ts';
import { INIT_NET, type NetId } from '../model/ids.ts';
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
  if (!Object.hasOwn(initialState, slice))
    throw noSuchStep(text, '', slice, Object.keys(initialState));
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
    const containers = valuesOf(events, above, valueAt(state, above));
    if (containers.length > 0) {
      throw noSuchStep(path.join('/'), above.join('/'), step, containers.flatMap(namesIn));
    }
  }
  throw new UsageError(`found nothing at ${path.join('/')}`);
}

/** Everything a value was; of a part of the whole state, which is large, what it is in the end. */
function valuesOf(events: readonly KernelEvent[], path: Path, last: unknown): readonly unknown[] {
  const changes = path.length > 1 ? [...history(events, path)] : [];
  const born = path.join() === 'nets' ? [bornIn(events)] : [];
  return [...born, ...changes.map(({ after }) => after), last].filter(
    (value) => value !== undefined,
  );
}

/** The namespaces a log names, those that are gone in the end included. */
function bornIn(events: readonly KernelEvent[]): ReadonlySet<NetId> {
  return new Set(
    events.flatMap((event) => ('net' in event && event.net !== null ? event.net : [])),
  );
}

function noSuchStep(
  whole: string,
  above: string,
  step: string,
  there: readonly string[],
): UsageError {
  const names = [...new Set(there)];
  const close = names.length > 1 ? nearest(step, names) : null;
  const where = above === '' ? 'a state' : above;
  const allowed =
    names.length === 0
      ? `nothing, ${where} holds no further values`
      : `one of ${names.slice(0, MOST_NAMES).join(', ')}`;
  const rest = names.length > MOST_NAMES ? ` … ${names.length - MOST_NAMES} more` : '';
  const hint = close === null ? '' : ` did you mean ${close}?`;
  return new UsageError(
    `found ${JSON.stringify(whole)}: ${where} has no ${JSON.stringify(step)},${hint} expected ${allowed}${rest}`,
  );
}

function namesIn(container: unknown): readonly string[] {
  if (container instanceof Map) return [...container.keys()].map(String);
  if (container instanceof Set) return [...container].map(String);
  return typeof container === 'object' && container !== null ? Object.keys(container) : [];
}
