/**
 * The keys that two orders have in common and agree on: the longest sequence that is in both, and
 * of several such the one that is first in the order of UTF-16 units. So it does not matter which
 * of the two comes first. No key may be twice in one of them.
 */
export function agreement(one: readonly string[], other: readonly string[]): ReadonlySet<string> {
  const places = new Map(other.map((key, place) => [key, place]));
  const common = one.flatMap((key) => {
    const place = places.get(key);
    return place === undefined ? [] : [{ key, place }];
  });
  const agreed = new Set<string>();
  let last = { index: -1, place: -1 };
  for (const candidates of byLengthFrom(common).reverse()) {
    const next = candidates
      .filter(({ index, place }) => index > last.index && place > last.place)
      .reduce((a, b) => (a.key < b.key ? a : b));
    agreed.add(next.key);
    last = next;
  }
  return agreed;
}

interface Placed {
  readonly key: string;
  readonly place: number;
}

interface Candidate extends Placed {
  readonly index: number;
}

/** Groups keys by how long a sequence can begin with them: at 0 those of length 1, and so on. */
function byLengthFrom(common: readonly Placed[]): Candidate[][] {
  const groups: Candidate[][] = [];
  /** The greatest place a sequence of each length can begin at; falling. */
  const heads: number[] = [];
  for (const [index, { key, place }] of [...common.entries()].reverse()) {
    let low = 0;
    let high = heads.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((heads[middle] ?? 0) > place) low = middle + 1;
      else high = middle;
    }
    heads[low] = place;
    const group = groups[low] ?? [];
    group.push({ key, place, index });
    groups[low] = group;
  }
  return groups;
}
