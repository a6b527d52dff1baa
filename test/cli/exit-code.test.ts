import { describe, expect, it } from 'vitest';
import { EXIT, gravest } from '../../src/cli/exit-code.ts';

describe('the exit code of several logs', () => {
  it('is that of the gravest: an unread log makes every other result incomplete', () => {
    expect(gravest([])).toBe(EXIT.ok);
    expect(gravest([EXIT.ok, EXIT.unknown])).toBe(EXIT.unknown);
    expect(gravest([EXIT.unknown, EXIT.violated, EXIT.ok])).toBe(EXIT.violated);
    expect(gravest([EXIT.violated, EXIT.unusable, EXIT.unknown])).toBe(EXIT.unusable);
  });
});
