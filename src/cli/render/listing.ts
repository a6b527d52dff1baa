import { count } from './quantity.ts';

/** The first and the last of many names: `net_ns_ops … default_device_ops`. */
export function ends(names: readonly string[]): string {
  const [first, last] = [names[0], names.at(-1)];
  if (first === undefined || last === undefined) return 'none';
  if (names.length <= 2) return names.join(', ');
  return `${first} … ${last}`;
}

/** Some names, and how many more there are. */
export function some(names: readonly string[], most: number): string {
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most).join(', ')} … ${count(names.length - most)} more`;
}

/** CPU numbers, runs of them condensed: `0-3, 5`. */
export function ranges(numbers: Iterable<number>): string {
  const runs: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && number === last[1] + 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(', ');
}
