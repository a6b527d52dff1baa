import { existsSync, mkdirSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RECIPES, type Recipe } from './recipes.ts';

/** A generated log to measure with. */
export interface Input extends Pick<Recipe, 'word' | 'frequent' | 'target'> {
  readonly name: string;
  readonly lines: number;
  readonly path: string;
  /** The recording whose text the log is, where `trace-cmd` made it. */
  readonly traceDat: string | null;
  /** It was not there before. */
  readonly isNew: boolean;
}

const FOLDER = join(tmpdir(), 'netdev-replay-bench');

/** Raise it when what is generated changes: old files are then no longer found. */
const VERSION = 1;
/** Usual lines are not much longer on average. */
const LONG_LINE_BYTES = 190;

/** The names of all inputs that can be made here. */
export const INPUTS: readonly string[] = [...RECIPES.keys()];

/**
 * The input so named, of about `lines` lines, made where it is not there from an earlier run.
 *
 * @throws where there is none, or the disk has no room for it.
 */
export async function inputOf(name: string, lines: number): Promise<Input> {
  const recipe = RECIPES.get(name);
  if (recipe === undefined) {
    throw new Error(`expected one of the inputs ${INPUTS.join(', ')}, got ${name}`);
  }
  const stem = join(FOLDER, `${name.replace('%', '')}-${lines}-v${VERSION}`);
  const [path, traceDat] = [`${stem}.log`, `${stem}.dat`];
  const isNew = !existsSync(path) || (recipe.hasTraceDat === true && !existsSync(traceDat));
  if (isNew) {
    mkdirSync(FOLDER, { recursive: true });
    expectRoom(lines * (recipe.lineBytes ?? LONG_LINE_BYTES));
    const log = `${path}.part`;
    await recipe.make({ log, traceDat }, lines);
    renameSync(log, path);
  }
  const { word, frequent, target } = recipe;
  const dat = recipe.hasTraceDat ? traceDat : null;
  return { name, lines, path, word, frequent, target, traceDat: dat, isNew };
}

/** Deletes it. */
export function discard({ path, traceDat }: Input): void {
  rmSync(path);
  if (traceDat !== null) rmSync(traceDat);
}

function expectRoom(needed: number): void {
  const { bavail, bsize } = statfsSync(FOLDER);
  if (bavail * bsize > needed) return;
  throw new Error(`expected ${needed} bytes free in ${FOLDER}, got ${bavail * bsize}`);
}
