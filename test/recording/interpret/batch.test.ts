import { describe, expect, it } from 'vitest';
import { Batch } from '../../../src/recording/interpret/batch.ts';
import { Nets } from '../../../src/recording/interpret/nets.ts';

/** A batch and two namespaces. */
function batchOf() {
  const nets = new Nets();
  const [a, b] = ['4026532100', '4026532200'].map((inum) => nets.born({ inum }));
  if (a === undefined || b === undefined) throw new Error('two namespaces');
  return { batch: new Batch(), a, b };
}

describe('a batch of cleanup_net', () => {
  it('tells together whom it knew when it was settled first, and the others where they come', () => {
    const { batch, a, b } = batchOf();
    expect(batch.join(a)).toBe(false);
    batch.settle();
    expect([batch.join(a), batch.join(b)]).toEqual([false, true]);
    batch.interrupt();
    expect(batch.cleanups()).toEqual([{ type: 'net.cleanup', net: '4026532100' }]);
  });

  it('is surely of those that joined, but for those that went through a loss', () => {
    const { batch, a, b } = batchOf();
    batch.join(a);
    expect([batch.surelyHas(a), batch.surelyHas(b)]).toEqual([true, false]);
    batch.interrupt();
    batch.join(b);
    expect([batch.surelyHas(a), batch.surelyHas(b)]).toEqual([false, true]);
  });

  it('takes its first step for whatever namespace, and the next where none is known yet', () => {
    const { batch, a, b } = batchOf();
    batch.join(a); // By a callback that runs net by net, which is no step of its own.
    expect(batch.goOn({ name: 'packet_net_exit', once: false, net: b })).toBe(true);
    const { batch: unknown } = batchOf();
    expect(unknown.goOn({ name: 'unlist lo', once: false, net: null })).toBe(true);
    expect(unknown.goOn({ name: 'packet_net_exit', once: false, net: b })).toBe(true);
  });
});
