import type { NetNamespace } from '../kernel.ts';

/** Where the first struct net lies, and how far they are apart. */
const FIRST_NET = 0xffff_8881_0000_0040n;
const NET_SIZE = 0x1180n;

/** Where init_net lies: in the kernel's own data. */
const INIT_NET_ADDRESS = '0xffffffff82f6b9c0';

/** Gives every namespace an address, in the order in which it is asked for. */
export class Addresses {
  readonly #nets = new Map<string, string>();

  ofNet({ id, inode }: Pick<NetNamespace, 'id' | 'inode'>): string {
    const known = this.#nets.get(id) ?? this.#next(inode);
    this.#nets.set(id, known);
    return known;
  }

  /** The address of a namespace that was shown before, or of a device: that is its id. */
  ofId(id: string): string {
    return this.#nets.get(id) ?? id;
  }

  #next(inode: number): string {
    if (inode === INIT_INODE) return INIT_NET_ADDRESS;
    return `0x${(FIRST_NET + BigInt(this.#nets.size) * NET_SIZE).toString(16)}`;
  }
}

const INIT_INODE = 4_026_531_840;

/** `net_dev_init+0x0/0x3c0`: a function with an offset and a size, as the kernel prints symbols. */
export function symbol(name: string, offset = 0): string {
  let size = 0x40;
  for (const letter of name) size += letter.charCodeAt(0);
  return `${name}+0x${offset.toString(16)}/0x${(size & ~0xf).toString(16)}`;
}
