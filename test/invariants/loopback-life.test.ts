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

describe('loopback-once', () => {
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
