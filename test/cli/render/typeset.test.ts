import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLANK, heading, line, span } from '../../../src/cli/render/line.ts';
import { lookOf } from '../../../src/cli/render/look.ts';
import { typeset } from '../../../src/cli/render/typeset.ts';
import { textWidth } from '../../../src/cli/render/width.ts';
import { hostileText } from '../hostile.ts';
import { PLAIN } from '../shell.ts';

const narrow = lookOf({ ...PLAIN, columns: 40 });

describe('a line', () => {
  it('continues below its hang where it is too long', () => {
    const long = line(['  label  ', 'one two three four five six seven eight'], {
      hang: ['         '],
    });
    expect(typeset([long], narrow)).toBe(
      '  label  one two three four five six\n         seven eight\n',
    );
  });

  it('keeps some of a hang that is too deep for the terminal, and room for text', () => {
    const deep = line(['  label                  one two three four five six'], {
      hang: [' '.repeat(25)],
    });
    expect(typeset([deep], narrow)).toBe(
      `  label                  one two three\n${' '.repeat(20)}four five six\n`,
    );
  });

  it('breaks a word that is longer than the terminal', () => {
    expect(typeset([line(['x'.repeat(50)])], narrow)).toBe(
      `${'x'.repeat(40)}\n${'x'.repeat(10)}\n`,
    );
  });

  it('has the log line at the right edge of its first row, clear of the text', () => {
    const text = typeset(
      [line(['one two three four five six seven eight'], { right: 'L7' })],
      narrow,
    );
    expect(text).toBe(`one two three four five six seven${' '.repeat(5)}L7\neight\n`);
  });

  it('is ruled to the edge where it is a heading', () => {
    expect(typeset([heading('The boot'), BLANK], narrow)).toBe(`── The boot ${'─'.repeat(28)}\n\n`);
  });

  it('is coloured by meaning, on terminals that show colours', () => {
    const colourful = lookOf({ ...PLAIN, colours: true });
    const bad = [line(['all ', span('bad', 'lost')])];
    expect(typeset(bad, colourful)).toMatch(/^all .\[31m.*lost.*\n$/);
    expect(typeset(bad, narrow)).toBe('all lost\n');
  });

  it('is drawn in ASCII where need be', () => {
    const ascii = lookOf({ ...PLAIN, unicode: false });
    expect(typeset([line(['● ┌─ lo #1 … ', 'é'])], ascii)).toBe('* ,- lo #1 ... \\u{e9}\n');
  });

  it('never is wider than the terminal', () => {
    fc.assert(
      fc.property(
        fc.array(hostileText),
        hostileText,
        fc.option(fc.stringMatching(/^L\d{1,6}$/), { nil: null }),
        fc.integer({ min: 40, max: 120 }),
        (pieces, hang, right, columns) => {
          const text = typeset(
            [line(pieces, { hang: [hang], right })],
            lookOf({ ...PLAIN, columns }),
          );
          for (const row of text.split('\n')) expect(textWidth(row)).toBeLessThanOrEqual(columns);
        },
      ),
    );
  });

  it('loses no letter by being wrapped', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', ' ') }), (text) => {
        const letters = (all: string) => all.replaceAll(/\s/g, '');
        expect(letters(typeset([line([text])], narrow))).toBe(letters(text));
      }),
    );
  });
});
