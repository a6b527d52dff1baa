import { describe, expect, it } from 'vitest';
import { Coverage, type Covered } from '../../../src/recording/interpret/coverage.ts';
import type { Observation } from '../../../src/recording/observation.ts';

/** A line of a CPU at a time, or what a line says of the log as a whole. */
type Line = readonly [cpu: number, at: number | null] | Observation;

const place = { at: null, cpu: null, task: null, line: 1 };
const cpus = (count: number): Observation => ({ ...place, kind: 'described', cpus: count });
const complete: Observation = { ...place, kind: 'complete' };
const lost = (line: number | null): Observation => ({ ...place, line, kind: 'lost', count: 1 });

function isWritten(line: Line): line is readonly [number, number | null] {
  return Array.isArray(line);
}

function observed(line: Line): Observation {
  if (!isWritten(line)) return line;
  const [cpu, at] = line;
  const call = { fn: 'setup_net', caller: null, args: {}, depth: null };
  return { ...place, ...call, kind: 'entered', cpu, at };
}

/** Before which lines another CPU's file begins. */
function seams(...lines: readonly Line[]): readonly number[] {
  const coverage = new Coverage();
  return lines.flatMap((line, index) => (coverage.isSeam(observed(line)) ? [index] : []));
}

/** What a log holds in which a task came back from nowhere, or did not. */
function covered(stray: boolean, ...lines: readonly Line[]): Covered {
  const coverage = new Coverage();
  for (const line of lines) coverage.isSeam(observed(line));
  if (stray) coverage.stray();
  return coverage.end();
}

describe('the seam between the files of two CPUs', () => {
  it('is where the time goes back and a CPU begins that was not there', () => {
    expect(seams([0, 10], [0, 20], [1, 5], [1, 6], [2, 1])).toEqual([2, 4]);
  });

  it.each<readonly [string, readonly Line[]]>([
    [
      'the time goes on',
      [
        [0, 10],
        [1, 20],
        [1, 21],
      ],
    ],
    [
      'the time stands still',
      [
        [0, 10],
        [1, 10],
      ],
    ],
    [
      'the CPU is the same',
      [
        [0, 10],
        [0, 2],
      ],
    ],
    [
      'one line has no time',
      [
        [0, 10],
        [1, null],
        [2, 5],
      ],
    ],
    [
      'no line has a time',
      [
        [0, null],
        [1, null],
      ],
    ],
    [
      'the CPUs have taken turns before',
      [
        [0, 10],
        [1, 20],
        [2, 5],
      ],
    ],
    ['a header told of a loss between', [[0, 10], lost(null), [1, 5]]],
  ])('is not where %s', (_why, lines) => {
    expect(seams(...lines)).toEqual([]);
  });

  it('is where the clock of one CPU goes back by more than a line may stand out of order', () => {
    const second = 1_000_000_000;
    expect(seams([0, null], [0, 1], [0, second + 1], [0, 1])).toEqual([]);
    expect(seams([0, second + 1], [0, 0])).toEqual([1]);
  });

  it('is also where a line tells of a loss before it', () => {
    expect(seams([0, 10], lost(2), [1, 5])).toEqual([2]);
  });
});

describe('a log', () => {
  it('holds each CPU by itself where one wrote alone and a task came back from another', () => {
    expect(covered(true, [0, 10], [0, 20])).toBe('each CPU by itself');
    expect(covered(true, [0, 10], [1, 5])).toBe('each CPU by itself');
    expect(covered(true, [0, null], [1, null])).toBe('each CPU by itself');
    expect(covered(true, [0, null], [1, 5])).toBe('each CPU by itself');
    expect(covered(true, [0, 10], lost(2), [0, 20])).toBe('each CPU by itself');
  });

  it('holds each CPU by itself where one wrote alone and its header counts more', () => {
    expect(covered(false, cpus(2), [0, 10])).toBe('each CPU by itself');
    expect(covered(false, cpus(1), [0, 10])).toBe('all');
  });

  it.each<readonly [string, readonly Line[]]>([
    ['no CPU wrote', [cpus(2)]],
    [
      'two CPUs took turns',
      [
        [0, 10],
        [1, 20],
      ],
    ],
    [
      'two CPUs took turns at the same time',
      [
        [0, 10],
        [1, 10],
      ],
    ],
    [
      'a CPU came back',
      [
        [0, 10],
        [1, 5],
        [0, 30],
      ],
    ],
    ['its header says that it is complete', [cpus(2), [0, 10], complete]],
    ['its header says how much is lost', [cpus(2), [0, 10], lost(null)]],
  ])('holds all where %s', (_why, lines) => {
    expect(covered(true, ...lines)).toBe('all');
  });

  describe('of calls down to some depth', () => {
    const call = (fn: string, depth: number): Observation => {
      return { ...place, kind: 'entered', fn, caller: null, args: {}, depth };
    };
    const elsewhere = [call('register_netdevice', 0), call('list_netdevice', 1)];
    const loopback = call('loopback_net_init', 4);

    it.each<readonly [string, readonly Observation[]]>([
      ['where none registers, though devices are listed elsewhere', [loopback]],
      ['where one registers and nothing is below it', [loopback, call('register_netdevice', 6)]],
      ['where nothing is below what would register', [loopback, call('alloc_netdev_mqs', 5)]],
      ['where other lines have no depth', [lost(2), loopback]],
    ])('holds these alone %s', (_why, lines) => {
      expect(covered(false, ...elsewhere, ...lines)).toBe('down to a depth');
    });

    it.each([
      ['the device is listed', [...elsewhere, loopback, call('list_netdevice', 6)]],
      ['no loopback is made', elsewhere],
      ['no device is listed anywhere', [loopback, call('register_netdevice', 6)]],
      ['something else is deeper', [...elsewhere, loopback, call('free_netdev', 8)]],
      ['only list_netdevice is traced', [loopback, call('list_netdevice', 5)]],
    ])('holds all where %s', (_why, lines) => {
      expect(covered(false, ...lines)).toBe('all');
    });
  });

  it('holds all where nothing tells of another CPU', () => {
    expect(covered(false, [0, 10], [0, 20])).toBe('all');
  });
});
