import { INIT_NET, type NetId, netId } from '../../model/ids.ts';
import type { Args } from '../observation.ts';
import { numberOf, pointerOf } from './arguments.ts';
import type { Unsettled } from './outbox.ts';
import { Uses } from './uses.ts';

/** PROC_DYNAMIC_FIRST of fs/proc/generic.c: inode numbers of namespaces lie from here on. */
const FIRST_INODE = 0xf0000000;
const LAST_INODE = 0xffffffff;
/** init_net's number up to 6.x, and NET_NS_INIT_INO of include/uapi/linux/nsfs.h as of 7.x. */
const INIT_NET_INODES: ReadonlySet<number | null> = new Set([Number(INIT_NET), 0xeffffff9]);

/** One namespace while the log is read; its inode number may come after its first events. */
export class Net implements Unsettled {
  inode: number | null = null;
  pointer: string | null = null;
  /** Its loopback was unlisted: whoever carries its inode number next is another namespace. */
  over = false;
  /** Its release was told. */
  freed = false;
  #id: NetId | null = null;
  readonly #fallback: () => NetId;

  constructor(fallback: () => NetId) {
    this.#fallback = fallback;
  }

  get settled(): boolean {
    return this.#id !== null;
  }

  /** The id; settles it where it is still open. */
  get id(): NetId {
    this.#id ??= this.#fallback();
    return this.#id;
  }

  settle(): void {
    this.#id ??= this.#fallback();
  }

  name(inode: number, id: NetId): void {
    this.inode = inode;
    this.#id ??= id;
  }
}

/** All namespaces of a recording, found by pointer and by inode number; both are recycled. */
export class Nets {
  readonly #byPointer = new Map<string, Net>();
  readonly #byInode = new Map<number, Net>();
  readonly #uses = new Uses<number>();
  #synthetic = 0;
  #initNet: Net | null = null;
  #booting = false;
  #alone = true;

  /** init_net, known by its inode number, or because nothing else exists during boot. */
  get initNet(): Net {
    this.#initNet ??= this.#first();
    return this.#initNet;
  }

  /** The log shows the boot, so that no namespace is older than it. */
  booting(): void {
    this.#booting = true;
  }

  /** init_net is known to be the only namespace so far. */
  get isAlone(): boolean {
    return this.#booting && this.#alone;
  }

  /** setup_net: a life begins, whatever its pointer or inode number belonged to before. */
  born(args: Args): Net {
    const { pointer, inode } = traitsOf(args);
    if (INIT_NET_INODES.has(inode)) return this.initNet;
    const net = this.anonymous();
    if (pointer !== null) this.#point(pointer, net);
    return inode === null ? net : this.#adopt(net, inode);
  }

  /** The namespace some arguments speak of; `null` where they name none. */
  find(args: Args): Net | null {
    const { pointer, inode } = traitsOf(args);
    if (pointer === null) return this.#byNumber(inode);
    const known = this.#byPointer.get(pointer);
    if (known !== undefined) {
      if (inode === null || known.inode === inode) return known;
      if (known.inode === null) return this.#adopt(known, inode);
    }
    const net = this.#byNumber(inode) ?? this.anonymous();
    this.#point(pointer, net);
    return net;
  }

  /** A line shows the inode number of a namespace whose setup this task is in. */
  learn(net: Net, args: Args): void {
    const { inode } = traitsOf(args);
    if (inode !== null && !net.settled) this.#adopt(net, inode);
  }

  /** A namespace without any trait of its own: a function trace names none. */
  anonymous(): Net {
    this.#alone = false;
    return new Net(() => this.#nextSynthetic());
  }

  /** The namespace that carries the inode number of one that is over. */
  successor(net: Net): Net {
    if (net.inode === null || net === this.#initNet) return net;
    const next = this.anonymous();
    if (net.pointer !== null) this.#point(net.pointer, next);
    return this.#adopt(next, net.inode);
  }

  /** The namespace is freed; its pointer and inode number may come back as another's. */
  forget(net: Net): void {
    net.over = true;
    drop(this.#byInode, net.inode, net);
    drop(this.#byPointer, net.pointer, net);
  }

  #point(pointer: string, net: Net): void {
    net.pointer = pointer;
    this.#byPointer.set(pointer, net);
  }

  #first(): Net {
    const net = new Net(() => INIT_NET);
    net.settle();
    return net;
  }

  #byNumber(inode: number | null): Net | null {
    if (inode === null) return null;
    if (INIT_NET_INODES.has(inode)) return this.initNet;
    return this.#byInode.get(inode) ?? this.#adopt(this.anonymous(), inode);
  }

  #adopt(net: Net, inode: number): Net {
    const use = this.#uses.of(inode) + 1;
    this.#uses.note(inode, use);
    this.#byInode.set(inode, net);
    net.name(inode, netId(use === 1 ? String(inode) : `${inode}~${use}`));
    return net;
  }

  #nextSynthetic(): NetId {
    this.#synthetic += 1;
    return netId(`net${this.#synthetic}`);
  }
}

/** Another namespace may have taken over the key meanwhile. */
function drop<Key>(nets: Map<Key, Net>, key: Key | null, net: Net): void {
  if (key !== null && nets.get(key) === net) nets.delete(key);
}

/** What arguments name a namespace by. */
interface Traits {
  readonly pointer: string | null;
  readonly inode: number | null;
}

/** `net` may be a pointer or, from some probes, the inode number itself; 0 is not set yet. */
function traitsOf({ net, inum }: Args): Traits {
  const inode = numberOf(inum) ?? 0;
  return { pointer: pointerOf(net), inode: inode > 0 ? inode : inodeOf(net) };
}

function inodeOf(text: string | undefined): number | null {
  const value = numberOf(text) ?? 0;
  return value >= FIRST_INODE && value <= LAST_INODE ? value : null;
}
