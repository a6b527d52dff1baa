/**
 * A place in kernel code as `%pS` prints it: `name+0x4/0x110 [module]`.
 *
 * `setup_net+0x13b/0x310` · `sit_init_net+0x17/0x1c0 [sit]` · `net_ns_ops+0x0/0x60` · `ops_init`
 */
const SYMBOL = /^([A-Za-z_$][\w.$]*)(?:\+0x([\da-f]+)(?:\/0x[\da-f]+)?)?(?: ?\[[^\]]*\])?$/;

/**
 * Where a probe sits at the entry of a function: 0, or behind the landing pad that indirect
 * branches need (x86 ENDBR: 4, arm64 BTI and friends: up to 8).
 */
const LAST_ENTRY_OFFSET = 8;

/** What the kernel and its tools print where they know no symbol. */
const ADDRESS = /^(?:0x[\da-f]+|[\da-f]{16})$/;

/** A name and how far behind its start. */
export interface Place {
  /** The function's name as the C source has it, without what compilers append. */
  readonly name: string;
  /** Bytes behind the start of the symbol. */
  readonly offset: number;
}

/** Reads a symbol; `null` for an address, `0x0` or anything else. */
export function parsePlace(text: string): Place | null {
  const match = isAddress(text) ? null : SYMBOL.exec(text);
  if (match === null) return null;
  const [, name = '', offset = '0'] = match;
  return { name: plainName(name), offset: Number.parseInt(offset, 16) };
}

/** Whether a number stands where a symbol should. */
export function isAddress(text: string): boolean {
  return ADDRESS.test(text);
}

/** Whether a probe at this place fires when the function is entered. */
export function isEntry(place: Place): boolean {
  return place.offset <= LAST_ENTRY_OFFSET;
}

/**
 * The name in a symbol that an argument holds: `"loopback_net_ops+0x0/0x60"` is
 * `"loopback_net_ops"`; `null` for an address or `0x0`.
 */
export function symbolName(text: string): string | null {
  return parsePlace(text)?.name ?? null;
}

/** Strips `.constprop.0`, `.isra.1`, `.part.2`, `.cold`: no C identifier has a dot. */
export function plainName(name: string): string {
  const dot = name.indexOf('.', 1);
  return dot === -1 ? name : name.slice(0, dot);
}
