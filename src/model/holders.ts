import type { Holder } from './events.ts';

/** Who holds references to a device, in words: `dst_init (2), ipv6_add_dev`. */
export function holdersInWords(holders: readonly Holder[]): string {
  return holders
    .map(({ symbol, count }) => `${symbol ?? 'unknown'}${count === 1 ? '' : ` (${count})`}`)
    .join(', ');
}
