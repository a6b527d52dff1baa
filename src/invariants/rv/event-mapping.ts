import type { EventType, KernelEvent } from '../../model/events.ts';

/** What a condition compares a payload field with. */
export type FieldValue = string | number | null;

/** One way in which an event of a recording is an event of an automaton. */
export interface MappedEvent {
  /** The type of the recorded event. */
  readonly type: EventType;
  /** Fields that must have these values, or one of several. */
  readonly when: ReadonlyMap<string, readonly FieldValue[]>;
  /** The payload field that tells whose event it is; `null` where there is one for the system. */
  readonly of: string | null;
  /** The event of the automaton. */
  readonly is: string;
  /**
   * `always`: a new life begins with it, whatever became of the one before. `unseen`: one that was
   * not seen to begin may be watched from here on. Nothing is known of lives that began otherwise.
   */
  readonly begins: 'always' | 'unseen' | null;
  /** The life is over after it. */
  readonly ends: boolean;
}

/** How the events of a recording are those of an automaton. */
export type EventMapping = readonly MappedEvent[];

/** Whose event it is; `null` where the log does not say. */
export function lifeOf({ of }: MappedEvent, event: KernelEvent): string | null {
  if (of === null) return 'the system';
  const value = fieldOf(event, of);
  return typeof value === 'string' || typeof value === 'number' ? `${of} ${value}` : null;
}

/** Whether the conditions hold; never where the log does not show a field that matters. */
export function applies({ when }: MappedEvent, event: KernelEvent): boolean {
  for (const [field, allowed] of when) {
    const value = fieldOf(event, field);
    if (!allowed.some((one) => one === value)) return false;
  }
  return true;
}

function fieldOf(event: KernelEvent, field: string): unknown {
  return Reflect.get(event, field);
}
