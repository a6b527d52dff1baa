/**
 * Reduces a list to what is needed (delta debugging, after Zeller and Hildebrandt): halves are
 * taken away first, then smaller pieces, at last single items. Yields what is left each time, to be
 * told whether it still does; returns the last that did. No single item of it can go any more.
 *
 * A generator, so that who tells may do so at once or take their time.
 */
export function* reduction<T>(items: readonly T[]): Generator<readonly T[], readonly T[], boolean> {
  let left = items;
  let size = Math.ceil(items.length / 2);
  while (size > 0) {
    const before = left.length;
    for (let index = 0; index < left.length; ) {
      const candidate = [...left.slice(0, index), ...left.slice(index + size)];
      if (yield candidate) left = candidate;
      else index += size;
    }
    // Single items are tried until none can go: one may be needed only for another.
    if (size > 1) size = Math.floor(size / 2);
    else if (left.length === before) size = 0;
  }
  return left;
}
