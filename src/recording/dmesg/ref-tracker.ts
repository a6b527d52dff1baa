import type { Holder } from '../../model/events.ts';

/*
 * lib/ref_tracker.c: ref_tracker_dir_print, below each "waiting for … to become free". Each block is
 * a head and the stack that took the reference; on a console every line is a record of its own.
 *
 * 5.17, 6.1   leaked reference.
 * 6.12        ref_tracker: lo@00000000a1b2c3d4 has 1/1 users at
 * 6.18        ref_tracker: netdev@00000000a1b2c3d4 has 1/1 users at
 *                  dst_init+0x84/0x4a0
 *             ref_tracker: lo@00000000a1b2c3d4 skipped reports about 3/12 users.
 */
const LEAKED = /^(?:ref_tracker: )?leaked reference\.$/;
const USERS = /^ref_tracker: .+@\S+ (?:has|skipped reports about) (\d{1,9})\/\d{1,9} users/;
const FRAME = /^\s{1,20}([A-Za-z_][\w.$]*)\+0x[\da-f]+\/0x[\da-f]+/;

/** What takes references on behalf of others (include/linux/netdevice.h). */
const ON_BEHALF: ReadonlySet<string> = new Set([
  ...['ref_tracker_alloc', 'netdev_tracker_alloc', '__netdev_tracker_alloc'],
  ...['netdev_hold', 'dev_hold', 'dev_hold_track'],
]);

/** Whether a line of the kernel's log belongs to such a block. */
export function isRefTracker(message: string): boolean {
  return LEAKED.test(message) || USERS.test(message) || FRAME.test(message);
}

/** Who holds the references, by the function that took them, in the order of the log. */
export function holdersIn(lines: readonly string[]): readonly Holder[] {
  const counts = new Map<string | null, number>();
  let open: { count: number } | null = null;
  const close = (symbol: string | null): void => {
    if (open !== null) counts.set(symbol, (counts.get(symbol) ?? 0) + open.count);
    open = null;
  };
  for (const line of lines) {
    const users = LEAKED.test(line) ? 1 : Number(USERS.exec(line)?.[1] ?? 0);
    const symbol = FRAME.exec(line)?.[1];
    if (users > 0) {
      close(null);
      open = { count: users };
    } else if (symbol !== undefined && !ON_BEHALF.has(symbol)) close(symbol);
  }
  close(null);
  return [...counts].map(([symbol, count]) => ({ symbol, count }));
}
