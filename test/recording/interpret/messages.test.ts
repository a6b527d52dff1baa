import { describe, expect, it } from 'vitest';
import { type Recording, readLog } from '../../../src/recording/read.ts';
import { eventsOf, inChunks } from '../events.ts';
import { bodyOf } from './kprobe-log.ts';

/** A kernel log of these messages, a second each. */
async function read(...messages: readonly string[]): Promise<Recording> {
  const lines = messages.map((message, index) => `[    ${index + 1}.000000] ${message}\n`);
  return readLog(inChunks(new TextEncoder().encode(lines.join('')), 4096), { format: 'dmesg' });
}

async function told(...messages: readonly string[]): Promise<readonly object[]> {
  return (await read(...messages)).events.map(bodyOf);
}

const boot = (...before: readonly string[]) =>
  told(
    ...before,
    'calling  net_dev_init+0x0/0x24f @ 1',
    'initcall net_dev_init+0x0/0x24f returned 0 after 4000 usecs',
  );

async function listsOf(...before: readonly string[]): Promise<readonly unknown[]> {
  return (await boot(...before)).flatMap((event) => ('list' in event ? [event.list] : []));
}

async function queuesOf(...before: readonly string[]): Promise<number> {
  return (await boot(...before)).filter((event) => 'softnet' in event).length;
}

describe('a kernel message', () => {
  it.each([
    ['e0: renamed from d0', 'd0', 'e0'],
    ['e0: renamed from d0 (while UP)', 'd0', 'e0'],
    ['e0 (unregistering): renamed from d0', 'd0', 'e0'],
    ['virtio_net virtio0 e0: renamed from d0', 'd0', 'e0'],
    ['virtio_net virtio0 e0 (uninitialized): renamed from d0 (while UP)', 'd0', 'e0'],
    ['a:b: renamed from c:d', 'c:d', 'a:b'],
  ])('tells a renaming: %s', async (message, from, to) => {
    expect(await told(message)).toEqual([{ type: 'netdev.renamed', dev: null, from, to }]);
  });

  it.each([
    'now somebody said e0: renamed from d0',
    'e0: renamed from d0 yesterday',
    'e0 (): renamed from d0',
    ': renamed from d0',
    'calling  the police',
    'calling  f+0x0/0x10 @ 1 or so',
    'never calling  f+0x0/0x10 @ 1',
    'initcall f+0x0/0x10 returned soon after 5 usecs',
    'an initcall f+0x0/0x10 returned 0 after 5 usecs',
    'unregister_netdevice: waiting for lo',
    'now unregister_netdevice: waiting for lo to become free. Usage count = 2',
    'unregister_netdevice: waiting for lo to become free. Usage count = 2 or 3',
    'no WARNING: at all',
    'no Kernel panic - not syncing: at all',
    'no BUG: here',
    'about Linux version 6.1.0',
    // The rest is read, because each may tell how many CPUs there are.
    'cpu: Allowing calling  f+0x0/0x10 @ 1',
    'if Allowing initcall f+0x0/0x10 returned 0 after 5 usecs',
    'usb: Allowing unregister_netdevice: waiting for lo to become free. Usage count = 2',
    'WARN Allowing all',
    'Kernel Allowing all that it can, and a bit',
  ])('that is none of these tells nothing: %s', async (message) => {
    expect(await told(message)).toEqual([]);
  });

  it.each([
    ['calling  f+0x1f/0x1a0 @ 140', { type: 'initcall.started', name: 'f' }],
    ['calling  f+0x0/0x10 [sit] @ 7', { type: 'initcall.started', name: 'f' }],
    [
      'initcall f+0x1f/0x1a0 returned -19 after 12 usecs',
      { type: 'initcall.returned', name: 'f', rc: -19, duration: 12_000 },
    ],
    [
      'initcall f+0x0/0x10 [sit] returned 0 after 345 usecs with disabled interrupts',
      { type: 'initcall.returned', name: 'f', rc: 0, duration: 345_000 },
    ],
    [
      'unregister_netdevice: waiting for a b to become free. Usage count = -1',
      { type: 'netdev.waiting', name: 'a b', refs: -1 },
    ],
    [
      'unregister_netdevice: waiting for lo to become free. Usage count = 12',
      { type: 'netdev.waiting', name: 'lo', refs: 12 },
    ],
    ['WARNING: CPU: 0', { type: 'kernel.warned', message: 'CPU: 0' }],
    ['Kernel panic - not syncing: x', { type: 'kernel.panicked', message: 'x' }],
    ['BUG: unable', { type: 'kernel.bug', message: 'BUG: unable' }],
    ['kernel BUG at f.c:1!', { type: 'kernel.bug', message: 'kernel BUG at f.c:1!' }],
    ['Internal error: x', { type: 'kernel.bug', message: 'Internal error: x' }],
    ['Unable to handle kernel x', { type: 'kernel.bug', message: 'Unable to handle kernel x' }],
    ['general protection fault', { type: 'kernel.bug', message: 'general protection fault' }],
  ])('tells what happened: %s', async (message, body) => {
    expect(await told(message)).toEqual([body]);
  });
});

describe('a kernel log', () => {
  it.each([
    ['Linux version 6.1.0-56-cloud-amd64 (a@b)', '6.1.0-56-cloud-amd64'],
    ['Linux version 12.17.3 (a@b)', '12.17.3'],
    ['Linux version unknown', null],
    ['Last, Allowing a Linux version 6.1.0 (a@b)', null],
  ])('tells its kernel: %s', async (message, kernel) => {
    expect((await read(message)).summary.kernel).toBe(kernel);
  });

  it.each([
    [['smpboot: Allowing 12 CPUs, 2 hotplug CPUs'], 12],
    [['nr_cpu_ids:16 nr_node_ids:1', 'smpboot: Allowing 4 CPUs'], 16],
    [['smpboot: Allowing some CPUs'], null],
    [['smpboot: Allowing some CPUs', 'nr_cpu_ids:2'], 2],
  ])('tells how many CPUs are possible, at the most: %s', async (messages, cpus) => {
    expect((await read(...messages)).summary.cpus).toBe(cpus);
  });

  it('may tell of several boots: all but the first follow a gap', async () => {
    const [version, warning] = ['Linux version 6.1.0 (a@b)', 'WARNING: CPU: 0'];
    const gap = { type: 'recording.gap', lost: null };
    const warned = { type: 'kernel.warned', message: 'CPU: 0' };
    expect(await told(version)).toEqual([]);
    expect(await told(version, version)).toEqual([gap]);
    expect(await told(warning, version)).toEqual([warned, gap]);
    expect(await told(version, warning, version)).toEqual([warned, gap]);
  });

  it('forgets at a new boot what tells a reboot without a line', async () => {
    const boot = ['calling  a+0x0/0x10 @ 1', 'calling  b+0x0/0x10 @ 1'];
    const rebooted = `[    0.000000] Linux version 6.1.0 (a@b)\n[    0.500000] ${boot[0]}\n`;
    const events = await eventsOf(
      boot.map((message) => `[    1.000000] ${message}\n`).join('') + rebooted,
      { format: 'dmesg' },
    );
    expect(events.filter(({ type }) => type === 'recording.gap')).toHaveLength(1);
  });
});

describe('the steps of net_dev_init that no message shows', () => {
  const ALL = 'all';

  it.each([
    ['Linux version 5.17.0 (a@b)', true],
    ['Linux version 6.1.0-56-cloud-amd64 (a@b)', true],
    ['Linux version 6.12.117 (a@b)', false],
    ['Linux version 7.2.13 (a@b)', false],
  ])('have the head of ptype_all or not, as the kernel has it: %s', async (message, has) => {
    const lists = await listsOf(message);
    expect(lists.includes(ALL)).toBe(has);
    expect(lists.filter((list) => list !== ALL)).toEqual(Array.from({ length: 16 }, (_, n) => n));
  });

  it('have it not where nobody has read the kernel, or no line says which it is', async () => {
    expect(await listsOf('Linux version 6.6.1 (a@b)')).toEqual(await listsOf());
    expect(await listsOf('Linux version unknown')).toEqual(await listsOf());
  });

  it.each([
    ['smpboot: Allowing 4 CPUs, 2 hotplug CPUs', 4],
    ['setup_percpu: NR_CPUS:8192 nr_cpumask_bits:8 nr_cpu_ids:8 nr_node_ids:1', 8],
    ['setup_percpu: nr_cpu_ids:many', 1],
    ['smpboot: Allowing two CPUs', 1],
    ['smpboot: Allowing 99999 CPUs, 0 hotplug CPUs', 8192],
  ])('are one for each CPU that is possible: %s', async (message, cpus) => {
    expect(await queuesOf(message)).toBe(cpus);
  });

  it('count the most CPUs that any message allows', async () => {
    const [four, two] = ['Allowing 4 CPUs, 0 hotplug', 'nr_cpu_ids:2 nr_node_ids:1'];
    expect(await queuesOf(four, two)).toBe(4);
    expect(await queuesOf(two, four)).toBe(4);
  });
});
