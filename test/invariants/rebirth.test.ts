import { describe, expect, it } from 'vitest';
import { pernetExitOnce } from '../../src/invariants/pernet-exit-once.ts';
import { isBoundLoopback, mistakable } from '../../src/invariants/rebirth.ts';
import { devId, netId } from '../../src/model/ids.ts';
import {
  A,
  B,
  born,
  given,
  loListed,
  net,
  opsExit,
  opsInit,
  type Told,
  verdictOn,
} from './history.ts';
import { livesAfter } from './known-lives.ts';

/** Whether a device is the loopback of net a, whose whole life is in sight. */
function isBound(dev: string | null, ...told: readonly Told[]): boolean {
  return isBoundLoopback(livesAfter(...told).net(A), dev === null ? null : devId(dev));
}

describe('the loopback of a namespace', () => {
  const made = [opsInit(A, 'netdev_net_ops'), loListed(A), opsInit(A, 'loopback_net_ops')];

  it('is bound to it where it was seen to begin, and who made it', () => {
    expect(isBound('lo@a', ...born(A))).toBe(true);
    expect(isBound('d0', ...born(A))).toBe(false);
    expect(isBound('lo@a', ...made)).toBe(false);
    expect(isBound('lo@a', net('net.setup', A), loListed(A))).toBe(false);
    expect(isBound('lo@a', loListed(A))).toBe(false);
  });

  it('is no device that the log does not name', () => {
    const none = made.filter(({ type }) => type !== 'netdev.registered');
    expect(isBound(null, net('net.setup', A), ...none)).toBe(false);
    expect(isBound(null, ...born(A))).toBe(false);
  });
});

describe('what happens to a namespace after its end', () => {
  it('may be another one that the log does not show to be born', () => {
    const twice = [net('net.cleanup', A), opsExit(A, 'x_ops'), opsExit(A, 'x_ops')];
    expect(verdictOn(pernetExitOnce, given(...twice)).broken).toBe(0);
    expect(verdictOn(pernetExitOnce, given(...born(B), ...twice)).broken).toBe(1);
  });

  it('is in doubt where its number was given before and nobody saw it begin, the tenth time too', () => {
    const doubt = (name: string, ...told: readonly Told[]) =>
      mistakable(livesAfter(...told).net(netId(name)));
    expect(doubt('4026532193~2')).toContain('nobody saw');
    expect(doubt('4026532193~10')).toContain('nobody saw');
    expect(doubt('4026532193')).toBe(null);
    expect(doubt('4026532193~2', net('net.setup', netId('4026532193~2')))).toBe(null);
  });
});
