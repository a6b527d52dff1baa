import { describe, expect, it } from 'vitest';
import type { KernelEvent } from '../../../src/model/events.ts';
import { recordedBytes, recordedEvents } from '../events.ts';

/**
 * What an event says in words the kernel itself uses, so that a log can show it. An operation may
 * be named by its callbacks (`ops`), which is one name for another.
 */
const WORDS = ['name', 'vector', 'action', 'state', 'level', 'to'] as const;

const LOGS = [
  '6.1-cloud/boot-function-1cpu',
  '6.1-cloud/boot-dmesg',
  '6.1-cloud/life-function',
  '6.1-cloud/life-sparse',
  '6.1-cloud/life-perf-probe',
  '7.2-cloud/life-function-args',
];

describe.each(LOGS)('what %s tells', (log) => {
  it('is to be read in it, or marked as inferred', async () => {
    const text = new TextDecoder('latin1').decode(recordedBytes(log));
    const observed = (await recordedEvents(log)).filter(({ evidence }) => evidence === 'observed');
    const untold = observed.flatMap((event) =>
      wordsOf(event)
        .filter(({ field, word }) => !text.includes(word) && !isInferred(event, field))
        .map(({ field, word }) => `${event.type} in line ${event.line}: ${field} ${word}`),
    );
    expect(untold).toEqual([]);
  });

  it('is never marked as inferred where it is unknown', async () => {
    const events = await recordedEvents(log);
    const unknown = events.flatMap((event) =>
      (event.inferred ?? []).filter((field) => (Reflect.get(event, field) ?? null) === null),
    );
    expect(unknown).toEqual([]);
  });
});

function wordsOf(event: KernelEvent): readonly { field: string; word: string }[] {
  return WORDS.flatMap((field) => {
    const word: unknown = Reflect.get(event, field);
    return typeof word === 'string' ? [{ field, word }] : [];
  });
}

function isInferred({ inferred = [] }: KernelEvent, field: string): boolean {
  return inferred.includes(field);
}
