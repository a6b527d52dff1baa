import fc from 'fast-check';
import type { Key } from '../../../src/cli/stepper/keys.ts';
import { AT_START, press, type Stepper } from '../../../src/cli/stepper/stepper.ts';
import { type Tape, tapeOf } from '../../../src/cli/stepper/tape.ts';
import { openLog } from '../../../src/node/log-file.ts';
import { readLog } from '../../../src/recording/read.ts';
import { absurdHistory } from '../../replay/histories.ts';
import { recording } from '../shell.ts';

/** A tape no kernel would ever record. */
export const absurdTape: fc.Arbitrary<Tape> = absurdHistory(30).map((events) =>
  tapeOf('absurd', events),
);

/** Anything somebody may press, what they type while searching included; nothing that quits. */
export const walk: fc.Arbitrary<readonly Key[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom<Key>('left', 'right', 'page-up', 'page-down') },
    fc.constantFrom<Key>('home', 'end', 'up', 'down', 'enter', 'backspace', 'escape'),
    fc.constantFrom('/', 'v', 'V', 'n', 'd', 'l', 'o').map((text) => ({ text })),
  ),
  { maxLength: 30 },
);

/** Where a walk ends: letters are keys of their own, names stand for keys. */
export function walked(tape: Tape, keys: readonly Key[], from: Stepper = AT_START): Stepper {
  return keys.reduce((stepper, key) => press(stepper, key, tape), from);
}

/** Keys as one would type them. */
export function typed(text: string): readonly Key[] {
  return Array.from(text, (char) => ({ text: char }));
}

/** A recording of a real kernel. */
export async function realTape(name: string): Promise<Tape> {
  const { events } = await readLog((await openLog(recording(name))).content);
  return tapeOf(name, events);
}
