import type { Finding } from '../replay/diff.ts';
import { unknownName } from './inputs.ts';
import { UsageError } from './usage-error.ts';

/** Which differences between two boots are failures. */
export interface FailOn {
  /** As the user wrote it. */
  readonly text: string;
  readonly kinds: ReadonlySet<Finding['kind']>;
  /** The share by which something must last longer to count as slower. */
  readonly slower: number;
}

/** The words of `--fail-on`, and the findings they mean. */
const KINDS: Readonly<Record<string, Finding['kind']>> = {
  order: 'moved',
  missing: 'gone',
  added: 'added',
  failed: 'failed',
  slower: 'slower',
};

const SLOWER = 0.2;

/**
 * Reads `order,missing,slower=20%`; nothing is a failure where it is empty.
 *
 * @throws {@link UsageError} for words that mean nothing.
 */
export function parseFailOn(text: string): FailOn {
  const kinds = new Set<Finding['kind']>();
  let slower = SLOWER;
  for (const word of text.split(',').filter((part) => part !== '')) {
    const [name = '', share] = word.trim().split('=');
    const kind = KINDS[name];
    if (kind === undefined) throw unknownName('--fail-on', name, Object.keys(KINDS));
    if (share !== undefined) slower = parseShare(name, share);
    kinds.add(kind);
  }
  return { text, kinds, slower };
}

export function isFailure({ kind }: Finding, { kinds }: FailOn): boolean {
  return kinds.has(kind);
}

function parseShare(name: string, text: string): number {
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text)?.[1];
  if (name === 'slower' && percent !== undefined) return Number(percent) / 100;
  throw new UsageError(`--fail-on: found ${name}=${text}, expected slower=20%`);
}
