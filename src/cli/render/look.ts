import { styleText } from 'node:util';
import type { Terminal } from '../../node/terminal.ts';
import type { Tone } from './line.ts';

/** How lines come out: how wide, in which letters, with or without colours. */
export interface Look {
  readonly columns: number;
  readonly unicode: boolean;
  readonly paint: (tone: Tone | null, text: string) => string;
}

/** Wider lines are hard to read. */
const MOST_COLUMNS = 110;

const STYLES = {
  strong: ['bold'],
  dim: ['dim'],
  good: ['green'],
  bad: ['red', 'bold'],
  unsure: ['yellow'],
  name: ['cyan'],
  changed: ['black', 'bgYellow'],
} as const;

/** The look a terminal allows. */
export function lookOf(terminal: Terminal): Look {
  return {
    columns: Math.min(terminal.columns, MOST_COLUMNS),
    unicode: terminal.unicode,
    paint: terminal.colours ? paint : (_tone, text) => text,
  };
}

function paint(tone: Tone | null, text: string): string {
  if (tone === null) return text;
  // Whether the stream shows colours was asked before; Node need not ask again.
  return styleText([...STYLES[tone]], text, { validateStream: false });
}
