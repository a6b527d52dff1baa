/** A number for humans, with the noun it counts: `1 line`, `2,602 lines`. */
export function count(number: number, noun?: string, plural = `${noun}s`): string {
  const digits = number.toLocaleString('en');
  if (noun === undefined) return digits;
  return `${digits} ${number === 1 ? noun : plural}`;
}
