import { type DevId, devId } from '../../model/ids.ts';
import type { Args } from '../observation.ts';
import { nameOf, numberOf, pointerOf } from './arguments.ts';
import type { Net } from './nets.ts';
import type { Unsettled } from './outbox.ts';
import { Uses } from './uses.ts';

/** One device while the log is read. */
export class Device implements Unsettled {
  pointer: string | null;
  /** Which use of its pointer, or of its `net:ifindex`, this is. */
  use: number;
  /** A line to come may still show its pointer: who made it is not done yet. */
  nascent = false;
  /** Where it appeared first; with its first ifindex the id of a device without pointer. */
  home: Net | null = null;
  firstIfindex: number | null = null;
  name: string | null = null;
  ifindex: number | null = null;
  net: Net | null = null;
  listed = false;
  /** It left its list for good; its pointer may come back as another device's. */
  gone = false;

  constructor(pointer: string | null, use: number) {
    this.pointer = pointer;
    this.use = use;
  }

  get settled(): boolean {
    if (this.pointer !== null) return true;
    return !this.nascent && (this.home === null || this.home.settled);
  }

  settle(): void {
    this.nascent = false;
    this.home?.settle();
  }

  /** `null` where the log gives it neither pointer nor namespace and ifindex. */
  get id(): DevId | null {
    const suffix = this.use === 1 ? '' : `~${this.use}`;
    if (this.pointer !== null) return devId(this.pointer + suffix);
    if (this.home === null || this.firstIfindex === null) return null;
    return devId(`${this.home.id}:${this.firstIfindex}${suffix}`);
  }
}

/** The devices of one namespace by ifindex. */
type Places = Map<number | null, Device>;

/** All devices of a recording, found by pointer, else by namespace and ifindex. */
export class Devices {
  readonly #byPointer = new Map<string, Device>();
  /** Nothing is kept under `null`: asking for a place that is not known finds nobody. */
  readonly #byPlace = new Map<Net | null, Places>();
  /** Those whose memory was given back, oldest first. */
  #freed: Device[] = [];
  /** Those that left their lists for good and were not freed yet, oldest first. */
  readonly #gone = new Set<Device>();
  /** How often the pointers of devices that are forgotten were used. */
  readonly #uses = new Uses<string>();

  /** alloc_netdev_mqs returned: a new device, whatever its pointer belonged to before. */
  allocated(pointer: string, name: string | null): Device {
    const device = this.#create(pointer);
    device.name = name;
    return device;
  }

  /** A device that a call is about to list; whether its lines will show a pointer is open. */
  unnamed(): Device {
    const device = new Device(null, 1);
    device.nascent = true;
    return device;
  }

  /** A line tells of a device that had no pointer so far; maybe it shows one. */
  identify(device: Device, args: Args): void {
    const pointer = pointerOf(args.dev);
    if (pointer === null || !device.nascent || device.pointer !== null) return;
    device.pointer = pointer;
    device.use = this.#usesOf(pointer) + 1;
    this.#byPointer.set(pointer, device);
  }

  /**
   * The device some arguments speak of; `null` where they name none that is known. One probe may
   * print the pointer and another only the place, so each leads to the same device.
   */
  find(args: Args, net: Net | null): Device | null {
    const pointer = pointerOf(args.dev);
    const placed = this.#byPlace.get(net)?.get(numberOf(args.ifindex)) ?? null;
    if (pointer === null) return placed;
    const known = this.#byPointer.get(pointer);
    if (known !== undefined) return known;
    if (placed?.pointer !== null || !placed.listed || !named(placed, args)) {
      return this.#create(pointer);
    }
    this.#byPointer.set(pointer, placed);
    return placed;
  }

  /**
   * The device list_netdevice puts into a list: a known one that is in no list, else a new one
   * (its pointer or ifindex came back, or it is older than the log).
   */
  arriving(args: Args, net: Net | null): Device {
    const known = this.find(args, net);
    const again = known !== null && (known.gone || known.listed);
    if (known !== null && !(again && !sameListing(known, args, net))) return known;
    const pointer = pointerOf(args.dev);
    if (pointer !== null) return this.#create(pointer);
    return new Device(null, known === null ? 1 : known.use + 1);
  }

  /** A device that leaves a place without having been seen to enter it: it is older than the log. */
  older(net: Net, ifindex: number, name: string | null): Device {
    const device = new Device(null, 1);
    this.place(device, net, ifindex, name);
    return device;
  }

  /** Notes where a device is listed now. */
  place(device: Device, net: Net | null, ifindex: number | null, name: string | null): void {
    this.#vacate(device);
    device.nascent = false;
    device.home ??= net;
    device.firstIfindex ??= ifindex;
    device.name = name;
    device.net = net;
    device.ifindex = ifindex;
    device.listed = true;
    // list_netdevice comes behind dev_new_index: 0 is no place yet.
    if (net === null || ifindex === null || ifindex <= 0) return;
    const places: Places = this.#byPlace.get(net) ?? new Map();
    if (places.size >= MOST_PLACES) forgetGone(places);
    this.#byPlace.set(net, places.set(ifindex, device));
  }

  /** The device left its list for good: its pointer or ifindex may come back as another's. */
  leave(device: Device): void {
    device.nascent = false;
    device.listed = false;
    if (device.pointer !== null) this.#vacate(device);
    if (device.gone) return;
    device.gone = true;
    this.#gone.add(device);
    if (this.#gone.size <= MOST_GONE) return;
    // No line shows free_netdev.
    for (const oldest of this.#gone) {
      this.#forgetPointer(oldest);
      this.#gone.delete(oldest);
      return;
    }
  }

  /**
   * free_netdev: no line will tell of it any more, but for one that comes late. Of those freed long
   * ago only the number of their pointer's uses is kept.
   */
  freed(device: Device): void {
    this.leave(device);
    this.#gone.delete(device);
    this.#freed.push(device);
    if (this.#freed.length < 2 * MOST_FREED) return;
    for (const old of this.#freed.slice(0, MOST_FREED)) this.#forgetPointer(old);
    this.#freed = this.#freed.slice(MOST_FREED);
  }

  /** The namespace is freed and with it all places in it. */
  forget(net: Net): void {
    this.#byPlace.delete(net);
  }

  #forgetPointer(device: Device): void {
    const { pointer, use } = device;
    if (pointer === null || this.#byPointer.get(pointer) !== device) return;
    this.#byPointer.delete(pointer);
    this.#uses.note(pointer, use);
  }

  #vacate(device: Device): void {
    const { net, ifindex } = device;
    const places = this.#byPlace.get(net);
    if (places?.get(ifindex) === device) places.delete(ifindex);
  }

  #create(pointer: string): Device {
    const device = new Device(pointer, this.#usesOf(pointer) + 1);
    this.#byPointer.set(pointer, device);
    return device;
  }

  #usesOf(pointer: string): number {
    return this.#byPointer.get(pointer)?.use ?? this.#uses.of(pointer);
  }
}

/** Freed devices of which everything is kept; up to twice as many. */
const MOST_FREED = 1024;
/** The same for those that left their lists and were not freed: more than a batch of namespaces has. */
const MOST_GONE = 131_072;

/** Places kept in one namespace before those of devices that are gone are forgotten. */
const MOST_PLACES = 65_536;

function forgetGone(places: Places): void {
  for (const [ifindex, device] of places) if (device.gone) places.delete(ifindex);
}

/** A listing of a listed device that shows nothing new is the same device again. */
function sameListing(device: Device, args: Args, net: Net | null): boolean {
  if (device.gone) return false;
  return device.net === net && device.ifindex === numberOf(args.ifindex) && named(device, args);
}

function named(device: Device, args: Args): boolean {
  const name = nameOf(args);
  return name === null || device.name === name;
}
