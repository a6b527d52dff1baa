/** A number for humans, with the noun it counts: `1 line`, `2,602 lines`. */
export function count(number: number, noun?: string, plural = `${noun}s`): string {
  // Not toLocaleString: the first call loads the tables of Intl, 14 ms before any verdict.
  const digits = String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');
  if (noun === undefined) return digits;
  return `${digits} ${number === 1 ? noun : plural}`;
}

/** How often something happened: `once`, `twice`, `2,602 times`. */
export function times(number: number): string {
  return { 1: 'once', 2: 'twice' }[number] ?? `${count(number)} times`;
}
