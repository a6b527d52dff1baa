import { format } from 'node:util';
import { chai, JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect';

/*
 * Stands in for vitest inside a mutation run: the same `describe`, `it` and `expect` (the matchers
 * are vitest's own), but tests are only taken down here, for the runner to call thousands of times
 * in one process. Vitest starts a worker and loads everything again for each of its runs.
 */

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

/** Vitest's `expect`: chai's, with the matchers of vitest. */
export const { expect } = chai;

/** A test that was taken down. */
export interface Test {
  /** Its name behind those of the groups it is in. */
  readonly name: string;
  readonly run: () => unknown;
}

type Body = (...values: readonly unknown[]) => unknown;

const taken: Test[] = [];
let groups: readonly string[] = [];

/** All tests taken down since the last call. */
export function takeTests(): readonly Test[] {
  return taken.splice(0);
}

function group(name: string, body: () => void): void {
  const outer = groups;
  groups = [...outer, name];
  body();
  groups = outer;
}

function test(name: string, run: () => unknown): void {
  taken.push({ name: [...groups, name].join(' > '), run });
}

/** Vitest's `describe`. */
export const describe = Object.assign(group, {
  each: (rows: readonly unknown[]) => (name: string, body: Body) => {
    for (const row of rows) group(nameOf(name, row), () => void body(...valuesOf(row)));
  },
});

/** Vitest's `it`. */
export const it = Object.assign(test, {
  each: (rows: readonly unknown[]) => (name: string, body: Body) => {
    for (const row of rows) test(nameOf(name, row), () => body(...valuesOf(row)));
  },
});

function valuesOf(row: unknown): readonly unknown[] {
  return Array.isArray(row) ? row : [row];
}

/** The name of one row: `%s` stands for its values in turn, `$name` for a field. */
function nameOf(name: string, row: unknown): string {
  const named = name.replace(/\$(\w+)/g, (_, field: string) =>
    typeof row === 'object' && row !== null ? String(Reflect.get(row, field)) : field,
  );
  const places = named.match(/%[a-z]/g)?.length ?? 0;
  return format(named, ...valuesOf(row).slice(0, places));
}
