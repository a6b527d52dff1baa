import { describe, expect, it } from 'vitest';
import {
  loopbackFreedLast,
  loopbackOnce,
  loopbackStays,
} from '../../src/invariants/loopback-life.ts';
import { devId, INIT_NET } from '../../src/model/ids.ts';
import {
  A,
  B,
  boot,
  born,
  freed,
  gap,
  given,
  givenLossy,
  listed,
  loFreed,
  loListed,
  loUnlisted,
  messages,
  moved,
  net,
  opsInit,
  opsRegistered,
  type Told,
  unlisted,
  verdictOn,
} from './history.ts';

describe('loopback-stays', () => {
  it('holds for every lo that leaves where it was listed, or is there at the end', () => {
    const events = given(...boot, ...born(A), loUnlisted(A));
    expect(verdictOn(loopbackStays, events)).toMatchObject({ verdict: 'holds', checked: 2 });
  });

  it('is violated by a lo that moves', () => {
    const dev = devId('lo@a');
    const events = given(...born(A), {
      type: 'netdev.moved',
      dev,
      from: A,
      to: B,
      name: 'lo',
      fromIfindex: 1,
      ifindex: 4,
    });
    expect(messages(verdictOn(loopbackStays, events))).toEqual([
      'the loopback of net a, lo, moved to net b',
    ]);
  });

  it('is violated by a loopback older than the log that moves or, in init_net, goes', () => {
    const old: Told = {
      type: 'netdev.moved',
      dev: null,
      from: A,
      to: B,
      name: 'lo',
      fromIfindex: 1,
      ifindex: 7,
    };
    expect(messages(verdictOn(loopbackStays, given(old)))).toEqual([
      'the loopback of net a, lo, moved to net b',
    ]);
    const going: Told = { ...loUnlisted(INIT_NET), task: 'ip-100' };
    expect(verdictOn(loopbackStays, given(going)).verdict).toBe('violated');
    const coming: Told = { ...loListed(INIT_NET), task: 'ip-100' };
    expect(verdictOn(loopbackStays, given(coming, going)).verdict).toBe('violated');
  });

  it('lets the boot take back a loopback of init_net that a notifier refused', () => {
    const told = [loListed(INIT_NET), loUnlisted(INIT_NET)];
    expect(verdictOn(loopbackStays, given(...told)).verdict).toBe('unknown');
  });

  it('lets it do so where the log shows of no event which device, or which index, it is', () => {
    const dev = devId('lo@4026531840');
    const coming: Told = {
      type: 'netdev.registered',
      dev,
      net: INIT_NET,
      name: 'lo',
      ifindex: null,
    };
    const presence = { dev: null, net: INIT_NET, name: 'lo', ifindex: 1 };
    const going: Told = { type: 'netdev.unregistered', ...presence };
    expect(verdictOn(loopbackStays, given(coming, loUnlisted(INIT_NET))).violations).toEqual([]);
    expect(verdictOn(loopbackStays, given(coming, going))).toMatchObject({
      verdict: 'unknown',
      reason: 'the log does not say which device left init_net',
    });
  });

  it('lets a dummy called lo move', () => {
    const events = given(...born(A), listed(A, 'lo', 2), moved(A, B, 'lo', 2));
    expect(verdictOn(loopbackStays, events).verdict).toBe('holds');
  });

  it('is violated when lo of init_net is unregistered', () => {
    expect(messages(verdictOn(loopbackStays, given(...boot, loUnlisted(INIT_NET))))).toEqual([
      'the loopback of init_net, lo (ifindex 1), was unregistered',
    ]);
  });

  it('forgives a lo of init_net that is taken back while it is being made: the boot panics', () => {
    const events = given(
      net('net.setup', INIT_NET),
      opsRegistered('loopback_net_ops', 'device'),
      loListed(INIT_NET),
      loUnlisted(INIT_NET),
      { type: 'kernel.panicked', message: 'loopback: Failed to register netdevice: -12' },
    );
    expect(verdictOn(loopbackStays, events).violations).toEqual([]);
  });
});

describe('loopback-stays, of what is told in part', () => {
  const on = (...told: readonly Told[]) => verdictOn(loopbackStays, given(...told));
  const moves = (told: object): Told => {
    const move = { dev: null, from: A, to: B, name: 'lo', fromIfindex: 1, ifindex: 4 };
    return { type: 'netdev.moved', ...move, ...told };
  };

  it('knows the loopback by its device where both are shown, else by its ifindex', () => {
    expect(on(...born(A), moves({})).violations).toMatchObject([{ seq: 9, related: [5] }]);
    expect(on(moves({ dev: devId('lo@a') })).violations).toMatchObject([{ seq: 0, related: [] }]);
    expect(on(moves({ dev: devId('d0'), fromIfindex: 2 })).broken).toBe(0);
    expect(on(...born(A), listed(A, 'd1', 1), moved(A, B, 'd1', 1)).broken).toBe(0);
  });

  it('cannot tell of moves from nobody knows where, unless the ifindex is another', () => {
    const reason = 'the log does not say which device moved, or from where';
    const from = (fromIfindex: number | null) => on(...born(A), moves({ from: null, fromIfindex }));
    expect(from(1)).toMatchObject({ verdict: 'unknown', reason });
    expect(from(null)).toMatchObject({ verdict: 'unknown', reason });
    expect(from(2)).toMatchObject({ verdict: 'holds', reason: null });
  });

  it('is kept by a lo that was seen to come, and no other', () => {
    expect(on(loUnlisted(A)).checked).toBe(0);
    expect(on(loListed(A), loUnlisted(A)).checked).toBe(1);
    const nowhere: Told = { ...loUnlisted(A), inferred: ['net'] };
    expect(on(...born(A), nowhere)).toMatchObject({ broken: 0 });
  });

  it('is violated in init_net by order, by who did it, or by silence', () => {
    const [coming, going] = [loListed(INIT_NET), loUnlisted(INIT_NET)];
    const lossy = (...told: readonly Told[]) => verdictOn(loopbackStays, givenLossy(...told));
    const late: Told = { ...going, task: 'ip-100' };
    expect(lossy(coming, late).violations).toMatchObject([{ seq: 2, related: [1] }]);
    expect(lossy(late).violations).toMatchObject([{ seq: 1, related: [], silent: false }]);
    expect(lossy(listed(A, 'd0', 2), going).broken).toBe(0);
    expect(on(listed(A, 'd0', 2), going).violations).toMatchObject([{ seq: 1, silent: true }]);
    expect(on(going).broken).toBe(0);
    expect(on(coming, { ...going, task: null }).broken).toBe(0);
  });
});

describe('loopback-once', () => {
  it('is violated in init_net by a registration that makes none', () => {
    const told = [
      opsRegistered('loopback_net_ops', 'device'),
      opsInit(INIT_NET, 'loopback_net_ops'),
    ];
    expect(messages(verdictOn(loopbackOnce, given(listed(A, 'd0', 2), ...told)))).toEqual([
      'loopback_net_init registered no device in init_net',
    ]);
  });

  it('tells both devices', () => {
    const two = [loListed(A), listed(A, 'lo0', 2), opsInit(A, 'loopback_net_ops')];
    const { violations } = verdictOn(loopbackOnce, given(net('net.setup', A), ...two));
    expect(violations).toMatchObject([{ seq: 2, related: [1] }]);
  });

  it('holds when loopback_net_init makes one device', () => {
    const events = given(...boot, ...born(A));
    expect(verdictOn(loopbackOnce, events)).toMatchObject({ verdict: 'holds', checked: 2 });
  });

  it('is violated when it makes two', () => {
    const events = given(
      net('net.setup', A),
      loListed(A),
      listed(A, 'lo0', 2),
      opsInit(A, 'loopback_net_ops'),
    );
    expect(messages(verdictOn(loopbackOnce, events))).toEqual([
      'loopback_net_init registered two devices in net a: lo (ifindex 1) and lo0 (ifindex 2)',
    ]);
  });

  it('leaves it unknown whose the second is where records are lost', () => {
    const two = [loListed(A), gap, listed(A, 'lo0', 2), opsInit(A, 'loopback_net_ops')];
    const somewhere: Told = { ...gap, cpu: null, line: null };
    for (const told of [two, [...two.filter((event) => event !== gap), somewhere]]) {
      const events = given(net('net.setup', A), ...told);
      expect(verdictOn(loopbackOnce, events).verdict).toBe('unknown');
    }
  });

  it('is violated when it makes none, if the log cannot have lost the record', () => {
    const told = [...born(B), net('net.setup', A), opsInit(A, 'loopback_net_ops')];
    expect(verdictOn(loopbackOnce, givenLossy(...told)).verdict).toBe('unknown');
    expect(messages(verdictOn(loopbackOnce, given(...told)))).toEqual([
      'loopback_net_init registered no device in net a',
    ]);
  });

  it('does not miss a device in a log that shows no device at all', () => {
    const events = given(net('net.setup', A), opsInit(A, 'loopback_net_ops'));
    expect(verdictOn(loopbackOnce, events).violations).toEqual([]);
  });
});

describe('loopback-freed-last', () => {
  const life = [...born(A), listed(A, 'd0', 2), unlisted(A, 'd0', 2), loUnlisted(A)];
  const good = given(...life, freed('d0', 2), loFreed(A));
  const bad = given(...life, loFreed(A), freed('d0', 2));

  it('holds on 5.17 when lo is freed last, and is violated when it is not', () => {
    expect(verdictOn(loopbackFreedLast, good, { kernel: '5.17' }).verdict).toBe('holds');
    expect(messages(verdictOn(loopbackFreedLast, bad, { kernel: '5.17.0-rc5' }))).toEqual([
      'the loopback of net a was freed before d0',
    ]);
  });

  it('needs to see devices leave and be freed', () => {
    expect(verdictOn(loopbackFreedLast, given(loListed(A)), { kernel: '5.17' }).reason).toBe(
      'not in this recording: netdev.unregistered, netdev.freed',
    );
  });

  it('is kept once, by a lo that is the last of all, on any 5.17', () => {
    const { verdict, checked } = verdictOn(loopbackFreedLast, good, { kernel: '5.17.0-rc5' });
    expect({ verdict, checked }).toEqual({ verdict: 'holds', checked: 1 });
    const told = verdictOn(loopbackFreedLast, bad, { kernel: '5.17' });
    expect(told).toMatchObject({ checked: 0, violations: [{ seq: 12, related: [13] }] });
  });

  it('leaves what was not unlisted to device-lifecycle', () => {
    const events = given(...born(A), listed(A, 'd0', 2), loUnlisted(A), loFreed(A), freed('d0', 2));
    expect(verdictOn(loopbackFreedLast, events, { kernel: '5.17' }).broken).toBe(0);
  });

  it('is no promise of later kernels, nor of an unknown one', () => {
    const later = verdictOn(loopbackFreedLast, bad, { kernel: '6.1' });
    expect(later).toMatchObject({ verdict: 'unknown', reason: 'a promise of 5.17, not of 6.1' });
    expect(verdictOn(loopbackFreedLast, bad).verdict).toBe('unknown');
  });

  it('does not wait for a device of another namespace', () => {
    const events = given(...life, freed('d0', 2), loFreed(A), listed(B, 'x0', 2), freed('x0', 2));
    expect(verdictOn(loopbackFreedLast, events, { kernel: '5.17' }).verdict).toBe('holds');
  });
});
