import type { DeviceLabel } from '../story/namespace-item.ts';
import type { NamespaceStory } from '../story/namespace-story.ts';

/**
 * What the loopback device of a namespace draws around the lives of all others: where it stands,
 * line by line.
 */
export class Bracket {
  /** `unseen` where lo is older than the recording: it may be there or not. */
  #lo: 'unseen' | 'awaited' | 'here' | 'gone';
  readonly #inside = new Set<string>();

  constructor({ born }: NamespaceStory) {
    this.#lo = born ? 'awaited' : 'unseen';
  }

  /** How the line of something that is no device begins. */
  get bar(): string {
    return { unseen: '┆  ', awaited: '', here: '│  ', gone: '' }[this.#lo];
  }

  /** How the line of a device begins. */
  get branch(): string {
    return { unseen: '┆─ ', awaited: '', here: '├─ ', gone: '' }[this.#lo];
  }

  /** No device was seen that is still there, besides lo. */
  get isEmpty(): boolean {
    return this.#inside.size === 0;
  }

  get isAwaited(): boolean {
    return this.#lo === 'awaited';
  }

  /** The recording shows that lo was there and left. */
  get isOver(): boolean {
    return this.#lo === 'gone';
  }

  enter(device: DeviceLabel): void {
    if (device.loopback) this.#lo = 'here';
    else this.#inside.add(keyOf(device));
  }

  leave(device: DeviceLabel): void {
    if (device.loopback) this.#lo = 'gone';
    else this.#inside.delete(keyOf(device));
  }
}

/** An ifindex is unique among the devices of a namespace; a name serves where there is none. */
function keyOf({ name, ifindex }: DeviceLabel): string {
  return ifindex === null ? `name ${name}` : `#${ifindex}`;
}
