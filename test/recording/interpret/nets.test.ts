import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INIT_NET } from '../../../src/model/ids.ts';
import { type Net, Nets } from '../../../src/recording/interpret/nets.ts';
import type { Args } from '../../../src/recording/observation.ts';

const FIRST_INODE = 4026531840;
const LAST_INODE = 4294967295;
/** init_net's numbers: up to 6.x, and as of 7.x. */
const INIT_NET_INODES = ['4026531840', '4026531833'];

const pointer = (index: number) => `0xffff88800000${index}000`;
const [P, Q] = [pointer(1), pointer(2)];
const inum = (index: number) => String(FIRST_INODE + 100 + index);
const [A, B] = [inum(1), inum(2)];

/** A namespace as the kernel has it: pointers and inode numbers come back, but not to two alive. */
interface Life {
  readonly pointer: string;
  readonly inum: string;
}

const life = fc.record({
  pointer: fc.nat({ max: 3 }).map(pointer),
  inum: fc.nat({ max: 3 }).map(inum),
});

/** What lines may show of one namespace once it has a number. */
const shownOf = ({ pointer, inum }: Life): readonly Args[] => [
  { net: pointer },
  { inum },
  { net: pointer, inum },
  { net: inum },
];

describe('the namespaces of a recording', () => {
  it('are told apart, whatever comes back and however they are shown', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(life, fc.nat())), (births) => {
        const nets = new Nets();
        const alive = new Map<Life, Net>();
        const ids: string[] = [];
        for (const [born, which] of births) {
          for (const [other, net] of alive) {
            if (other.pointer !== born.pointer && other.inum !== born.inum) continue;
            nets.forget(net);
            alive.delete(other);
          }
          const known = which % 2 === 0;
          const net = nets.born({ net: born.pointer, inum: known ? born.inum : '0' });
          expect(nets.find({ net: born.pointer, inum: '0' })).toBe(net);
          if (!known) expect(nets.find({ net: born.pointer, inum: born.inum })).toBe(net);
          alive.set(born, net);
          ids.push(net.id);
          for (const [{ inum, pointer }, each] of alive) {
            const shown = shownOf({ inum, pointer });
            expect(nets.find(shown[which % shown.length] ?? {})).toBe(each);
            expect(each.id.split('~')[0]).toBe(inum);
          }
        }
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  it('are new under a pointer or number of which nothing is known', () => {
    const nets = new Nets();
    const net = nets.find({ net: P });
    expect(nets.find({ net: P })).toBe(net);
    expect(nets.find({ inum: A })).not.toBe(net);
    expect(nets.find({ net: Q, inum: A })).toBe(nets.find({ inum: A }));
    expect(nets.find({ net: Q })).toBe(nets.find({ inum: A }));
  });

  it('are none where no argument names one', () => {
    const nets = new Nets();
    for (const args of [{}, { net: '0x0' }, { inum: '0' }, { inum: '-1' }, { inum: 'none' }]) {
      expect(nets.find(args)).toBeNull();
    }
  });

  it('may be shown by their number in place of a pointer, if it can be one', () => {
    const nets = new Nets();
    expect(nets.find({ net: String(FIRST_INODE) })).toBe(nets.initNet);
    expect(nets.find({ net: String(LAST_INODE) })?.id).toBe(String(LAST_INODE));
    expect(nets.find({ net: String(FIRST_INODE - 1) })).toBeNull();
    expect(nets.find({ net: String(LAST_INODE + 1) })?.id).not.toBe(String(LAST_INODE + 1));
    expect(nets.find({ net: A, inum: B })?.id).toBe(B);
  });

  it('are others where a known pointer shows another number', () => {
    const nets = new Nets();
    const net = nets.born({ net: P, inum: A });
    const other = nets.find({ net: P, inum: B });
    expect(other).not.toBe(net);
    expect(other?.id).toBe(B);
    expect([nets.find({ net: P }), nets.find({ inum: A })]).toEqual([other, net]);
  });

  it('stay who they are by their pointer, though their number came back unseen', () => {
    const nets = new Nets();
    const first = nets.born({ net: P, inum: A });
    const second = nets.born({ net: Q, inum: A });
    expect([first.id, second.id]).toEqual([A, `${A}~2`]);
    expect(nets.find({ net: P, inum: A })).toBe(first);
    nets.forget(first);
    expect(nets.find({ inum: A })).toBe(second);
    expect(nets.find({ net: Q })).toBe(second);
  });

  it('are forgotten with their pointer, unless that is another one by now', () => {
    const nets = new Nets();
    const first = nets.born({ net: P });
    const second = nets.born({ net: P });
    nets.forget(first);
    expect(nets.find({ net: P })).toBe(second);
    nets.forget(second);
    expect(nets.find({ net: P })).not.toBe(second);
    expect([first.over, second.over]).toEqual([true, true]);
  });

  it('have a number of their own where no line shows one, given when it is asked for', () => {
    const nets = new Nets();
    const [first, second, third] = [nets.born({ net: P }), nets.anonymous(), nets.born({})];
    expect([first.settled, second.settled]).toEqual([false, false]);
    second.settle();
    expect([first.settled, second.settled]).toEqual([false, true]);
    expect([first.id, second.id, third.id, first.id]).toEqual(['net2', 'net1', 'net3', 'net2']);
    nets.find({ net: P, inum: A });
    expect(first.id).toBe('net2');
  });
});

describe('a namespace in setup_net', () => {
  it('learns its number from any line inside, until it is told', () => {
    const nets = new Nets();
    const net = nets.born({});
    nets.learn(net, {});
    expect(net.settled).toBe(false);
    nets.learn(net, { inum: A });
    expect([net.id, nets.find({ inum: A })]).toEqual([A, net]);
    nets.learn(net, { inum: B });
    expect([net.id, nets.find({ inum: A })]).toEqual([A, net]);
    const told = nets.born({});
    told.settle();
    nets.learn(told, { inum: B });
    expect(nets.find({ inum: B })).not.toBe(told);
  });
});

describe('init_net', () => {
  it.each(INIT_NET_INODES)('is the namespace with the number %s, born or found', (number) => {
    const nets = new Nets();
    const { initNet } = nets;
    expect(initNet.settled).toBe(true);
    expect(nets.born({ inum: number })).toBe(initNet);
    expect(nets.find({ inum: number })).toBe(initNet);
    expect(nets.find({ net: P, inum: number })).toBe(initNet);
    expect(nets.find({ net: P, inum: number })).toBe(initNet);
    expect(nets.find({ net: P })).toBe(initNet);
    expect(initNet.id).toBe(INIT_NET);
  });

  it('is alone in a boot until another namespace shows up', () => {
    const nets = new Nets();
    expect(nets.isAlone).toBe(false);
    nets.booting();
    expect(nets.isAlone).toBe(true);
    nets.find({ inum: String(FIRST_INODE) });
    expect(nets.isAlone).toBe(true);
    nets.anonymous();
    expect(nets.isAlone).toBe(false);
    nets.booting();
    expect(nets.isAlone).toBe(false);
    const running = new Nets();
    running.anonymous();
    expect(running.isAlone).toBe(false);
  });
});

describe('the successor of a namespace', () => {
  it('carries its number and pointer on, under another id', () => {
    const nets = new Nets();
    const net = nets.born({ net: P, inum: A });
    const next = nets.successor(net);
    expect([net.id, next.id]).toEqual([A, `${A}~2`]);
    expect([nets.find({ net: P }), nets.find({ inum: A })]).toEqual([next, next]);
  });

  it('is found by its number alone where that is all there was', () => {
    const nets = new Nets();
    const net = nets.born({ inum: A });
    const next = nets.successor(net);
    expect(next).not.toBe(net);
    expect(nets.find({ inum: A })).toBe(next);
  });

  it('is itself where no number came back, and for init_net, which never goes', () => {
    const nets = new Nets();
    const net = nets.born({ net: P });
    expect(nets.successor(net)).toBe(net);
    const initNet = nets.find({ net: Q, inum: String(FIRST_INODE) }) ?? net;
    expect(nets.find({ net: Q, inum: String(FIRST_INODE) })).toBe(initNet);
    expect(nets.successor(initNet)).toBe(initNet);
  });
});
