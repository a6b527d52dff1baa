import { describe, expect, it } from 'vitest';
import { ifindexMonotonic, ifindexUnique } from '../../src/invariants/ifindex.ts';
import { devId } from '../../src/model/ids.ts';
import {
  A,
  B,
  born,
  gap,
  given,
  givenLossy,
  listed,
  loListed,
  messages,
  net,
  opsExit,
  opsFailed,
  opsInit,
  opsRegistered,
  type Told,
  unlisted,
  verdictOn,
} from './history.ts';

const nobody: Told = { type: 'netdev.registered', dev: null, net: A, name: 'd0', ifindex: 2 };

describe('ifindex-unique, of what is told in part or twice', () => {
  const on = (...told: readonly Told[]) => verdictOn(ifindexUnique, given(...told));

  it('is not put to the test by devices and places that the log does not show', () => {
    const nowhere: Told = { ...listed(A, 'd0', 2), inferred: ['net'] };
    expect(on(nobody, nobody, nowhere, nowhere)).toMatchObject({ broken: 0, checked: 0 });
  });

  it('accuses an ifindex that is not positive of nothing else', () => {
    const zero = on(unlisted(B, 'd9', 9), listed(A, 'd0', 0), listed(A, 'd1', 0));
    expect(messages(zero)).toEqual([
      'd0 (ifindex 0) has an ifindex that is not positive',
      'd1 (ifindex 0) has an ifindex that is not positive',
    ]);
  });

  it('leaves a device that is listed twice to device-lifecycle, unless it is a loopback', () => {
    const twice = [unlisted(B, 'd9', 9), listed(A, 'd0', 2), listed(A, 'd0', 2)];
    expect(on(...twice)).toMatchObject({ broken: 0 });
    const { violations } = on(...born(A), loListed(A));
    const message = 'lo (ifindex 1) got the ifindex of lo (ifindex 1) in net a';
    expect(violations).toMatchObject([{ seq: 9, related: [5], message }]);
  });
});

describe('ifindex-unique, of a device that has another ifindex by now', () => {
  const came = [unlisted(B, 'd9', 9), listed(A, 'd0', 2)];
  const dev = devId('d0#2');
  const other = listed(A, 'd1', 2);

  it('knows that it lost the old one where it moved away and back', () => {
    const move = { type: 'netdev.moved', dev, name: 'd0' } as const;
    const away: Told = { ...move, from: A, fromIfindex: 2, to: B, ifindex: 5 };
    const back: Told = { ...move, from: B, fromIfindex: 5, to: A, ifindex: 5 };
    const { broken, checked } = verdictOn(ifindexUnique, given(...came, away, back, other));
    expect([broken, checked]).toEqual([0, 4]);
  });

  it('knows that another one took its place where the log shows no device freed', () => {
    const next: Told = { type: 'netdev.registered', dev, net: A, name: 'd0', ifindex: 3 };
    const left = unlisted(A, 'd0', 2);
    expect(verdictOn(ifindexUnique, given(...came, left, next, other)).broken).toBe(0);
  });
});

describe('ifindex-monotonic', () => {
  const on = (...told: readonly Told[]) => verdictOn(ifindexMonotonic, given(...told));
  const nobodysDevice: Told = { ...nobody, net: null, ifindex: 3 };
  const setup = (...made: readonly Told[]): readonly Told[] => [
    net('net.setup', A),
    ...made,
    net('net.ready', A),
    opsInit(A, 'x_ops'),
  ];
  /** A module makes a device in a namespace that is there. */
  const makes = (name: string, ifindex: number): readonly Told[] => [
    listed(A, name, ifindex),
    opsInit(A, `${name}_ops`),
  ];

  it('needs no silence inside a setup, where nobody else can make a device', () => {
    const wrong = setup(loListed(A), listed(A, 'd3', 3), listed(A, 'd2', 2));
    const { violations } = verdictOn(ifindexMonotonic, givenLossy(...wrong));
    expect(violations).toMatchObject([{ seq: 4, related: [3], silent: false }]);
    expect(on(...setup(loListed(A), listed(A, 'd2', 2))).checked).toBe(1);
    const failed = [...wrong.slice(0, 4), opsFailed(A, 'y_ops'), opsInit(B, 'y_ops')];
    expect(on(...failed, { type: 'net.failed', net: A, rc: -12 }).broken).toBe(1);
  });

  it('leaves what stands before lo to loopback-first', () => {
    expect(on(...setup(listed(A, 'd5', 5), loListed(A))).broken).toBe(0);
  });

  it('looks past a device that does not show its index', () => {
    const hidden: Told = { ...listed(A, 'd9', 9), inferred: ['ifindex'] };
    const wrong = setup(loListed(A), listed(A, 'd3', 3), hidden, listed(A, 'd2', 2));
    expect(on(...wrong).violations).toMatchObject([{ seq: 4, related: [2] }]);
  });

  it('goes by the devices of modules where no setup was seen', () => {
    const wrong = on(...makes('s5', 5), ...makes('s4', 4));
    expect(wrong.violations).toMatchObject([{ seq: 2, related: [0], silent: true }]);
    expect(on(...makes('s4', 4), ...makes('s5', 5))).toMatchObject({ broken: 0, checked: 1 });
  });

  it('takes no device for that of a module which another task lists, or elsewhere', () => {
    const own = makes('s5', 5);
    const step = opsInit(A, 'y_ops');
    const theirs: Told = { ...listed(A, 'd3', 3), task: 'ip-300' };
    expect(on(...own, theirs, step).broken).toBe(0);
    const unknown = [listed(A, 'd3', 3), step].map((told) => ({ ...told, task: null }));
    expect(on(...own, ...unknown).broken).toBe(0);
    expect(on(...own, listed(B, 'd3', 3), step).broken).toBe(0);
    expect(on(...own, listed(A, 'd3', 3), step).broken).toBe(1);
    const nameless: Told = { type: 'pernet.initialized', ops: 'y_ops', net: null };
    expect(on(...own, nobodysDevice, nameless).broken).toBe(0);
  });

  it('takes no device for that of a module which was there before another step', () => {
    const between = [opsExit(A, 'y_ops'), opsFailed(A, 'y_ops'), opsRegistered('y_ops')];
    for (const step of between) {
      const told = [...makes('s5', 5), listed(A, 'd3', 3), step, opsInit(A, 'z_ops')];
      expect(on(...told).broken).toBe(0);
    }
    const told = [listed(A, 'd9', 9), gap, opsInit(A, 'z_ops'), ...makes('s5', 5)];
    expect(on(...told).broken).toBe(0);
  });

  it('takes no more than four devices for those of one module', () => {
    const devices = [9, 10, 11, 12, 13].map((ifindex) => listed(A, `d${ifindex}`, ifindex));
    const step = opsInit(A, 'z_ops');
    expect(on(...devices.slice(0, 4), step).checked).toBe(3);
    expect(on(...devices, step).checked).toBe(3);
    expect(on(nobodysDevice, ...devices.slice(0, 4), nobodysDevice, step).checked).toBe(3);
  });
});
