import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Judgement } from '../../src/invariants/judge.ts';
import { judge } from '../../src/invariants/judge.ts';
import { readLog } from '../../src/recording/read.ts';

const EVENTS = new URL('../../events/', import.meta.url);
const KERNELS = ['6.1-cloud', '6.12-cloud'] as const;

function linesOf(path: string): readonly string[] {
  const text = gunzipSync(readFileSync(new URL(`${path}.log.gz`, EVENTS))).toString('latin1');
  return text.trimEnd().split('\n');
}

/** The log of a kernel that did what these lines say: its header counts them. */
function counted(lines: readonly string[]): readonly string[] {
  const entries = lines.filter((line) => !line.startsWith('#')).length;
  return lines.map((line) =>
    line.replace(/(entries-in-buffer\/entries-written: )\d+\/\d+/, `$1${entries}/${entries}`),
  );
}

async function judged(lines: readonly string[]): Promise<Judgement> {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`${counted(lines).join('\n')}\n`, 'latin1');
  }
  const { events } = await readLog(bytes());
  return judge(events);
}

/** What is broken, where: `boot-order 609`. */
async function accusations(lines: readonly string[]): Promise<readonly string[]> {
  const { invariants } = await judged(lines);
  return invariants.flatMap(({ id, violations }) => violations.map(({ line }) => `${id} ${line}`));
}

async function verdict(lines: readonly string[], promise: string): Promise<string | undefined> {
  const { invariants } = await judged(lines);
  return invariants.find(({ id }) => id === promise)?.verdict;
}

/** The 1-based line of the first match behind another line. */
function lineOf(lines: readonly string[], pattern: RegExp, after = 0): number {
  const index = lines.findIndex((line, at) => at >= after && pattern.test(line));
  if (index === -1) throw new Error(`expected a line like ${pattern}`);
  return index + 1;
}

/** The log with one stretch of lines taken out, both ends included. */
function without(lines: readonly string[], from: number, to = from): readonly string[] {
  return [...lines.slice(0, from - 1), ...lines.slice(to)];
}

function replaced(lines: readonly string[], at: number, from: string, to: string) {
  const line = lines[at - 1] ?? '';
  if (!line.includes(from)) throw new Error(`expected ${from} in line ${at}: ${line}`);
  return lines.with(at - 1, line.replace(from, to));
}

describe.each(KERNELS)('the boot of a broken kernel, %s', (kernel) => {
  const log = linesOf(`${kernel}/boot-function-1cpu`);
  const started = lineOf(log, /initcall_start: func=net_dev_init\+/);
  const returned = lineOf(log, /initcall_finish: func=net_dev_init\+/);
  const step = (pattern: RegExp, after = started): number => lineOf(log, pattern, after);

  it('breaks boot-order when one softirq is not opened', async () => {
    const first = step(/ open_softirq <-net_dev_init/);
    const second = step(/ open_softirq <-net_dev_init/, first);
    expect(await accusations(without(log, second))).toEqual([`boot-order ${returned - 1}`]);
  });

  it('breaks boot-phase when a device is listed before the first device operation', async () => {
    const lo = log[step(/ list_netdevice <-/) - 1] ?? '';
    const time = (line: string): string => / (\d+\.\d{6}): /.exec(line)?.[1] ?? '';
    const next = log[started] ?? '';
    const early = log.toSpliced(started, 0, lo.replace(time(lo), time(next)));
    expect(await accusations(early)).toContain(`boot-phase ${started + 1}`);
  });

  it('breaks boot-order when it leaves early and claims success', async () => {
    const from = step(/ register_pernet_device <-net_dev_init/);
    const early = without(log, from, returned - 1);
    expect(await accusations(early)).toContain(`boot-order ${from}`);
  });

  it('breaks no promise when it leaves early with -ENOMEM: a failed boot', async () => {
    const from = step(/ register_pernet_device <-net_dev_init/);
    const failed = replaced(without(log, from, returned - 1), from, 'ret=0', 'ret=-12');
    const untilThere = failed.slice(0, from + 20);
    expect(await accusations(untilThere)).toEqual([]);
    expect(await verdict(untilThere, 'boot-order')).toBe('holds');
  });

  it('breaks two promises when default_device_ops comes before loopback_net_ops', async () => {
    const lo = step(/ register_pernet_device <-net_dev_init/);
    const other = step(/ register_pernet_device <-net_dev_init/, lo);
    const end = step(/ open_softirq <-net_dev_init/);
    const swapped = [
      ...log.slice(0, lo - 1),
      ...log.slice(other - 1, end - 1),
      ...log.slice(lo - 1, other - 1),
      ...log.slice(end - 1),
    ];
    const late = lo + end - other;
    expect(await accusations(swapped)).toEqual([`boot-order ${late}`, `pernet-subsys-first ${lo}`]);
  });
});

describe.each(KERNELS)('the life of a broken kernel, %s', (kernel) => {
  const log = linesOf(`${kernel}/life-kprobe`);
  const find = (pattern: RegExp, after = 0): number => lineOf(log, pattern, after);

  it('breaks ifindex-unique when an index in use is given away', async () => {
    const d1 = find(/: list_netdevice: .* name="d1" ifindex=3 /);
    const twice = replaced(log, d1, 'ifindex=3', 'ifindex=9');
    expect(await accusations(twice)).toContain(`ifindex-unique ${d1}`);
  });

  it('breaks loopback-last when lo leaves before another device', async () => {
    const db3 = find(/: unlist_netdevice: .* name="db3"/);
    const swapped = log.with(db3 - 1, log[db3] ?? '').with(db3, log[db3 - 1] ?? '');
    expect(await accusations(swapped)).toContain(`loopback-last ${db3}`);
  });

  it('breaks loopback-ifindex when lo gets another one', async () => {
    const lo = find(/: list_netdevice: .* name="lo"/);
    const broken = replaced(log, lo, 'ifindex=1', 'ifindex=7');
    expect(await accusations(broken)).toContain(`loopback-ifindex ${lo}`);
  });

  it('breaks loopback-once when lo is listed twice, as two devices', async () => {
    const lo = find(/: list_netdevice: .* name="lo"/);
    const twin = (log[lo - 1] ?? '').replace(/dev=0x\w+/, 'dev=0xffff000000000001');
    expect(await accusations(log.toSpliced(lo, 0, twin))).toContain(`loopback-once ${lo + 1}`);
  });

  it('breaks device-lifecycle when lo is listed twice, as one', async () => {
    const lo = find(/: list_netdevice: .* name="lo"/);
    const twin = log[lo - 1] ?? '';
    expect(await accusations(log.toSpliced(lo, 0, twin))).toContain(`device-lifecycle ${lo + 1}`);
  });

  it('breaks device-lifecycle when a device is freed that was never unlisted', async () => {
    const db3 = find(/: unlist_netdevice: .* name="db3"/);
    const freed = find(/: free_netdev: .* name="db3"/, db3);
    expect(await accusations(without(log, db3))).toEqual([`device-lifecycle ${freed - 1}`]);
  });

  it('breaks no-orphans when a device is overlooked and its namespace is freed', async () => {
    const db3 = find(/: unlist_netdevice: .* name="db3"/);
    const [, dev, net] = / dev=(0x\w+) .* inum=(\d+)/.exec(log[db3 - 1] ?? '') ?? [];
    const left = log.filter((line, at) => at < db3 - 1 || !line.includes(`dev=${dev}`));
    const exit = lineOf(left, new RegExp(`: netdev_exit: .*inum=${net}`), db3);
    expect(await accusations(left)).toEqual([`no-orphans ${exit}`]);
  });

  it('breaks nothing where the record of that may be lost, on a CPU that writes no more', async () => {
    const db3 = find(/: unlist_netdevice: .* name="db3"/);
    const dev = / dev=(0x\w+) /.exec(log[db3 - 1] ?? '')?.[1];
    const cpu = / \[\d+\] /.exec(log[db3 - 1] ?? '')?.[0] ?? '';
    const left = log.filter((line, at) => {
      return at < db3 - 1 || (line.includes(cpu) && !line.includes(`dev=${dev}`));
    });
    expect(await accusations(left)).toEqual([]);
    expect(await verdict(left, 'no-orphans')).toBe('unknown');
  });
});
