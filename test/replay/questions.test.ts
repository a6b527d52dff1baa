import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../src/model/fold.ts';
import { devId, INIT_NET, netId } from '../../src/model/ids.ts';
import { initialState } from '../../src/model/initial-state.ts';
import { reduce } from '../../src/model/reduce.ts';
import { parsePath, valueAt } from '../../src/replay/path.ts';
import { history, why } from '../../src/replay/questions.ts';
import { absurdHistory, stamped } from './histories.ts';

const net = netId('4026532193');
const [lo, veth] = [devId('0xa0'), devId('0xb0')];

const life = stamped([
  { type: 'net.setup', net },
  { type: 'netdev.registered', dev: lo, net, name: 'lo', ifindex: 1 },
  { type: 'pernet.initialized', ops: 'loopback_net_ops', net },
  { type: 'net.ready', net },
  { type: 'netdev.registered', dev: veth, net, name: 'veth1', ifindex: 2 },
  {
    type: 'netdev.moved',
    dev: veth,
    from: net,
    to: INIT_NET,
    name: 'veth1',
    fromIfindex: 2,
    ifindex: 7,
  },
  { type: 'net.dying', net },
  { type: 'netdev.unregistered', dev: lo, net, name: 'lo', ifindex: 1 },
  { type: 'netdev.freed', dev: lo, name: 'lo' },
  { type: 'net.freed', net },
  { type: 'kernel.warned', message: 'later' },
]);

const paths = fc.constantFrom(
  'boot/phase',
  'boot/ptypes',
  'softnet/1',
  'nets',
  'nets/4026532193',
  'nets/4026532193/devices',
  'nets/4026532193/devices/0xa0',
  'nets/net1/status',
  'devices/0xa0/name',
  'waiting/__proto__/refs',
  'trouble',
  '',
  'no/such/thing',
);

describe('the value at a path', () => {
  it('is the same in a state of the overlay as in one of immer', () => {
    fc.assert(
      fc.property(absurdHistory(), paths, (events, path) => {
        const ours = valueAt(fold(events), parsePath(path));
        expect(ours).toEqual(valueAt(events.reduce(reduce, initialState), parsePath(path)));
      }),
    );
  });

  it('is a field, an entry, a member or nothing', () => {
    const state = fold(life.slice(0, 5));
    const read = (path: string) => valueAt(state, parsePath(path));
    expect(read('boot/phase')).toBe('unseen');
    expect(read(`nets/${net}/devices/${lo}`)).toBe(true);
    expect(read(`nets/${net}/devices/0xff`)).toBe(undefined);
    expect(read('devices/0xa0/name/length')).toBe(undefined);
    expect(read('nets/constructor')).toBe(undefined);
    expect(read('')).toBe(state);
  });
});

describe('the history of a value', () => {
  it('tells each change once, and who made it', () => {
    const statuses = [...history(life, ['nets', net, 'status'])];
    expect(statuses.map(({ event, after }) => [event.seq, after])).toEqual([
      [0, 'setup'],
      [3, 'ready'],
      [6, 'dying'],
      [9, undefined],
    ]);
  });

  it('is what changes in the states of one fold after the other', () => {
    fc.assert(
      fc.property(absurdHistory(30), paths, (events, text) => {
        const path = parsePath(text);
        const values = [initialState, ...events.map((_, i) => fold(events.slice(0, i + 1)))].map(
          (state) => valueAt(state, path),
        );
        const changes = [...history(events, path)];
        const changed = new Map(changes.map(({ event, after }) => [event.seq, after]));
        let current = values[0];
        for (const [i, value] of values.slice(1).entries()) {
          if (changed.has(i)) current = changed.get(i);
          expect(current).toEqual(value);
        }
        for (const { before, after } of changes) expect([before]).not.toStrictEqual([after]);
      }),
    );
  });
});

describe('the reason for a value', () => {
  it.each<[string, number, readonly number[]]>([
    ['nets/4026532193/status', 8, [6]],
    ['nets/4026532193/devices', 4, [1, 4]],
    ['nets/4026532193/devices', 5, [1]],
    ['nets/4026532193', 5, [0, 1, 2, 3]],
    ['devices/0xb0', 10, [4, 5]],
    ['nets/4026532193', 10, [9]],
    ['nets/4026532193', -1, []],
    ['nets/net7', 10, []],
  ])('%s, after event %d, is what events %j did', (path, seq, seqs) => {
    expect(why(life, parsePath(path), seq).map((event) => event.seq)).toEqual(seqs);
  });

  it('is one event for a value without parts, the last that changed it', () => {
    fc.assert(
      fc.property(absurdHistory(), fc.nat({ max: 60 }), (events, seq) => {
        const path = parsePath('nets/4026532193/status');
        const last = [...history(events, path)].filter(({ event }) => event.seq <= seq).at(-1);
        expect(why(events, path, seq)).toEqual(last === undefined ? [] : [last.event]);
      }),
    );
  });

  it('needs no other event: all it leaves out of the past of a value did not make it', () => {
    fc.assert(
      fc.property(absurdHistory(), paths, fc.nat({ max: 60 }), (events, text, seq) => {
        const path = parsePath(text);
        const changers = new Set([...history(events, path)].map(({ event }) => event));
        const reasons = why(events, path, seq);
        expect(reasons.every((event) => changers.has(event) && event.seq <= seq)).toBe(true);
        expect(reasons).toEqual([...reasons].sort((a, b) => a.seq - b.seq));
      }),
    );
  });
});
