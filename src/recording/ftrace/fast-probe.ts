import {
  CLOSE_BRACKET,
  CLOSE_PAREN,
  DASH,
  endOfWord,
  isAllHex,
  isHex,
  LESS,
  LETTER_F,
  LETTER_X,
  OPEN_BRACKET,
  PLUS,
  SLASH,
  SPACE,
  ZERO,
} from '../ascii.ts';
import type { ByteInterner } from '../byte-interner.ts';
import { FastName } from '../fast-name.ts';
import { memoized } from '../memo.ts';
import { type ProbeHit, probedByHabit } from './kprobe.ts';

/** Where a probe at the entry of a function sits: one hexadecimal digit, see symbol.ts. */
const LAST_ENTRY_DIGIT = ZERO + 8;
const ADDRESS_DIGITS = 16;

/**
 * Reads what probes print before their arguments, one after the other into itself, as parseProbe
 * does; trace-cmd report prints addresses.
 *
 *     event         site                  probed
 *     ops_init: (ops_init+0x0/0x130)
 *     ops_init_ret: (setup_net+0x13b/0x310 <- ops_init)
 *     ops_init:             (ffffffffad79be20)
 *     ops_init_ret:         (ffffffffad79be20 <- ffffffffad79c71b)
 */
export class FastProbe {
  kind: ProbeHit['kind'] = 'entered';
  /** Whether the probe may be wanted; if not, it certainly is not. */
  mayBeWanted = false;
  readonly #symbol: FastName;
  readonly #event = new FastName(null);
  /** Whether only the name of the event tells the function. */
  #unresolved = false;
  readonly #entered = memoized((event) => probedByHabit(event, false));
  readonly #returned = memoized((event) => probedByHabit(event, true));

  /** `wanted`: ASCII names of functions; `null` for all. */
  constructor(wanted: ReadonlySet<string> | null) {
    this.#symbol = new FastName(wanted);
  }

  /**
   * Reads the head of a probe whose event has its name at `event`, and whose place stands at `site`,
   * behind the parenthesis. Returns the index behind it all, or -1 where it has another shape.
   */
  read(bytes: Uint8Array, event: number, site: number): number {
    const behind = this.#symbol.read(bytes, site);
    this.#unresolved = behind === -1;
    const at = this.#unresolved
      ? this.#readAddresses(bytes, site)
      : this.#readSymbols(bytes, behind);
    if (this.#unresolved) this.#event.read(bytes, event);
    this.mayBeWanted = this.#unresolved || this.#symbol.mayBeWanted;
    return at !== -1 && bytes[at] === CLOSE_PAREN ? at + 1 : -1;
  }

  /** The function on which the probe sits that was just read. */
  fn(bytes: Uint8Array, names: ByteInterner): string {
    if (!this.#unresolved) return this.#symbol.text(bytes, names);
    const event = this.#event.text(bytes, names);
    return this.kind === 'returned' ? this.#returned(event) : this.#entered(event);
  }

  /** Behind the name of the function. */
  #readSymbols(bytes: Uint8Array, offset: number): number {
    const site = endOfPlace(bytes, offset);
    this.kind = site !== -1 && isEntry(bytes, offset) ? 'entered' : 'inner';
    const arrow = site === -1 ? -1 : endOfArrow(bytes, site);
    if (arrow === -1) return site;
    this.kind = 'returned';
    const probed = this.#symbol.read(bytes, arrow);
    return probed === -1 ? -1 : endOfModule(bytes, probed);
  }

  #readAddresses(bytes: Uint8Array, from: number): number {
    const site = endOfAddress(bytes, from);
    this.kind = 'entered';
    const arrow = site === -1 ? -1 : endOfArrow(bytes, site);
    if (arrow === -1) return site;
    this.kind = 'returned';
    return endOfAddress(bytes, arrow);
  }
}

/** Behind ` <- `; -1 where it does not stand here. */
function endOfArrow(bytes: Uint8Array, from: number): number {
  if (bytes[from] !== SPACE || bytes[from + 1] !== LESS) return -1;
  return bytes[from + 2] === DASH && bytes[from + 3] === SPACE ? from + 4 : -1;
}

/** Whether `+0x4/` stands here: a probe at the entry, though perhaps behind a landing pad. */
function isEntry(bytes: Uint8Array, offset: number): boolean {
  return bytes[offset + 4] === SLASH && (bytes[offset + 3] ?? 0) <= LAST_ENTRY_DIGIT;
}

/** Where `+0x0/0x130 [module]` ends; -1 where it does not stand here. */
function endOfPlace(bytes: Uint8Array, from: number): number {
  if (bytes[from] !== PLUS) return -1;
  const slash = endOfHex(bytes, from + 1);
  if (slash === -1 || bytes[slash] !== SLASH) return -1;
  const end = endOfHex(bytes, slash + 1);
  return end === -1 ? -1 : endOfModule(bytes, end);
}

function endOfHex(bytes: Uint8Array, from: number): number {
  if (bytes[from] !== ZERO || bytes[from + 1] !== LETTER_X) return -1;
  let at = from + 2;
  while (isHex(bytes[at])) at += 1;
  return at > from + 2 ? at : -1;
}

function endOfModule(bytes: Uint8Array, from: number): number {
  if (bytes[from] !== SPACE || bytes[from + 1] !== OPEN_BRACKET) return from;
  const at = endOfWord(bytes, from + 2);
  return bytes[at] === CLOSE_BRACKET ? at + 1 : -1;
}

/** Where an address of the kernel's half ends that was not resolved; -1 where none stands here. */
function endOfAddress(bytes: Uint8Array, from: number): number {
  const end = from + ADDRESS_DIGITS;
  return bytes[from] === LETTER_F && isAllHex(bytes, from, end) ? end : -1;
}
