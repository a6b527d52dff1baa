import { describe, expect, it } from 'vitest';
import { deviceLifecycle, deviceOrder } from '../../src/invariants/device.ts';
import { ifindexMonotonic, ifindexUnique } from '../../src/invariants/ifindex.ts';
import { noOrphans, teardownProgress } from '../../src/invariants/teardown.ts';
import { devId } from '../../src/model/ids.ts';
import {
  A,
  B,
  born,
  buried,
  freed,
  gap,
  given,
  givenLossy,
  listed,
  loUnlisted,
  messages,
  moved,
  net,
  opsExit,
  opsInit,
  opsRegistered,
  type Told,
  unlisted,
  verdictOn,
} from './history.ts';

describe('ifindex-unique', () => {
  it('is violated by two devices with ifindex 1', () => {
    const told = [...born(A), listed(A, 'd1', 1)];
    expect(messages(verdictOn(ifindexUnique, given(...told)))).toEqual([
      'd1 (ifindex 1) got the ifindex of lo (ifindex 1) in net a',
    ]);
  });

  it('holds for different indexes, and for one given again when its holder has left', () => {
    const events = given(
      listed(A, 'd0', 2),
      listed(A, 'd1', 3),
      unlisted(A, 'd0', 2),
      listed(A, 'x0', 2),
      moved(A, B, 'x0', 2),
      listed(A, 'y0', 2),
    );
    expect(verdictOn(ifindexUnique, events)).toMatchObject({ verdict: 'holds' });
  });

  it('is violated by an index in use, unless the leaving of its holder may be lost', () => {
    const told = [unlisted(A, 'd9', 9), listed(A, 'd0', 2), listed(A, 'd1', 2)];
    expect(messages(verdictOn(ifindexUnique, given(...told)))).toEqual([
      'd1 (ifindex 2) got the ifindex of d0 (ifindex 2) in net a',
    ]);
    expect(verdictOn(ifindexUnique, givenLossy(...told))).toMatchObject({
      verdict: 'unknown',
      reason: expect.stringMatching(/, but records may be lost on CPU 1 after line 1$/),
    });
    expect(verdictOn(ifindexUnique, given(...told.slice(1)))).toMatchObject({
      verdict: 'unknown',
      reason: expect.stringMatching(/, but this recording shows no netdev.unregistered$/),
    });
  });

  it('is violated by an index that is not positive', () => {
    expect(messages(verdictOn(ifindexUnique, given(listed(A, 'd0', 0))))).toEqual([
      'd0 (ifindex 0) has an ifindex that is not positive',
    ]);
  });
});

describe('ifindex-monotonic', () => {
  function withTunnel(ifindex: number): readonly Told[] {
    const setup = born(A);
    const tunnel = [listed(A, 'sit0', ifindex), opsInit(A, 'sit_net_ops')];
    return [...setup.slice(0, -1), ...tunnel, ...setup.slice(-1)];
  }

  it('holds for what setup_net makes', () => {
    expect(verdictOn(ifindexMonotonic, given(...withTunnel(2))).verdict).toBe('holds');
  });

  it('is violated by an index that a module gets a second time', () => {
    const reload = [
      opsRegistered('sit_net_ops', 'device'),
      listed(A, 'sit0', 2),
      opsInit(A, 'sit_net_ops'),
    ];
    const told = [...withTunnel(2), unlisted(A, 'sit0', 2), freed('sit0', 2), ...reload];
    expect(messages(verdictOn(ifindexMonotonic, given(...told)))).toEqual([
      'sit0 (ifindex 2) got an ifindex not above that of sit0 (ifindex 2) in net a',
    ]);
    expect(verdictOn(ifindexMonotonic, givenLossy(...told)).verdict).toBe('unknown');
  });

  it('lets users ask for any index', () => {
    const events = given(...withTunnel(2), listed(A, 'd9', 9), listed(A, 'd3', 3));
    expect(verdictOn(ifindexMonotonic, events).verdict).toBe('holds');
  });
});

describe('device-lifecycle', () => {
  const dev = devId('d0#2');

  it('holds for a device that is listed, moved, unlisted and freed', () => {
    const events = given(
      { type: 'netdev.allocated', dev, name: 'd%d' },
      listed(A, 'd0', 2),
      moved(A, B, 'd0', 2),
      unlisted(B, 'd0', 2),
      freed('d0', 2),
    );
    expect(verdictOn(deviceLifecycle, events)).toMatchObject({
      verdict: 'holds',
      checked: 1,
    });
  });

  it('is violated by a device freed before it is unlisted', () => {
    const events = given(listed(A, 'd0', 2), freed('d0', 2), unlisted(A, 'd0', 2));
    expect(messages(verdictOn(deviceLifecycle, events))).toEqual([
      'd0 (ifindex 2) was freed before it was unlisted',
    ]);
  });

  it('takes the next device at that address for another one', () => {
    const next: Told = { type: 'netdev.unregistered', dev, net: A, name: 'x0', ifindex: 5 };
    const lost = givenLossy(listed(A, 'd0', 2), freed('d0', 2), next);
    expect(verdictOn(deviceLifecycle, lost).violations).toEqual([]);
    const reborn = givenLossy(
      listed(A, 'd0', 2),
      freed('d0', 2),
      { type: 'netdev.allocated', dev, name: 'd0' },
      unlisted(A, 'd0', 2),
    );
    expect(verdictOn(deviceLifecycle, reborn).violations).toEqual([]);
  });

  it('is violated by a second listing or unlisting, if none in between can be lost', () => {
    const before = [listed(A, 'd9', 9), unlisted(A, 'd9', 9), freed('d9', 9)];
    const twice = [...before, listed(A, 'd0', 2), listed(A, 'd0', 2)];
    expect(messages(verdictOn(deviceLifecycle, given(...twice)))).toEqual([
      'd0 (ifindex 2) was listed while it was listed',
    ]);
    const again = [...before, listed(A, 'd0', 2), unlisted(A, 'd0', 2), unlisted(A, 'd0', 2)];
    expect(messages(verdictOn(deviceLifecycle, given(...again)))).toEqual([
      'd0 (ifindex 2) was unlisted while it was unlisted',
    ]);
    expect(verdictOn(deviceLifecycle, givenLossy(...twice)).violations).toEqual([]);
    expect(verdictOn(deviceLifecycle, given(...twice.slice(3))).violations).toEqual([]);
  });

  it('knows nothing of a device that was there before the recording', () => {
    const events = given(unlisted(A, 'd0', 2), freed('d0', 2), moved(A, B, 'd1', 3));
    expect(verdictOn(deviceLifecycle, events).violations).toEqual([]);
  });

  it('takes what leaves another place for another device', () => {
    const start = [listed(A, 'd0', 2), freed('d0', 2)];
    const elsewhere: Told = { type: 'netdev.unregistered', dev, net: B, name: 'd0', ifindex: 2 };
    expect(verdictOn(deviceLifecycle, givenLossy(...start, elsewhere)).violations).toEqual([]);
    const placeless: Told = { ...elsewhere, net: A, ifindex: null };
    const arrival: Told = { type: 'netdev.registered', dev, net: A, name: 'd0', ifindex: null };
    const unknown = givenLossy(arrival, freed('d0', 2), placeless);
    expect(verdictOn(deviceLifecycle, unknown).violations).toEqual([]);
  });

  it('knows where a device has moved that is freed before it is unlisted', () => {
    const start = [listed(A, 'd0', 2), moved(A, B, 'd0', 2), freed('d0', 2)];
    const inB = verdictOn(deviceLifecycle, givenLossy(...start, unlisted(B, 'd0', 2)));
    expect(inB.violations).toMatchObject([{ silent: false, related: [2, 4] }]);
    const inA = verdictOn(deviceLifecycle, givenLossy(...start, unlisted(A, 'd0', 2)));
    expect(inA.violations).toEqual([]);
  });

  it('is violated by a move of a device that has left, if its return cannot be lost', () => {
    const before = [listed(A, 'd9', 9), unlisted(A, 'd9', 9), freed('d9', 9)];
    const told = [listed(A, 'd0', 2), unlisted(A, 'd0', 2), moved(A, B, 'd0', 2)];
    expect(messages(verdictOn(deviceLifecycle, given(...before, ...told)))).toEqual([
      'd0 (ifindex 2) was moved while it was unlisted',
    ]);
  });

  it('says what is missing of a device that was freed in its list', () => {
    const judgement = verdictOn(deviceLifecycle, given(listed(A, 'd0', 2), freed('d0', 2)));
    expect(judgement).toMatchObject({
      verdict: 'unknown',
      checked: 0,
      reason:
        'd0 (ifindex 2) was freed without being unlisted, ' +
        'but this recording shows no netdev.unregistered',
    });
    const elsewhere = [listed(B, 'd9', 9), unlisted(B, 'd9', 9)];
    const shown = given(...elsewhere, listed(A, 'd0', 2), freed('d0', 2));
    expect(verdictOn(deviceLifecycle, shown).violations).toMatchObject([{ related: [2] }]);
  });

  it('forgets behind a gap what was freed before it', () => {
    const events = given(listed(A, 'd0', 2), freed('d0', 2), gap, unlisted(A, 'd0', 2));
    expect(verdictOn(deviceLifecycle, events).violations).toEqual([]);
  });

  it('remembers 1,024 devices that were freed in their lists, the latest', () => {
    const ids = Array.from({ length: 1025 }, (_, index) => index + 2);
    const ghosts = ids.flatMap((id) => [listed(A, `g${id}`, id), freed(`g${id}`, id)]);
    const before = [listed(B, 'd9', 9), unlisted(B, 'd9', 9)];
    const { broken, violations } = verdictOn(deviceLifecycle, given(...before, ...ghosts));
    expect([broken, violations[0]?.seq]).toEqual([1024, 5]);
  });

  it('is put to the test by devices only that were seen to come and to go', () => {
    const coming = given(listed(A, 'd9', 9), freed('d8', 8), unlisted(A, 'd7', 7), freed('d7', 7));
    expect(verdictOn(deviceLifecycle, coming).checked).toBe(0);
    const nobody = given({ type: 'netdev.freed', dev: null, name: 'd0' });
    expect(verdictOn(deviceLifecycle, nobody).checked).toBe(0);
  });
});

describe('device-order', () => {
  const inside = [...born(A), listed(A, 'd0', 2), listed(A, 'd1', 3), net('net.cleanup', A)];
  const called = opsExit(A, 'default_device_ops', 'exit_batch');

  it('holds for a teardown from the tail of the list', () => {
    const events = given(
      ...inside,
      called,
      unlisted(A, 'd1', 3),
      unlisted(A, 'd0', 2),
      loUnlisted(A),
    );
    expect(verdictOn(deviceOrder, events)).toMatchObject({
      verdict: 'holds',
      checked: 2,
    });
  });

  it('is violated by a teardown in list order', () => {
    const told = [...inside, called, unlisted(A, 'd0', 2), unlisted(A, 'd1', 3), loUnlisted(A)];
    expect(messages(verdictOn(deviceOrder, given(...told)))).toEqual([
      'd1 (ifindex 3) left net a after d0 (ifindex 2), which had entered before it',
    ]);
    expect(verdictOn(deviceOrder, givenLossy(...told)).violations).toEqual([]);
  });

  it('counts the place a device got by moving in', () => {
    const events = given(
      ...born(A),
      listed(B, 'm0', 2),
      listed(A, 'd0', 3),
      moved(B, A, 'm0', 2),
      called,
      unlisted(A, 'm0', 2),
      unlisted(A, 'd0', 3),
      loUnlisted(A),
    );
    expect(verdictOn(deviceOrder, events).verdict).toBe('holds');
  });

  it('leaves tunnels to the operations that take them before', () => {
    const events = given(
      ...inside,
      unlisted(A, 'd0', 2),
      opsExit(A, 'sit_net_ops', 'exit_batch'),
      called,
      unlisted(A, 'd1', 3),
      loUnlisted(A),
    );
    expect(verdictOn(deviceOrder, events).violations).toEqual([]);
  });

  it('is judged by what default_device_exit_batch does, and by no other callback', () => {
    const [d0, d1] = [unlisted(A, 'd0', 2), unlisted(A, 'd1', 3)];
    const other = opsExit(A, 'sit_net_ops', 'exit_batch');
    for (const callback of [[], [other], [called, other]]) {
      const events = given(...inside, ...callback, d0, d1, loUnlisted(A));
      expect(verdictOn(deviceOrder, events)).toMatchObject({ violations: [], checked: 0 });
    }
  });

  it('does not count the place a device has elsewhere, nor one that nobody knows where it has', () => {
    for (const elsewhere of [B, null]) {
      const presence = { dev: devId('d2#4'), net: elsewhere, name: 'd2', ifindex: 4 };
      const late: Told = { type: 'netdev.registered', ...presence };
      const events = given(...inside, late, called, unlisted(A, 'd1', 3), unlisted(A, 'd2', 4));
      expect(verdictOn(deviceOrder, [...events, ...given(loUnlisted(A))]).violations).toEqual([]);
    }
  });

  it('leaves out what users took out before, and what only comes meanwhile', () => {
    const [d0, d1] = [unlisted(A, 'd0', 2), unlisted(A, 'd1', 3)];
    const newcomer = given(...inside, called, d0, listed(B, 'd5', 5), d1, loUnlisted(A));
    expect(verdictOn(deviceOrder, newcomer).violations).toEqual([]);
    const events = [...born(A), listed(A, 'd0', 2), listed(A, 'd1', 3), d0];
    const told = [...events, net('net.cleanup', A), d1, loUnlisted(A)];
    const simulated = given(...told.map((one) => ({ ...one, evidence: 'simulated' as const })));
    expect(verdictOn(deviceOrder, simulated)).toMatchObject({ violations: [], checked: 1 });
  });

  it('counts no device that has no name of its own, nor one of another namespace', () => {
    const place = { net: A, name: 'd0', ifindex: 2 };
    const nobody: Told = { type: 'netdev.unregistered', dev: null, ...place };
    const elsewhere = [listed(B, 'd7', 7), listed(B, 'd8', 8)];
    const events = given(
      ...inside,
      ...elsewhere,
      called,
      nobody,
      unlisted(B, 'd7', 7),
      unlisted(A, 'd1', 3),
      unlisted(B, 'd8', 8),
      loUnlisted(A),
    );
    expect(verdictOn(deviceOrder, events)).toMatchObject({ violations: [], checked: 1 });
  });

  it('forgets behind a gap whose work it is', () => {
    const again = [...inside.slice(0, -1), net('net.cleanup', A)];
    const wrong = [unlisted(A, 'd0', 2), unlisted(A, 'd1', 3), loUnlisted(A)];
    const events = given(opsExit(B, 'x_ops'), called, gap, ...again, ...wrong);
    expect(verdictOn(deviceOrder, events)).toMatchObject({ checked: 0, broken: 0 });
  });

  it('lets a log tell of another namespace of the batch in between', () => {
    const [d0, d1] = [unlisted(A, 'd0', 2), unlisted(A, 'd1', 3)];
    const events = given(...inside, called, d0, net('net.cleanup', B), d1, loUnlisted(A));
    expect(verdictOn(deviceOrder, events).violations).toHaveLength(1);
  });

  it('forgets behind a gap what left before it', () => {
    const events = given(
      ...inside,
      called,
      unlisted(A, 'd0', 2),
      gap,
      unlisted(A, 'd1', 3),
      loUnlisted(A),
    );
    expect(verdictOn(deviceOrder, events).violations).toEqual([]);
  });
});

describe('no-orphans', () => {
  const cleanup: Told = { ...net('net.cleanup', A), task: 'kworker-25' };

  it('holds for a namespace that is empty when netdev_exit runs', () => {
    const events = given(...born(A), cleanup, loUnlisted(A), ...buried(A));
    expect(verdictOn(noOrphans, events)).toMatchObject({ verdict: 'holds', checked: 1 });
  });

  it('is violated by a device that was overlooked, if its leaving cannot be lost', () => {
    const told = [...born(A), listed(A, 'd0', 2), cleanup, loUnlisted(A), ...buried(A)];
    expect(messages(verdictOn(noOrphans, given(...told)))).toEqual([
      'd0 (ifindex 2) was never taken out of net a',
    ]);
    expect(verdictOn(noOrphans, givenLossy(...told)).verdict).toBe('unknown');
  });

  it('is violated by a device that is seen to leave after netdev_exit', () => {
    const exit = opsExit(A, 'netdev_net_ops');
    const events = given(...born(A), cleanup, loUnlisted(A), exit, unlisted(A, 'd0', 2));
    const judgement = verdictOn(noOrphans, events);
    expect(messages(judgement)).toEqual([
      'd0 (ifindex 2) was still listed in net a when netdev_exit ran',
    ]);
    expect(judgement.violations[0]?.seq).toBe(11);
  });

  it('is violated by a device that enters after netdev_exit, if no new life can be lost', () => {
    const exit = opsExit(A, 'netdev_net_ops');
    const told = [
      ...born(A),
      cleanup,
      loUnlisted(A),
      exit,
      listed(A, 'd0', 2),
      unlisted(A, 'd0', 2),
    ];
    const { violations } = verdictOn(noOrphans, given(...told));
    expect(violations).toMatchObject([
      {
        seq: 12,
        message: 'd0 (ifindex 2) entered net a after netdev_exit had run',
        related: [11, 13],
      },
    ]);
    expect(verdictOn(noOrphans, givenLossy(...told)).verdict).toBe('unknown');
  });

  it('is violated by a namespace that is freed before a device its cleanup unlisted', () => {
    const mine: Told = { ...unlisted(A, 'd0', 2), task: 'kworker-25' };
    const end = [net('net.freed', A), freed('d0', 2)];
    const events = given(...born(A), listed(A, 'd0', 2), cleanup, mine, loUnlisted(A), ...end);
    expect(messages(verdictOn(noOrphans, events))).toEqual([
      'net a was freed before its device d0',
    ]);
    const theirs: Told = { ...mine, task: 'ip-300' };
    const other = given(...born(A), listed(A, 'd0', 2), cleanup, theirs, loUnlisted(A), ...end);
    expect(verdictOn(noOrphans, other).violations).toEqual([]);
  });
});

describe('teardown-progress', () => {
  const waiting: Told = { type: 'netdev.waiting', name: 'lo', refs: 2 };

  it('holds when what was waited for is freed', () => {
    const events = given(waiting, waiting, { type: 'netdev.freed', dev: null, name: 'lo' });
    expect(verdictOn(teardownProgress, events)).toMatchObject({
      verdict: 'holds',
      checked: 1,
    });
  });

  it('is violated when it is still waited for at the end, if nothing but the end can hide more', () => {
    const simulated: Told = { ...waiting, evidence: 'simulated' };
    const events = given(simulated, simulated);
    expect(messages(verdictOn(teardownProgress, events))).toEqual([
      'lo is still waited for (2 warnings, usage count 2)',
    ]);
    expect(verdictOn(teardownProgress, given(waiting))).toMatchObject({
      verdict: 'unknown',
      reason: 'lo is still waited for (1 warning, usage count 2) when the recording ends',
    });
  });

  it('is unknown behind a gap, in which it may have been freed', () => {
    const events = given(freed('d0', 2), waiting, gap);
    expect(verdictOn(teardownProgress, events)).toMatchObject({
      verdict: 'unknown',
      broken: 0,
    });
  });
});
