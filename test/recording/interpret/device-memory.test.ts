import { describe, expect, it } from 'vitest';
import { netId } from '../../../src/model/ids.ts';
import { type Device, Devices } from '../../../src/recording/interpret/devices.ts';
import { type Net, Nets } from '../../../src/recording/interpret/nets.ts';

const D0 = '0xffff888000000100';
const D1 = '0xffff888000000200';
const A = '4026532100';

function pointer(index: number): string {
  return `0xffff8880${index.toString(16).padStart(8, '0')}`;
}

/** No devices yet, a namespace of a known number, and one whose number is open. */
function nothing() {
  const nets = new Nets();
  return { devices: new Devices(), net: nets.born({ inum: A }), open: nets.anonymous() };
}

describe('the id of a device', () => {
  it.each<readonly [string, (devices: Devices, device: Device, net: Net) => void, string | null]>([
    ['one shows it', (devices, device) => devices.identify(device, { dev: D0 }), D0],
    ['it is listed', (devices, device, net) => devices.place(device, net, 2, 'd0'), `${A}:2`],
    ['it is given up', (devices, device) => devices.leave(device), null],
    ['waiting costs too much', (_devices, device) => device.settle(), null],
  ])('is open as long as lines may come that show a pointer: until %s', (_what, happens, id) => {
    const { devices, net } = nothing();
    const device = devices.unnamed();
    expect(device.settled).toBe(false);
    happens(devices, device, net);
    expect(device.settled).toBe(true);
    expect(device.id).toBe(id);
  });

  it('is that of its first place, once the number of the namespace is known', () => {
    const { devices, net, open } = nothing();
    const device = devices.arriving({ ifindex: '2' }, open);
    expect(device.settled).toBe(true);
    devices.place(device, open, 2, 'd0');
    expect(device.settled).toBe(false);
    open.name(4_026_532_200, netId('4026532200'));
    expect(device.settled).toBe(true);
    devices.place(device, net, 5, 'd0');
    expect(device.id).toBe('4026532200:2');
  });

  it('is settled with that of its namespace, where waiting costs too much', () => {
    const { devices, open } = nothing();
    const device = devices.older(open, 2, 'd0');
    device.settle();
    expect([device.settled, open.settled, device.id]).toEqual([true, true, 'net1:2']);
  });

  it('is open no more with a pointer, whatever is open of its namespace', () => {
    const { devices, open } = nothing();
    const device = devices.allocated(D0, null);
    devices.place(device, open, 2, 'd0');
    expect(device.settled).toBe(true);
  });

  it('is unknown where half of its place is', () => {
    const { devices, net } = nothing();
    const [here, there] = [devices.arriving({}, net), devices.arriving({}, null)];
    devices.place(here, net, null, 'd0');
    devices.place(there, null, 2, 'd0');
    expect([here.id, there.id]).toEqual([null, null]);
  });

  it('counts the uses of a place or a pointer, not how many have none', () => {
    const { devices, net } = nothing();
    const made = [devices.unnamed(), devices.unnamed()];
    for (const device of made) devices.identify(device, {});
    const listed = [...made, devices.arriving({}, net), devices.arriving({}, net)];
    for (const [index, device] of listed.entries()) devices.place(device, net, index + 1, null);
    expect(listed.map(({ id }) => id)).toEqual([1, 2, 3, 4].map((index) => `${A}:${index}`));
  });

  it('counts on where another device was placed in between', () => {
    const { devices, net } = nothing();
    const live = (ifindex: number) => {
      const device = devices.arriving({ ifindex: String(ifindex) }, net);
      devices.place(device, net, ifindex, 'd0');
      devices.leave(device);
      return device.id;
    };
    expect([2, 3, 2].map(live)).toEqual([`${A}:2`, `${A}:3`, `${A}:2~2`]);
  });

  it('takes no pointer from lines behind those of its making', () => {
    const { devices, net } = nothing();
    const device = devices.unnamed();
    devices.place(device, net, 2, 'd0');
    devices.identify(device, { dev: D0 });
    expect(device.id).toBe(`${A}:2`);
    const allocated = devices.allocated(D0, 'd1');
    devices.identify(allocated, { dev: D1 });
    expect(allocated.id).toBe(D0);
  });
});

describe('a device', () => {
  it('is not found by an ifindex of 0, by no ifindex or in no namespace', () => {
    const { devices, net } = nothing();
    for (const [where, ifindex] of [
      [net, 0],
      [net, null],
      [null, 2],
    ] as const) {
      const device = devices.arriving({}, where);
      devices.place(device, where, ifindex, 'd0');
      const args = ifindex === null ? {} : { ifindex: String(ifindex) };
      expect(devices.find(args, where)).toBeNull();
    }
  });

  it('is found by its place with a pointer that no line showed before, under its name', () => {
    const { devices, net } = nothing();
    const device = devices.older(net, 2, 'd0');
    expect(devices.find({ dev: D1, ifindex: '2', name: 'd1' }, net)).not.toBe(device);
    expect(devices.find({ dev: D0, ifindex: '2' }, net)).toBe(device);
    expect(devices.find({ dev: D0 }, null)).toBe(device);
  });

  it('is not found by its place with another pointer than its own, or once it left', () => {
    const { devices, net } = nothing();
    const known = devices.allocated(D0, 'd0');
    devices.place(known, net, 2, 'd0');
    expect(devices.find({ ifindex: '2' }, net)).toBe(known);
    expect(devices.find({ dev: D1, ifindex: '2' }, net)).not.toBe(known);
    devices.leave(known);
    expect(devices.find({ ifindex: '2' }, net)).toBeNull();
    const older = devices.older(net, 3, 'd3');
    devices.leave(older);
    expect(devices.find({ ifindex: '3' }, net)).toBe(older);
    expect(devices.find({ dev: pointer(9), ifindex: '3' }, net)).not.toBe(older);
  });

  it('is nowhere once its namespace is freed', () => {
    const { devices, net } = nothing();
    devices.older(net, 2, 'd0');
    devices.forget(net);
    expect(devices.find({ ifindex: '2' }, net)).toBeNull();
  });

  it('is another one at a pointer whose memory was given back, though nobody saw it leave', () => {
    const { devices, net } = nothing();
    devices.freed(devices.allocated(D0, 'd0'));
    expect(devices.arriving({ dev: D0 }, net).id).toBe(`${D0}~2`);
  });
});

describe('the memory of devices', () => {
  /** So many devices at other addresses. */
  const many = (devices: Devices, count: number): readonly Device[] =>
    Array.from({ length: count }, (_, index) => devices.allocated(pointer(index), 'd'));
  const isKept = (devices: Devices, device: Device | undefined) =>
    device?.pointer !== null && devices.find({ dev: device?.pointer ?? '' }, null) === device;

  it('forgets the older half of 2048 that were freed; their pointers count on', () => {
    const { devices } = nothing();
    const all = many(devices, 2048);
    for (const device of all.slice(0, 2047)) devices.freed(device);
    expect(isKept(devices, all[0])).toBe(true);
    for (const device of all.slice(2047)) devices.freed(device);
    expect([0, 1023, 1024, 2047].map((index) => isKept(devices, all[index]))).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect(devices.allocated(pointer(5), 'd').id).toBe(`${pointer(5)}~2`);
  });

  it('keeps the next device at the pointer of one that is forgotten, freed twice or not', () => {
    const { devices } = nothing();
    const [first, ...others] = many(devices, 2048);
    if (first === undefined) throw new Error('one of 2048');
    devices.freed(first);
    devices.freed(first);
    const next = devices.allocated(pointer(0), 'e');
    for (const device of others.slice(1)) devices.freed(device);
    expect(isKept(devices, others[1])).toBe(false);
    expect(isKept(devices, next)).toBe(true);
  });

  it('forgets what is freed twice once', () => {
    const { devices } = nothing();
    const [first, ...others] = many(devices, 2047);
    for (const device of [first, first, ...others]) if (device !== undefined) devices.freed(device);
    expect(isKept(devices, first)).toBe(false);
  });

  it('forgets the first of 131,073 that left and were never freed', () => {
    const { devices, net } = nothing();
    devices.freed(devices.allocated(D0, 'd0'));
    const all = many(devices, 131_073);
    for (const device of all.slice(0, -1)) devices.leave(device);
    expect(isKept(devices, all[0])).toBe(true);
    for (const device of all.slice(-1)) devices.leave(device);
    expect([0, 1, 131_072].map((index) => isKept(devices, all[index]))).toEqual([
      false,
      true,
      true,
    ]);
    expect(devices.arriving({ dev: pointer(0) }, net).id).toBe(`${pointer(0)}~2`);
  });

  it('forgets the places of those that are gone when a namespace had 65,536', () => {
    const { devices, net } = nothing();
    const present = devices.older(net, 70_000, 'x');
    for (let ifindex = 1; ifindex < 65_536; ifindex += 1) {
      devices.leave(devices.older(net, ifindex, 'd'));
    }
    expect(devices.find({ ifindex: '1' }, net)).not.toBeNull();
    const last = devices.older(net, 65_536, 'd');
    expect(devices.find({ ifindex: '1' }, net)).toBeNull();
    expect(devices.find({ ifindex: '70000' }, net)).toBe(present);
    expect(devices.find({ ifindex: '65536' }, net)).toBe(last);
  });
});
