import { describe, expect, it } from 'vitest';
import { sentence } from '../../../src/cli/render/sentence.ts';
import type { EventOf } from '../../../src/model/events.ts';

const GAP: EventOf<'recording.gap'> = {
  seq: 7,
  at: null,
  cpu: null,
  task: null,
  evidence: 'observed',
  line: null,
  type: 'recording.gap',
  lost: null,
};

describe('the sentence about a gap', () => {
  it.each<readonly [string, Partial<EventOf<'recording.gap'>>, string]>([
    ['a loss at a line', { line: 3 }, 'records were lost'],
    ['a loss on a CPU', { cpu: 1 }, 'records were lost'],
    ['a loss that is counted', { lost: 12 }, 'records were lost: 12'],
    ['a seam', {}, 'another recording follows: nothing tells which came first'],
    [
      'a log that may be a part',
      { evidence: 'inferred' },
      'records may be missing: of other CPUs, or of deeper calls',
    ],
  ])('tells of %s', (_what, gap, told) => {
    const pieces = sentence({ ...GAP, ...gap });
    expect(pieces.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('')).toBe(
      told,
    );
  });
});
