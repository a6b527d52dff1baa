import { automatonName } from './automaton.ts';
import type { PromiseSource } from './own-promises.ts';

/** What a test must say to judge by a promise. */
export interface EmittedPromise {
  /** What it takes from netdev-replay besides what every test does. */
  readonly names: readonly string[];
  /** Further imports, a line each. */
  readonly imports: readonly string[];
  /** Lines that make the list `PROMISES`; none where all of the kernel's are judged. */
  readonly setup: readonly string[];
}

/**
 * How a test comes by a promise. Modules and automata are read from where they are: paths that do
 * not begin at the root are taken from the folder of the test.
 */
export function emittedPromise(
  source: PromiseSource,
  id: string,
  literal: (text: string) => string,
): EmittedPromise {
  switch (source.from) {
    case 'catalogue':
      return { names: [], imports: [], setup: [] };
    case 'assertion':
      return made('assertion', literal(source.text));
    case 'model':
      return made('followsModel', literal(source.name));
    case 'module':
      return {
        names: ['type Invariant'],
        imports: [`import * as rules from ${literal(beside(source.file))};`],
        setup: exportedBy('rules', literal(id)),
      };
    case 'dot':
      return {
        names: ['follows', 'parseAutomaton', 'parseMapping'],
        imports: ["import { readFileSync } from 'node:fs';"],
        setup: [
          "const textOf = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');",
          `const AUTOMATON = parseAutomaton(${literal(automatonName(source.dot))}, textOf(${literal(beside(source.dot))}));`,
          `const MAPPING = JSON.parse(textOf(${literal(beside(source.map))}));`,
          'const PROMISES = [follows(AUTOMATON, parseMapping(MAPPING, AUTOMATON))];',
        ],
      };
    default:
      return source satisfies never;
  }
}

function made(maker: string, argument: string): EmittedPromise {
  return { names: [maker], imports: [], setup: [`const PROMISES = [${maker}(${argument})];`] };
}

/** Promises stand among the exports, in lists, and in a default export: as `--rules` finds them. */
function exportedBy(module: string, id: string): readonly string[] {
  return [
    `const PROMISES = [${module}, 'default' in ${module} ? ${module}.default : []]`,
    '  .flatMap((exported) => Object.values(exported as Record<string, Invariant | Invariant[]>))',
    `  .flat()`,
    `  .filter((exported) => exported?.id === ${id});`,
  ];
}

/** A path as imports have it. */
function beside(file: string): string {
  return /^[./]/.test(file) ? file : `./${file}`;
}
