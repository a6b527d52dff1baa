import { isEventType } from '../shown.ts';
import { type Automaton, eventsOf } from './automaton.ts';
import type { EventMapping, FieldValue, MappedEvent } from './event-mapping.ts';

/** A mapping that does not fit: where, what could stand there, and what does. */
export class MappingError extends Error {
  override readonly name = 'MappingError';
  readonly code = 'mapping';
  /** `events[2].is` */
  readonly path: string;

  constructor(path: string, expected: string, found: unknown) {
    const text = found === undefined ? 'nothing' : JSON.stringify(found);
    super(`${path}: expected ${expected}, found ${text}`);
    this.path = path;
  }
}

/**
 * Reads a mapping from JSON: how the events of a recording are those of an automaton.
 *
 * ```json
 * {
 *   "per": "dev",
 *   "events": [
 *     { "type": "netdev.allocated", "is": "alloc", "begins": "always" },
 *     { "type": "netdev.moved", "when": { "ifindex": [2, 3] }, "is": "move" },
 *     { "type": "netdev.freed", "is": "free", "ends": true }
 *   ]
 * }
 * ```
 *
 * `per` is the payload field by which lives are told apart, or `"system"`; an event may say `of`
 * to take another field. Every event of the automaton must be mapped: it could move unseen.
 *
 * @throws {@link MappingError}
 */
export function parseMapping(json: unknown, automaton: Automaton): EventMapping {
  const { per, events } = record('mapping', json, ['per', 'events']);
  const field = fieldName('per', per);
  if (!Array.isArray(events)) throw new MappingError('events', 'a list', events);
  const known = eventsOf(automaton);
  const mapping = events.map((event: unknown, index) =>
    mappedEvent(`events[${index}]`, event, { field, known }),
  );
  const missing = known.find((name) => mapping.every(({ is }) => is !== name));
  if (missing !== undefined) {
    throw new MappingError(
      'events',
      `${missing} among what they are, as ${automaton.name} has it`,
      [...new Set(mapping.map(({ is }) => is))],
    );
  }
  if (mapping.some(({ begins }) => begins !== null)) return mapping;
  throw new MappingError('events', 'one that begins a life', undefined);
}

interface Expected {
  /** The field that tells lives apart, unless an event names another. */
  readonly field: string | null;
  /** The events of the automaton. */
  readonly known: readonly string[];
}

const FIELDS = ['type', 'when', 'of', 'is', 'begins', 'ends'];

function mappedEvent(path: string, json: unknown, { field, known }: Expected): MappedEvent {
  const { type, when = {}, of, is, begins = null, ends = false } = record(path, json, FIELDS);
  if (typeof type !== 'string' || !isEventType(type)) {
    throw new MappingError(`${path}.type`, 'a type of event, such as netdev.registered', type);
  }
  if (typeof is !== 'string' || !known.includes(is)) {
    throw new MappingError(`${path}.is`, `one of ${known.join(', ')}`, is);
  }
  if (begins !== null && begins !== 'always' && begins !== 'unseen') {
    throw new MappingError(`${path}.begins`, '"always" or "unseen"', begins);
  }
  if (typeof ends !== 'boolean') throw new MappingError(`${path}.ends`, 'true or false', ends);
  const whose = of === undefined ? field : fieldName(`${path}.of`, of);
  return { type, when: conditions(`${path}.when`, when), of: whose, is, begins, ends };
}

function conditions(path: string, json: unknown): ReadonlyMap<string, readonly FieldValue[]> {
  return new Map(
    Object.entries(record(path, json)).map(([field, value]) => {
      const allowed: readonly unknown[] = Array.isArray(value) ? value : [value];
      const values = allowed.filter(isFieldValue);
      if (values.length === allowed.length && values.length > 0) return [field, values];
      throw new MappingError(
        `${path}.${field}`,
        'a text, a number, null, or a list of them',
        value,
      );
    }),
  );
}

function fieldName(path: string, value: unknown): string | null {
  if (value === 'system') return null;
  if (typeof value === 'string' && value !== '') return value;
  throw new MappingError(path, '"system" or a field, such as "net" or "dev"', value);
}

function isFieldValue(value: unknown): value is FieldValue {
  return value === null || typeof value === 'string' || typeof value === 'number';
}

function record(
  path: string,
  json: unknown,
  fields?: readonly string[],
): Readonly<Record<string, unknown>> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new MappingError(path, 'an object', json);
  }
  const odd = fields && Object.keys(json).find((name) => !fields.includes(name));
  if (odd === undefined) return { ...json };
  throw new MappingError(`${path}.${odd}`, `no more than ${fields?.join(', ')}`, odd);
}
