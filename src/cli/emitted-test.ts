import type { Violation } from '../invariants/invariant.ts';
import { emittedPromise } from './emitted-promise.ts';
import type { PromiseSource } from './own-promises.ts';

/** What a test needs to replay a log. */
export interface EmittedTest {
  /** The promise that is broken. */
  readonly id: string;
  readonly source: PromiseSource;
  readonly violation: Violation;
  readonly lines: readonly Uint8Array[];
  readonly format: string | null;
  readonly kernel: string | null;
}

/** A vitest file that reads a log and expects it to break a promise, as it is now. */
export function emittedTest(test: EmittedTest): string {
  const { id, source, violation, lines, format, kernel } = test;
  const { names, imports, setup } = emittedPromise(source, id, literal);
  const reading = format === null ? '' : `, { format: ${literal(format)} }`;
  const judging = [
    ...(setup.length === 0 ? [] : ['invariants: PROMISES']),
    ...(kernel === null ? [] : [`kernel: ${literal(kernel)}`]),
  ].join(', ');
  return [
    `import { ${[...names, 'judge', 'readLog'].sort().join(', ')} } from 'netdev-replay';`,
    ...imports,
    "import { expect, it } from 'vitest';",
    '',
    ...(setup.length === 0 ? [] : [...setup, '']),
    `// ${literal(violation.message)}`,
    '// One character is one byte: names in a log need not be text.',
    'const LOG = [',
    ...lines.map((line) => `  ${literal(bytes(line))},`),
    "].join('');",
    '',
    'async function* log() {',
    '  yield Uint8Array.from(LOG, (byte) => byte.charCodeAt(0));',
    '}',
    '',
    `it(${literal(`breaks ${id}`)}, async () => {`,
    `  const { events } = await readLog(log()${reading});`,
    `  const { invariants } = judge(events${judging === '' ? '' : `, { ${judging} }`});`,
    `  const promise = invariants.find(({ id }) => id === ${literal(id)});`,
    "  expect(promise?.verdict).toBe('violated');",
    '});',
    '',
  ].join('\n');
}

function bytes(line: Uint8Array): string {
  return Array.from(line, (byte) => String.fromCharCode(byte)).join('');
}

/** As JavaScript in ASCII: what a name in a log holds may end neither a string nor a comment. */
function literal(text: string): string {
  const quoted = JSON.stringify(text).replaceAll(/[\u007f-\uffff]/g, escaped);
  if (quoted.includes("'")) return quoted;
  return `'${quoted.slice(1, -1).replaceAll('\\"', '"')}'`;
}

function escaped(char: string): string {
  const code = char.charCodeAt(0).toString(16);
  return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code}`;
}
