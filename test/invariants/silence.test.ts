import { describe, expect, it } from 'vitest';
import { ifindexUnique } from '../../src/invariants/ifindex.ts';
import type { KernelEvent } from '../../src/model/events.ts';
import { A, B, gap, given, listed, type Told, unlisted, verdictOn } from './history.ts';

/** Shows what a leaving device looks like. */
const visible: Told = unlisted(B, 'd9', 9);
const first = listed(A, 'd0', 2);
/** Its ifindex is in use, unless the leaving of d0 is lost. */
const twice = listed(A, 'd1', 2);

function on(cpu: number | null, told: Told): Told {
  return { ...told, cpu };
}

function onGap(cpu: number | null): Told {
  return { ...gap, cpu };
}

function verdict(...told: readonly Told[]): string {
  return verdictOn(ifindexUnique, given(...told)).verdict;
}

describe('silence', () => {
  it('is evidence on a box with one CPU, and in a log without CPUs', () => {
    expect(verdict(visible, first, twice)).toBe('violated');
    expect(verdict(on(null, visible), on(null, first), on(null, twice))).toBe('violated');
  });

  it('is marked as such in the violation', () => {
    const { violations } = verdictOn(ifindexUnique, given(visible, first, twice));
    expect(violations).toMatchObject([{ seq: 2, silent: true, related: [1] }]);
  });

  it('waits until every other CPU has written again', () => {
    const start = [on(1, visible), on(2, first), twice];
    expect(verdict(...start, on(1, visible))).toBe('unknown');
    expect(verdict(...start, on(1, visible), on(2, visible))).toBe('violated');
  });

  it('needs nothing from a CPU that was not seen before', () => {
    expect(verdict(visible, first, twice, on(3, visible))).toBe('violated');
  });

  it('names the CPU it waited for in vain', () => {
    const events = given(on(1, visible), first, twice, first);
    expect(verdictOn(ifindexUnique, events).reason).toBe(
      'd1 (ifindex 2) got the ifindex of d0 (ifindex 2) in net a, ' +
        'but records may be lost on CPU 1 after line 1',
    );
  });

  it('proves nothing across a gap, nor before one that comes too early', () => {
    expect(verdict(visible, first, gap, twice)).toBe('unknown');
    expect(verdict(on(1, visible), first, twice, onGap(1), on(1, visible))).toBe('unknown');
    expect(verdict(visible, first, twice, gap)).toBe('violated');
  });

  it('takes back its proof when a CPU turns out to have lost its first records', () => {
    expect(verdict(visible, first, twice, onGap(1), on(1, visible))).toBe('unknown');
    expect(verdict(visible, first, twice, onGap(0))).toBe('violated');
  });

  it('trusts no CPU that begins to write only after a loss nobody knows the place of', () => {
    const start = [onGap(null), visible, first];
    expect(verdict(...start, twice)).toBe('violated');
    expect(verdict(...start, twice, on(1, visible))).toBe('unknown');
    expect(verdict(...start, on(1, twice))).toBe('unknown');
  });

  it('needs such events elsewhere, before or after', () => {
    expect(verdict(first, twice)).toBe('unknown');
    expect(verdict(first, twice, visible)).toBe('violated');
  });

  it('is evidence at once where the kernel is simulated', () => {
    const simulated = (event: KernelEvent): KernelEvent => ({ ...event, evidence: 'simulated' });
    const events = given(on(1, first), twice).map(simulated);
    expect(verdictOn(ifindexUnique, events).verdict).toBe('violated');
  });
});
