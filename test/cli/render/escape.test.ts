import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeJson, escapeText, escapeToAscii } from '../../../src/cli/render/escape.ts';
import { hostileText } from '../hostile.ts';

describe('escaping a string of a log', () => {
  it.each([
    ['eth0', 'eth0'],
    ['naïve 日本', 'naïve 日本'],
    ['esc\x1b[31m', 'esc\\x1b[31m'],
    ['tab\tnl\n', 'tab\\x09nl\\x0a'],
    ['del\x7f', 'del\\x7f'],
    ['c1\u0085', 'c1\\u{85}'],
    ['bidi\u202e', 'bidi\\u{202e}'],
    ['zero\u200bwidth', 'zero\\u{200b}width'],
    ['separator\u2028', 'separator\\u{2028}'],
    ['no-break\u00a0space', 'no-break\\u{a0}space'],
    ['filler\u3164', 'filler\\u{3164}'],
    ['byte\udcff', 'byte\\xff'],
    ['surrogate\ud800', 'surrogate\\u{d800}'],
    ['back\\slash', 'back\\\\slash'],
    ['tag\u{e0041}', 'tag\\u{e0041}'],
  ])('shows %j as %s', (text, shown) => {
    expect(escapeText(text)).toBe(shown);
  });

  it('leaves nothing a terminal would obey, or a reader could not see', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(escapeText(text)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\p{DI}]|(?! )\p{Zs}/u);
      }),
    );
  });

  it('never shows two different strings alike', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (a, b) => {
        expect(escapeText(a) === escapeText(b)).toBe(a === b);
        expect(escapeToAscii(a) === escapeToAscii(b)).toBe(a === b);
      }),
    );
  });

  it('needs no more than ASCII where a terminal shows no more', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(escapeToAscii(text)).toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });
});

describe('escaping JSON', () => {
  it('changes how it is written, never what it says', () => {
    fc.assert(
      fc.property(fc.dictionary(hostileText, hostileText), (value) => {
        const safe = escapeJson(JSON.stringify(value, null, 2));
        expect(JSON.parse(safe)).toEqual(value);
        expect(safe.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
