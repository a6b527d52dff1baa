import { describe, expect, it } from 'vitest';
import { noOrphans, teardownProgress } from '../../src/invariants/teardown.ts';
import { devId, INIT_NET } from '../../src/model/ids.ts';
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
  opsFailed,
  opsInit,
  type Told,
  unlisted,
  verdictOn,
} from './history.ts';

const worker = 'kworker-25';
const cleanup: Told = { ...net('net.cleanup', A), task: worker };
const netdevExit = opsExit(A, 'netdev_net_ops');
const d0 = listed(A, 'd0', 2);
const d0Leaves = unlisted(A, 'd0', 2);

describe('no-orphans', () => {
  it('needs no silence for a device that was seen to come before netdev_exit, and to go after', () => {
    const told = [...born(A), d0, cleanup, loUnlisted(A), netdevExit, d0Leaves];
    const judgement = verdictOn(noOrphans, givenLossy(...told));
    expect(messages(judgement)).toEqual([
      'd0 (ifindex 2) was still listed in net a when netdev_exit ran',
    ]);
    const exit = told.indexOf(netdevExit) + 1;
    expect(judgement.violations).toMatchObject([
      { seq: exit, related: [told.indexOf(d0) + 1, exit + 1], silent: false },
    ]);
  });

  it('needs silence for one that may belong to another namespace with that number', () => {
    const told = [...born(A), cleanup, loUnlisted(A), netdevExit, d0, d0Leaves];
    expect(verdictOn(noOrphans, given(...told)).violations).toMatchObject([{ silent: true }]);
    expect(verdictOn(noOrphans, givenLossy(...told)).violations).toEqual([]);
    const presence = { dev: null, net: A, name: 'd0', ifindex: 2 };
    const nameless: Told = { type: 'netdev.unregistered', ...presence };
    const unseen = [...born(A), cleanup, loUnlisted(A), netdevExit, nameless];
    expect(verdictOn(noOrphans, given(...unseen)).violations).toMatchObject([{ silent: true }]);
  });

  it('is violated by a device that is moved away after netdev_exit', () => {
    const away = moved(A, INIT_NET, 'd0', 2);
    const events = given(...born(A), cleanup, loUnlisted(A), netdevExit, away);
    expect(messages(verdictOn(noOrphans, events))).toEqual([
      'd0 (ifindex 2) was still listed in net a when netdev_exit ran',
    ]);
  });

  it('tells of devices that nobody took out when they came', () => {
    const told = [unlisted(B, 'd9', 9), ...born(A), d0, cleanup, netdevExit];
    const { violations } = verdictOn(noOrphans, given(...told));
    const message = 'lo (ifindex 1) and d0 (ifindex 2) were never taken out of net a';
    expect(violations).toMatchObject([{ seq: told.length - 1, related: [6, 10], message }]);
  });

  it('is unknown where the log shows no devices that come, or none that leave', () => {
    const staying = verdictOn(noOrphans, given(...born(A), d0, cleanup, netdevExit));
    expect(staying).toMatchObject({ verdict: 'unknown', broken: 0 });
    const leaving = verdictOn(noOrphans, given(cleanup, netdevExit, d0Leaves));
    expect(leaving).toMatchObject({ verdict: 'unknown', broken: 0 });
  });

  it('is put to the test by cleanups only, not by a setup that is undone', () => {
    const undone = [netdevExit, net('net.freed', A)];
    const setup = [net('net.setup', A), opsInit(A, 'netdev_net_ops'), opsFailed(A, 'x_ops')];
    const events = given(...setup, ...undone, { type: 'net.freed', net: null });
    expect(verdictOn(noOrphans, events)).toMatchObject({ checked: 0, broken: 0 });
    const once = given(...born(A), cleanup, loUnlisted(A), netdevExit, net('net.freed', A));
    expect(verdictOn(noOrphans, once)).toMatchObject({ checked: 1, broken: 0 });
  });
});

describe('no-orphans, of devices that outlive their namespace', () => {
  const mine: Told = { ...d0Leaves, task: worker };
  const end = [net('net.freed', A), freed('d0', 2)];
  const broken = (...told: readonly Told[]) => verdictOn(noOrphans, given(...told)).broken;

  it('is violated once a device', () => {
    const once = [...born(A), d0, cleanup, mine, loUnlisted(A), ...end];
    const { violations } = verdictOn(noOrphans, given(...once));
    expect(violations).toMatchObject([{ seq: 13, related: [11, 14], silent: true }]);
    expect(broken(...once, freed('d0', 2))).toBe(1);
  });

  it('says nothing of what was unlisted before the cleanup, or by nobody knows whom', () => {
    expect(broken(...born(A), d0, mine, cleanup, loUnlisted(A), ...end)).toBe(0);
    const nobody = [cleanup, d0Leaves, loUnlisted(A)].map((told) => ({ ...told, task: null }));
    expect(broken(...born(A), d0, ...nobody, ...end)).toBe(0);
  });

  it('says nothing of another device that got the address', () => {
    const [away, gone] = [net('net.freed', A), freed('d0', 2)];
    const again: Told = { type: 'netdev.allocated', dev: devId('d0#2'), name: 'd0' };
    const told = [...born(A), d0, cleanup, mine, loUnlisted(A), away];
    expect(broken(...told, again, gone)).toBe(0);
    const behindGap = verdictOn(noOrphans, given(...told, gap, gone));
    expect(behindGap.reason).toBe(`records lost at line ${told.length + 1}`);
  });

  it('remembers the last 1,024 of them', () => {
    const names = Array.from({ length: 1025 }, (_, at) => `v${at}`);
    const told = [
      ...born(A),
      ...names.map((name) => listed(A, name, 2)),
      cleanup,
      ...names.map((name) => ({ ...unlisted(A, name, 2), task: worker })),
      loUnlisted(A),
      ...buried(A),
    ];
    expect(broken(...told, freed('v0', 2))).toBe(0);
    expect(broken(...told, freed('v1', 2))).toBe(1);
  });
});

describe('teardown-progress', () => {
  const waiting: Told = { type: 'netdev.waiting', name: 'd0', refs: 2 };

  it('is put to the test by each namespace that is freed, and by each wait that ends', () => {
    expect(verdictOn(teardownProgress, given(net('net.freed', A))).checked).toBe(1);
    const nameless: Told = { type: 'netdev.freed', dev: devId('d0#2'), name: null };
    const known = verdictOn(teardownProgress, given(d0, waiting, nameless));
    expect(known).toMatchObject({ verdict: 'holds', checked: 1 });
    const nobody: Told = { type: 'netdev.freed', dev: null, name: null };
    const unknown = verdictOn(teardownProgress, given(d0, waiting, nobody));
    expect(unknown).toMatchObject({ verdict: 'unknown', checked: 0 });
  });

  it('tells when the wait began', () => {
    const told = [waiting, waiting, { ...waiting, refs: null }];
    const events = given(...told.map((one) => ({ ...one, evidence: 'simulated' as const })));
    expect(verdictOn(teardownProgress, events).violations).toMatchObject([
      { seq: 2, related: [0], message: 'd0 is still waited for (3 warnings)' },
    ]);
  });

  it('names who holds the device, where the kernel says so', () => {
    const holders = [{ symbol: 'dst_init', count: 2 }];
    expect(verdictOn(teardownProgress, given({ ...waiting, holders })).reason).toBe(
      'd0 is still waited for (1 warning, usage count 2, taken by dst_init (2)) ' +
        'when the recording ends',
    );
  });

  it('forgets behind a gap what was waited for', () => {
    const { reason } = verdictOn(teardownProgress, given(waiting, gap));
    expect(reason).toBe('records lost at line 2');
  });
});
