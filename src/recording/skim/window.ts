/** Pages of 64 KiB that a kernel's memory has; kernel.wat says what lies where. */
const PAGES = 9;
/** Where in it the lines lie that are read. */
export const WINDOW = 0x40000;
/** How many bytes of them there is room for: so few that what is made of them dies young. */
export const WINDOW_BYTES = 0x40000;

const memories = new WeakMap<ArrayBufferLike, WebAssembly.Memory>();

/**
 * A place to read a log into, 256 KiB at a time: chunks that lie in it are not copied before the
 * lines of no interest are stepped over. Where there is no WebAssembly, a place like any other.
 */
export function newWindow(): Uint8Array {
  try {
    const memory = newMemory();
    memories.set(memory.buffer, memory);
    return new Uint8Array(memory.buffer, WINDOW, WINDOW_BYTES);
  } catch {
    return new Uint8Array(WINDOW_BYTES);
  }
}

/** The memory in which a chunk lies, if it was read into a window, else a fresh one. */
export function memoryOf(chunk: Uint8Array | null): WebAssembly.Memory {
  const known = chunk === null ? undefined : memories.get(chunk.buffer);
  return known ?? newMemory();
}

function newMemory(): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
}
