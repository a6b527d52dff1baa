import { describe, expect, it } from 'vitest';
import type { EventOf, EventStamp } from '../../src/model/events.ts';
import { fold } from '../../src/model/fold.ts';
import { isSeam } from '../../src/model/gap.ts';

const NOWHERE: EventStamp = {
  seq: 0,
  at: null,
  cpu: null,
  task: null,
  line: null,
  evidence: 'observed',
};
const SEAM: EventOf<'recording.gap'> = { ...NOWHERE, type: 'recording.gap', lost: null };

describe('a gap', () => {
  it('is a seam where no line or CPU shows it and nobody counts what is lost', () => {
    expect(isSeam(SEAM)).toBe(true);
    expect(isSeam({ ...SEAM, line: 7 })).toBe(false);
    expect(isSeam({ ...SEAM, cpu: 0 })).toBe(false);
    expect(isSeam({ ...SEAM, lost: 3 })).toBe(false);
  });

  it('is none where records only may be missing, and no loss either', () => {
    const maybe = { ...SEAM, evidence: 'inferred' } as const;
    expect(isSeam(maybe)).toBe(false);
    expect(fold([maybe]).trouble.gaps).toBe(0);
    expect(fold([SEAM]).trouble.gaps).toBe(1);
  });
});
