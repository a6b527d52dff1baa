import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileHistory } from './hostile.ts';
import { jsonl, PLAIN, runIn } from './shell.ts';

const COMMANDS = [
  ['replay'],
  ['replay', '--by-time'],
  ['replay', '--all'],
  ['check'],
  ['check', '--json'],
  ['check', '--github'],
  ['check', '--sarif'],
  ['check', '--junit'],
  ['state'],
  ['state', '--json'],
  ['events'],
] as const;

/** What terminals obey or readers cannot see, but for the newline. */
const UNSAFE = /(?!\n)[\p{C}\p{Zl}\p{Zp}]/u;
const OUR_COLOURS = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');

describe.each(COMMANDS)('%s %s', (...args) => {
  it('prints no control character, whatever a log calls its devices', async () => {
    await fc.assert(
      fc.asyncProperty(hostileHistory, async (events) => {
        const files = { evil: jsonl(events) };
        const { out, err } = await runIn({ files }, ...words(args), '--format', 'jsonl', 'evil');
        expect(out).not.toMatch(UNSAFE);
        expect(err).not.toMatch(UNSAFE);
      }),
      { numRuns: 15 },
    );
  });
});

describe('colours', () => {
  it('are the only escape sequences on a terminal', async () => {
    const terminal = { ...PLAIN, interactive: true, colours: true };
    await fc.assert(
      fc.asyncProperty(hostileHistory, async (events) => {
        fc.pre(events.length > 0); // Of an empty log there is nothing to tell.
        const files = { evil: jsonl(events) };
        const { out } = await runIn({ terminal, files }, 'replay', '--format', 'jsonl', 'evil');
        expect(out.replaceAll(OUR_COLOURS, '')).not.toMatch(UNSAFE);
        expect(out).toMatch(OUR_COLOURS);
      }),
      { numRuns: 15 },
    );
  });
});

describe('a terminal without Unicode', () => {
  it('gets nothing but ASCII', async () => {
    const terminal = { ...PLAIN, unicode: false };
    await fc.assert(
      fc.asyncProperty(hostileHistory, async (events) => {
        const files = { evil: jsonl(events) };
        const { out } = await runIn({ terminal, files }, 'replay', '--format', 'jsonl', 'evil');
        expect(out).toMatch(/^[\n\x20-\x7e]*$/);
      }),
      { numRuns: 15 },
    );
  });
});

function words(args: readonly (string | undefined)[]): readonly string[] {
  return args.filter((arg) => arg !== undefined);
}
