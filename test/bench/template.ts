/** A value that differs from one telling to the next. */
type Slot =
  | { readonly kind: 'stamp'; readonly micros: number }
  | { readonly kind: 'inode'; readonly index: number }
  | { readonly kind: 'pointer'; readonly index: number };

/** What of a text is somebody's own: inode numbers of namespaces, pointers. */
export interface Identities {
  readonly inodes: readonly string[];
  readonly pointers: readonly string[];
}

/** The dynamic inode numbers of namespaces begin at 0xf0000000; this is far behind real ones. */
const FIRST_INODE = 4_100_000_000;
const FIRST_POINTER = 0xa000_0000_0000;
const PAGE = 4096;
const MICROS = 1e6;

/** Lines that can be told again and again: later each time, and with other identities. */
export class Template {
  readonly lines: number;
  /** The last stamp, in microseconds; `null` where there is none. */
  readonly last: number | null;
  readonly #texts: readonly string[];
  readonly #slots: readonly Slot[];
  readonly #identities: Identities;

  constructor(lines: readonly string[], identities: Identities) {
    const own = [...identities.inodes, ...identities.pointers];
    const pattern = new RegExp(['\\d+\\.\\d{6}(?=[:\\]])', ...own].join('|'), 'g');
    const text = `${lines.join('\n')}\n`;
    this.lines = lines.length;
    this.#identities = identities;
    this.#texts = text.split(pattern);
    this.#slots = [...text.matchAll(pattern)].map(([value]) => slotOf(value, identities));
    const stamps = this.#slots.flatMap((slot) => (slot.kind === 'stamp' ? slot.micros : []));
    this.last = stamps.at(-1) ?? null;
  }

  /** Tells the lines for the `round`th time, `later` microseconds after the first time. */
  tell(round: number, later: number): string {
    let told = this.#texts[0] ?? '';
    for (const [i, slot] of this.#slots.entries()) {
      told += this.#fill(slot, round, later) + (this.#texts[i + 1] ?? '');
    }
    return told;
  }

  #fill(slot: Slot, round: number, later: number): string {
    const { inodes, pointers } = this.#identities;
    switch (slot.kind) {
      case 'stamp':
        return seconds(slot.micros + later);
      case 'inode':
        return String(FIRST_INODE + round * inodes.length + slot.index);
      case 'pointer': {
        const page = round * pointers.length + slot.index;
        return `0xffff${(FIRST_POINTER + page * PAGE).toString(16)}`;
      }
      default:
        return slot satisfies never;
    }
  }
}

/** Microseconds as ftrace and printk print a stamp. */
export function seconds(micros: number): string {
  return (micros / MICROS).toFixed(6);
}

function slotOf(value: string, { inodes, pointers }: Identities): Slot {
  if (pointers.includes(value)) return { kind: 'pointer', index: pointers.indexOf(value) };
  if (inodes.includes(value)) return { kind: 'inode', index: inodes.indexOf(value) };
  return { kind: 'stamp', micros: Math.round(Number(value) * MICROS) };
}
