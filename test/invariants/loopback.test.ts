import { describe, expect, it } from 'vitest';
import { loopbackFirst, loopbackIfindex, loopbackLast } from '../../src/invariants/loopback.ts';
import { devId, INIT_NET } from '../../src/model/ids.ts';
import {
  A,
  B,
  boot,
  born,
  buried,
  given,
  givenLossy,
  listed,
  loListed,
  loUnlisted,
  messages,
  moved,
  net,
  netFailed,
  opsFailed,
  opsInit,
  type Told,
  unlisted,
  verdictOn,
} from './history.ts';

describe('loopback-first', () => {
  it('is violated by a device that takes ifindex 1 before lo in a setup', () => {
    const setup = [net('net.setup', A), listed(A, 'dum0', 1), listed(A, 'lo', 2)];
    const events = given(...setup, net('net.ready', A));
    expect(messages(verdictOn(loopbackFirst, events))).toEqual([
      'dum0 (ifindex 1) entered net a before its loopback lo (ifindex 2)',
    ]);
  });

  it('holds for a namespace whose setup begins with lo', () => {
    const events = given(...born(A), listed(A, 'd0', 2), ...born(B));
    expect(verdictOn(loopbackFirst, events)).toMatchObject({ verdict: 'holds', checked: 2 });
  });

  it('holds for init_net, whose lo comes long after it is ready', () => {
    expect(verdictOn(loopbackFirst, given(...boot))).toMatchObject({ verdict: 'holds' });
  });

  it('is violated by a device that a subsys operation registers ahead of lo', () => {
    const events = given(
      net('net.setup', A),
      listed(A, 'early0', 7),
      opsInit(A, 'netdev_net_ops'),
      loListed(A),
      opsInit(A, 'loopback_net_ops'),
      net('net.ready', A),
    );
    const judgement = verdictOn(loopbackFirst, events);
    expect(judgement).toMatchObject({ verdict: 'violated', broken: 1 });
    expect(judgement.violations[0]).toMatchObject({ seq: 1, line: 2, related: [3], net: 'a' });
    expect(messages(judgement)).toEqual([
      'early0 (ifindex 7) entered net a before its loopback lo (ifindex 1)',
    ]);
  });

  it('knows loopback by what made it when the early device has taken ifindex 1', () => {
    const events = given(
      net('net.setup', A),
      listed(A, 'early0', 1),
      opsInit(A, 'netdev_net_ops'),
      listed(A, 'lo', 2),
      opsInit(A, 'loopback_net_ops'),
      net('net.ready', A),
    );
    expect(messages(verdictOn(loopbackFirst, events))).toEqual([
      'early0 (ifindex 1) entered net a before its loopback lo (ifindex 2)',
    ]);
  });

  it('is violated by a device that moves in ahead of lo', () => {
    const events = given(net('net.setup', A), moved(B, A, 'd0', 4), loListed(A));
    expect(verdictOn(loopbackFirst, events).verdict).toBe('violated');
  });

  it('holds in a log of devices alone for a lo that enters an empty namespace', () => {
    const events = given(loListed(A), listed(A, 'd0', 2));
    expect(verdictOn(loopbackFirst, events)).toMatchObject({ verdict: 'holds', checked: 1 });
    const other = given(listed(A, 'd0', 2), loListed(A));
    expect(verdictOn(loopbackFirst, other)).toMatchObject({ verdict: 'unknown', broken: 0 });
  });

  it('cannot tell where the recording begins after the setup', () => {
    const events = given(opsInit(B, 'x_ops'), loListed(A), listed(A, 'd0', 2));
    expect(verdictOn(loopbackFirst, events)).toMatchObject({
      verdict: 'unknown',
      reason: 'nothing in this recording put it to the test',
    });
  });

  it('takes no dummy for lo because of its name', () => {
    const events = given(...born(A), listed(A, 'lo', 2), listed(B, 'd0', 3), listed(B, 'lo', 4));
    expect(verdictOn(loopbackFirst, events)).toMatchObject({ verdict: 'holds', checked: 1 });
  });

  it('starts over when the log reuses the id of a namespace that was freed', () => {
    const life = [...born(A), net('net.cleanup', A), loUnlisted(A), ...buried(A)];
    const judgement = verdictOn(loopbackFirst, given(...life, ...life));
    expect(judgement).toMatchObject({ verdict: 'holds', checked: 2 });
  });

  it('sees a new life in a second lo where the log shows devices only', () => {
    const events = given(loListed(A), listed(A, 'd0', 2), loUnlisted(A), loListed(A));
    expect(verdictOn(loopbackFirst, events).violations).toEqual([]);
  });
});

describe('loopback-first, by how much of a life is in sight', () => {
  const checked = (...told: readonly Told[]) => verdictOn(loopbackFirst, given(...told)).checked;
  const step = opsInit(B, 'x_ops');

  it('is kept once by a lo the setup of which was seen to begin, or to make it', () => {
    expect(checked(...born(A))).toBe(1);
    expect(checked(step, net('net.setup', A), loListed(A), net('net.ready', A))).toBe(1);
    const making = [opsInit(A, 'x_ops'), loListed(A), opsInit(A, 'loopback_net_ops')];
    expect(checked(...making)).toBe(1);
  });

  it('is not put to the test before that, nor where neither is seen', () => {
    expect(checked(step, loListed(A), net('net.ready', A))).toBe(0);
    const second = [opsInit(A, 'x_ops'), listed(A, 'd0', 2), loListed(A)];
    expect(checked(...second, opsInit(A, 'loopback_net_ops'))).toBe(0);
    expect(checked(net('net.setup', A), loListed(A), listed(A, 'd0', 2))).toBe(0);
    const without = given(net('net.setup', A), listed(A, 'd0', 2), net('net.ready', A));
    expect(verdictOn(loopbackFirst, without)).toMatchObject({ checked: 0, broken: 0 });
  });
});

describe('loopback-ifindex, of what is told in part', () => {
  const on = (...told: readonly Told[]) => verdictOn(loopbackIfindex, given(...told));
  const presence = { dev: devId('lo@a'), net: A, name: null, ifindex: 1 };
  const nameless: Told = { type: 'netdev.registered', ...presence };

  it('goes by devices, places and indexes that are shown', () => {
    const nobody: Told = { type: 'netdev.registered', dev: null, net: A, name: 'x', ifindex: 1 };
    const other: Told = { ...listed(A, 'y', 2), inferred: ['dev'] };
    const unknown: Told = { ...listed(A, 'z', 1), inferred: ['ifindex'] };
    const nowhere: Told = { ...listed(A, 'w', 1), inferred: ['net'] };
    const told = [unlisted(B, 'd9', 9), ...born(A), nobody, other, unknown, nowhere];
    expect(on(...told)).toMatchObject({ broken: 0, checked: 1 });
  });

  it('is not put to the test by a lo that may have been there before it was made', () => {
    const made = opsInit(A, 'loopback_net_ops');
    expect(on(loListed(A), made).checked).toBe(0);
    expect(on(opsInit(A, 'x_ops'), loListed(A), made).checked).toBe(1);
  });

  it('accuses a lo with another index of no more', () => {
    const wrong = [net('net.setup', A), listed(A, 'lo', 2), net('net.ready', A)];
    expect(on(unlisted(B, 'd9', 9), ...wrong, listed(A, 'd1', 1)).broken).toBe(1);
  });

  it('needs to see that devices leave before it misses that of lo', () => {
    const two = [loListed(A), listed(A, 'd1', 1)];
    expect(on(...two).broken).toBe(0);
    const shown = on(unlisted(B, 'd9', 9), ...two);
    expect(shown.violations).toMatchObject([{ seq: 2, related: [1] }]);
  });

  it('is put to the test at the end of a setup by the first device, or by the name lo', () => {
    const setup = (...told: readonly Told[]) =>
      on(net('net.setup', A), ...told, net('net.ready', A)).checked;
    expect(setup(nameless)).toBe(1);
    expect(setup(listed(A, 'd0', 2), loListed(A))).toBe(1);
    expect(setup(listed(A, 'd0', 2), nameless)).toBe(0);
    expect(on(nameless, net('net.ready', A)).checked).toBe(0);
    expect(on(loListed(A), net('net.ready', A)).checked).toBe(0);
  });
});

describe('loopback-last, of what is told in part', () => {
  const on = (...told: readonly Told[]) => verdictOn(loopbackLast, given(...told));

  it('names a device that moved out by the ifindex it had', () => {
    const dev = devId('d0#2');
    const away = { dev, from: A, to: B, name: 'd0', fromIfindex: 2, ifindex: 7 };
    const told = [...born(A), loUnlisted(A), { type: 'netdev.moved', ...away } as const];
    expect(messages(on(...told))).toEqual([
      'lo (ifindex 1) left net a while d0 (ifindex 2) was still listed',
    ]);
  });

  it('needs to see devices come before it misses that of another life', () => {
    const leaving = [loUnlisted(A), unlisted(A, 'd0', 2)];
    expect(on(...leaving).broken).toBe(0);
    expect(on(listed(B, 'd9', 9), ...leaving).broken).toBe(1);
  });

  it('finds the namespace by the device where an event does not say', () => {
    const nowhere = (told: Told): Told => ({ ...told, inferred: ['net'] });
    const leaving = [loUnlisted(A), unlisted(A, 'd0', 2)].map(nowhere);
    expect(on(...born(A), listed(A, 'd0', 2), ...leaving).broken).toBe(1);
    const nobody: Told = { ...nowhere(unlisted(A, 'd0', 2)), inferred: ['net', 'dev'] };
    expect(on(...born(A), listed(A, 'd0', 2), loUnlisted(A), nobody).broken).toBe(0);
  });

  it('is not put to the test by init_net', () => {
    const told = [loListed(INIT_NET), listed(INIT_NET, 'd0', 2), loUnlisted(INIT_NET)];
    expect(on(...told, unlisted(INIT_NET, 'd0', 2))).toMatchObject({ checked: 0, broken: 0 });
    expect(on(loListed(INIT_NET), loUnlisted(INIT_NET))).toMatchObject({ checked: 0 });
  });
});

describe('loopback-ifindex', () => {
  it('is violated by a setup whose lo has another index', () => {
    const events = given(net('net.setup', A), listed(A, 'lo', 3), net('net.ready', A));
    expect(messages(verdictOn(loopbackIfindex, events))).toEqual([
      'the loopback of net a is lo (ifindex 3), not ifindex 1',
    ]);
  });

  it('holds for a lo known by what made it', () => {
    expect(verdictOn(loopbackIfindex, given(...born(A)))).toMatchObject({ verdict: 'holds' });
  });

  it('does not prove itself where ifindex 1 is all that tells lo', () => {
    expect(verdictOn(loopbackIfindex, given(loListed(A))).verdict).toBe('unknown');
  });

  it('holds for another device that gets another index while lo has its own', () => {
    const events = given(loListed(A), listed(A, 'd0', 2), moved(B, A, 'd1', 3));
    expect(verdictOn(loopbackIfindex, events)).toMatchObject({ verdict: 'holds', checked: 2 });
    const late = given(loListed(A), loUnlisted(A), listed(A, 'd0', 2));
    expect(verdictOn(loopbackIfindex, late).verdict).toBe('unknown');
  });

  it('is violated by a lo with another ifindex', () => {
    const events = given(
      net('net.setup', A),
      listed(A, 'lo', 2),
      opsInit(A, 'loopback_net_ops'),
      net('net.ready', A),
    );
    expect(messages(verdictOn(loopbackIfindex, events))).toEqual([
      'the loopback of net a is lo (ifindex 2), not ifindex 1',
    ]);
  });

  it('is violated by another device with ifindex 1, listed or moved in', () => {
    const before = [...born(A), unlisted(B, 'd9', 9)];
    expect(messages(verdictOn(loopbackIfindex, given(...before, listed(A, 'd0', 1))))).toEqual([
      'd0 (ifindex 1) took the ifindex of the loopback of net a',
    ]);
    const mover = given(...before, moved(B, A, 'd0', 1));
    expect(verdictOn(loopbackIfindex, mover)).toMatchObject({ verdict: 'violated', broken: 1 });
  });

  it('knows the operation by its init function where the log names that', () => {
    const events = given(net('net.setup', A), loListed(A), opsInit(A, 'loopback_net_init'));
    expect(verdictOn(loopbackIfindex, events)).toMatchObject({ verdict: 'holds', checked: 1 });
  });
});

describe('loopback-last', () => {
  it('holds when lo leaves an empty list', () => {
    const events = given(
      ...born(A),
      listed(A, 'd0', 2),
      unlisted(A, 'd0', 2),
      loUnlisted(A),
      ...buried(A),
    );
    expect(verdictOn(loopbackLast, events)).toMatchObject({ verdict: 'holds', checked: 1 });
  });

  it('is violated at the leaving of lo when a device is seen to leave later', () => {
    const events = given(
      ...born(A),
      listed(A, 'd0', 2),
      listed(A, 'd1', 3),
      loUnlisted(A),
      unlisted(A, 'd0', 2),
      unlisted(A, 'd1', 3),
    );
    const judgement = verdictOn(loopbackLast, events);
    expect(judgement.violations).toMatchObject([{ seq: 11, line: 12, related: [9, 12] }]);
    expect(messages(judgement)).toEqual([
      'lo (ifindex 1) left net a while d0 (ifindex 2) was still listed',
    ]);
  });

  it('is violated by a device that moves out after lo, though its arrival was not seen', () => {
    const told = [listed(B, 'd0', 3), loUnlisted(A), moved(A, B, 'eth0', 5)];
    expect(verdictOn(loopbackLast, givenLossy(...told)).violations).toEqual([]);
    expect(messages(verdictOn(loopbackLast, given(...told)))).toEqual([
      'lo (ifindex 1) left net a while eth0 (ifindex 5) was still listed',
    ]);
  });

  it('is violated by a device that enters after lo has left, if no new life can be lost', () => {
    const told = [...born(A), loUnlisted(A), listed(A, 'd0', 2), unlisted(A, 'd0', 2)];
    const { violations } = verdictOn(loopbackLast, given(...told));
    const message = 'd0 (ifindex 2) entered net a after lo (ifindex 1) had left';
    expect(violations).toMatchObject([{ seq: 10, message, related: [9, 11] }]);
    expect(verdictOn(loopbackLast, givenLossy(...told)).verdict).toBe('unknown');
  });

  it('is not broken by the order of a device that was last seen to come to another one', () => {
    const told = [...born(A), listed(B, 'd0', 2), loUnlisted(A), unlisted(A, 'd0', 2)];
    expect(verdictOn(loopbackLast, givenLossy(...told)).violations).toEqual([]);
  });

  it('follows lo through a rename', () => {
    const renamed = { type: 'netdev.renamed', dev: null, from: 'lo', to: 'foo' } as const;
    const events = given(
      ...born(A),
      renamed,
      listed(A, 'lo', 2),
      unlisted(A, 'lo', 2),
      loUnlisted(A),
    );
    expect(verdictOn(loopbackLast, events)).toMatchObject({ verdict: 'holds', checked: 1 });
  });

  it('is unknown when a device was never seen to leave', () => {
    const events = given(...born(A), listed(A, 'd0', 2), loUnlisted(A), ...buried(A));
    expect(verdictOn(loopbackLast, events)).toMatchObject({
      verdict: 'unknown',
      reason: 'd0 (ifindex 2) had not been seen to leave net a when its loopback left',
    });
  });

  it('lets lo of one namespace leave before the devices of the next in a batch', () => {
    const events = given(
      ...born(A),
      ...born(B),
      listed(A, 'd0', 2),
      listed(B, 'd1', 2),
      net('net.cleanup', B),
      net('net.cleanup', A),
      unlisted(B, 'd1', 2),
      loUnlisted(B),
      unlisted(A, 'd0', 2),
      loUnlisted(A),
    );
    expect(verdictOn(loopbackLast, events)).toMatchObject({ verdict: 'holds', checked: 2 });
  });

  it('holds for a failed setup that takes a fallback tunnel and then lo away again', () => {
    const events = given(
      net('net.setup', A),
      loListed(A),
      opsInit(A, 'loopback_net_ops'),
      listed(A, 'sit0', 2),
      opsFailed(A, 'late_net_ops'),
      unlisted(A, 'sit0', 2),
      loUnlisted(A),
      netFailed(A),
    );
    expect(verdictOn(loopbackLast, events)).toMatchObject({ verdict: 'holds', checked: 1 });
  });

  it('is not concerned with a device listed and unlisted inside a failing registration', () => {
    const events = given(
      ...born(A),
      listed(A, 'all', 2),
      unlisted(A, 'all', 2),
      { type: 'netdev.failed', dev: null, net: A, name: 'all', rc: -17 },
      loUnlisted(A),
    );
    expect(verdictOn(loopbackLast, events).verdict).toBe('holds');
  });

  it('leaves a device that stood before lo to loopback-first', () => {
    const events = given(
      net('net.setup', A),
      listed(A, 'early0', 7),
      loListed(A),
      loUnlisted(A),
      unlisted(A, 'early0', 7),
    );
    expect(verdictOn(loopbackLast, events).violations).toEqual([]);
  });

  it('leaves what outlives netdev_exit to no-orphans', () => {
    const events = given(
      ...born(A),
      listed(A, 'd0', 2),
      net('net.cleanup', A),
      loUnlisted(A),
      ...buried(A).slice(0, 2),
      unlisted(A, 'd0', 2),
    );
    expect(verdictOn(loopbackLast, events).verdict).toBe('unknown');
  });

  it('never asks it of init_net', () => {
    const events = given(loUnlisted(INIT_NET), unlisted(INIT_NET, 'd0', 2));
    expect(verdictOn(loopbackLast, events).violations).toEqual([]);
  });
});
