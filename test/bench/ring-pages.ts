/** What a reader of `trace_pipe_raw` gets at once (kernel/trace/ring_buffer.c: struct buffer_data_page). */
const PAGE_BYTES = 4096;

/**
 * Raw pages of a ring buffer, told `rounds` times, each time `later` nanoseconds after the last:
 * every page begins with the time of its first record, 64 bits, and all others in it are steps from
 * there. Hands out the same array each time.
 */
export function* retold(pages: Uint8Array, rounds: number, later: bigint): Generator<Uint8Array> {
  const told = pages.slice();
  const view = new DataView(told.buffer);
  yield told;
  for (let round = 1; round < rounds; round += 1) {
    for (let page = 0; page < told.length; page += PAGE_BYTES) {
      view.setBigUint64(page, view.getBigUint64(page, true) + later, true);
    }
    yield told;
  }
}
