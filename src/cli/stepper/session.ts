import type { Console } from './console.ts';
import { type Key, KeyDecoder } from './keys.ts';
import { Stage } from './stage.ts';
import type { Size } from './view.ts';

/** What is played on a terminal. */
export interface Play {
  /** Takes a key; `false` when it is over. */
  readonly press: (key: Key) => boolean;
  readonly draw: (size: Size) => readonly string[];
}

/** What belongs to a sequence follows within so many milliseconds, over slow lines too. */
const PAUSE_MS = 50;

/**
 * Plays on a terminal until it is over, or the terminal goes away. Gives the terminal back in any
 * case, and throws what the play throws.
 */
export async function perform(play: Play, console: Console): Promise<void> {
  const stage = new Stage(console);
  let deafen = () => {};
  try {
    stage.enter();
    await new Promise<void>((resolve, reject) => {
      deafen = listen(play, console, stage, { resolve, reject });
    });
  } finally {
    deafen();
    stage.leave();
  }
}

interface Outcome {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Answers every key, and every change of size, with a new picture. Returns what ends that. */
function listen(
  play: Play,
  { input, output }: Console,
  stage: Stage,
  { resolve, reject }: Outcome,
): () => void {
  const decoder = new KeyDecoder();
  let timer: NodeJS.Timeout | undefined;
  const draw = () => {
    try {
      stage.show(play.draw(stage.size));
    } catch (error) {
      reject(error);
    }
  };
  const take = (keys: readonly Key[]) => {
    if (keys.every(play.press)) draw();
    else resolve();
  };
  const hear = (characters: string) => {
    clearTimeout(timer);
    take(decoder.push(characters));
    if (decoder.isWaiting) timer = setTimeout(() => take(decoder.pause()), PAUSE_MS);
  };
  input.setEncoding('utf8');
  input.on('data', hear);
  for (const end of ENDS) input.on(end, resolve);
  output.on('error', resolve);
  output.on('resize', draw);
  draw();
  return () => {
    clearTimeout(timer);
    input.off('data', hear);
    for (const end of ENDS) input.off(end, resolve);
    output.off('error', resolve);
    output.off('resize', draw);
  };
}

/** A terminal that hangs up ends its input, one way or another. */
const ENDS = ['end', 'close', 'error'] as const;
