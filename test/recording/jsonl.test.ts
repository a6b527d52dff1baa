import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeEvent } from '../../src/recording/event-json.ts';
import { eventJsonSchema } from '../../src/recording/event-schema.ts';
import { decodeEvent } from '../../src/recording/jsonl.ts';
import { arbitraryEvent } from './event-arbitrary.ts';

const gap = {
  seq: 0,
  type: 'recording.gap',
  at: null,
  cpu: 0,
  task: null,
  evidence: 'observed',
  line: 1,
  lost: 5,
};

function problem(change: object): unknown {
  return decodeEvent(JSON.stringify({ ...gap, ...change })).problem;
}

describe('JSONL', () => {
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(arbitraryEvent(), (event) => {
        expect(decodeEvent(encodeEvent(event))).toEqual({ event, problem: null });
      }),
    );
  });

  it('is the same line for the same event, in whatever order its fields were set', () => {
    fc.assert(
      fc.property(arbitraryEvent(), (event) => {
        const backwards = Object.fromEntries(Object.entries(event).reverse()) as typeof event;
        expect(encodeEvent(backwards)).toBe(encodeEvent(event));
        expect(Object.keys(JSON.parse(encodeEvent(event))).slice(0, 3)).toEqual([
          'seq',
          'type',
          'at',
        ]);
      }),
    );
  });

  it('is one line an event, whatever the names', () => {
    fc.assert(
      fc.property(arbitraryEvent(), (event) => {
        expect(encodeEvent(event)).not.toMatch(/[\n\r]/);
      }),
    );
  });

  it('holds the times of clocks that count nanoseconds from 1970', () => {
    expect(problem({ at: 1_795_338_414_117_143_000 })).toBeNull();
  });

  it.each([
    [{ cpu: 'x' }, 'cpu', 'a number', '"x"'],
    [{ cpu: -1 }, 'cpu', 'at least 0', '-1'],
    [{ at: 0.5 }, 'at', 'an integer', '0.5'],
    [{ type: 'netdev.exploded' }, 'type', 'a known event type', '"netdev.exploded"'],
    [
      { evidence: 'hearsay' },
      'evidence',
      'one of "observed", "inferred", "simulated"',
      '"hearsay"',
    ],
    [{ lost: undefined }, 'lost', 'a number', 'nothing'],
    [{ more: 1 }, 'more', 'no such field', '1'],
    [{ inferred: ['a', 1] }, 'inferred.1', 'a string', '1'],
  ])('says what is wrong with %j', (change, field, expected, found) => {
    expect(problem(change)).toEqual({ field, expected, found });
  });

  it.each([
    ['not JSON', '"{\\"seq\\":0"'],
    ['[]', '[]'],
    ['null', 'null'],
    ['7', '7'],
  ])('says so where a line is no object: %s', (text) => {
    const line = text === 'not JSON' ? '{"seq":0' : text;
    expect(decodeEvent(line).problem).toMatchObject({ field: null, expected: 'a JSON object' });
  });
});

describe('the JSON Schema', () => {
  it('describes every event type as an object without other fields', () => {
    const schema = JSON.parse(JSON.stringify(eventJsonSchema()));
    const types = schema.oneOf.map((option: { properties: { type: { const: string } } }) => {
      return option.properties.type.const;
    });
    expect(types).toContain('netdev.moved');
    expect(new Set(types).size).toBe(types.length);
    expect(
      schema.oneOf.every((option: object) => Reflect.get(option, 'additionalProperties') === false),
    ).toBe(true);
  });
});
