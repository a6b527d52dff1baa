import { describe, expect, it } from 'vitest';
import { describeTerminal } from '../../src/node/terminal.ts';

const tty = { isTTY: true, columns: 120 };
const pipe = {};

describe('colours', () => {
  it.each([
    ['a terminal', tty, {}, true],
    ['a pipe', pipe, {}, false],
    ['a terminal with NO_COLOR', tty, { NO_COLOR: '1' }, false],
    ['a terminal with an empty NO_COLOR', tty, { NO_COLOR: '' }, true],
    ['a dumb terminal', tty, { TERM: 'dumb' }, false],
    ['a pipe with FORCE_COLOR', pipe, { FORCE_COLOR: '1' }, true],
    ['a terminal with FORCE_COLOR=0', tty, { FORCE_COLOR: '0' }, false],
    ['a pipe with both', pipe, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  ])('on %s', (_where, stream, environment, colours) => {
    expect(describeTerminal(stream, environment).colours).toBe(colours);
  });
});

describe('Unicode', () => {
  it.each([
    [{ LANG: 'C.UTF-8' }, true],
    [{ LANG: 'de_DE.utf8' }, true],
    [{ LANG: 'C' }, false],
    [{}, false],
    [{ LC_ALL: 'C', LANG: 'C.UTF-8' }, false],
    [{ LC_CTYPE: 'en_US.UTF-8', LANG: 'C' }, true],
    [{ LC_ALL: '', LANG: 'C.UTF-8' }, true],
  ])('with %j', (environment, unicode) => {
    expect(describeTerminal(tty, environment).unicode).toBe(unicode);
  });
});

describe('the width', () => {
  it('is that of the terminal, else what COLUMNS says, else 80', () => {
    expect(describeTerminal(tty, { COLUMNS: '60' }).columns).toBe(120);
    expect(describeTerminal(pipe, { COLUMNS: '60' }).columns).toBe(60);
    expect(describeTerminal(pipe, {}).columns).toBe(80);
    expect(describeTerminal(pipe, { COLUMNS: 'wide' }).columns).toBe(80);
  });

  it('is never too small to print anything', () => {
    expect(describeTerminal({ isTTY: true, columns: 3 }, {}).columns).toBe(40);
  });
});
