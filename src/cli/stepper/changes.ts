import type { Fact, Facts } from './facts.ts';

/** What became of a value. */
export type Change = 'same' | 'changed' | 'gone';

/** A row of values, each with what became of it. */
export interface ChangedFacts {
  readonly label: string;
  readonly facts: readonly (Fact & { readonly change: Change })[];
}

/** The rows of a state, marked against those of the state before; what is gone is kept in place. */
export function changesOf(
  before: readonly Facts[],
  after: readonly Facts[],
): readonly ChangedFacts[] {
  const [then, now] = [wordsOf(before), wordsOf(after)];
  const rows: ChangedFacts[] = after.map(({ label, facts }) => ({
    label,
    facts: facts.map((fact) => ({
      ...fact,
      change: then.get(fact.key) === fact.text ? 'same' : 'changed',
    })),
  }));
  for (const [place, { label, facts }] of before.entries()) {
    const gone = facts
      .filter(({ key }) => !now.has(key))
      .map((fact) => ({ ...fact, change: 'gone' as const }));
    if (gone.length === 0) continue;
    const home = rows.findIndex((row) => hasAny(row.facts, facts));
    const row = rows[home];
    if (row === undefined) rows.splice(place, 0, { label, facts: gone });
    else rows[home] = { label: row.label, facts: [...row.facts, ...gone] };
  }
  return rows;
}

function wordsOf(rows: readonly Facts[]): ReadonlyMap<string, string> {
  return new Map(rows.flatMap(({ facts }) => facts.map(({ key, text }) => [key, text] as const)));
}

function hasAny(row: readonly Fact[], facts: readonly Fact[]): boolean {
  return row.some(({ key }) => facts.some((fact) => fact.key === key));
}
