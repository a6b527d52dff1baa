import { escapeToAscii } from './escape.ts';

/** What we draw with, where a terminal shows no more than ASCII. */
const ASCII: Readonly<Record<string, string>> = {
  '●': '*',
  '○': 'o',
  '◐': '%',
  '◆': '#',
  '▸': '>',
  '▹': '-',
  '┌': ',',
  '│': '|',
  '┆': ':',
  '├': '|',
  '└': '`',
  '─': '-',
  '═': '=',
  '→': '->',
  '←': '<-',
  '✓': '+',
  '✗': 'x',
  '…': '...',
  '·': '-',
  '×': 'x',
  '–': '-',
  µ: 'u',
  '−': '-',
};

const DRAWN = new RegExp(`[${Object.keys(ASCII).join('')}]`, 'gu');

/** Text as a terminal without Unicode can show it: our drawing in ASCII, all else escaped. */
export function toAscii(text: string): string {
  return escapeToAscii(text.replace(DRAWN, (glyph) => ASCII[glyph] ?? glyph));
}
