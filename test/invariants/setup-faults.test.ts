import { describe, expect, it } from 'vitest';
import { pernetInitOrder } from '../../src/invariants/pernet.ts';
import { INIT_NET } from '../../src/model/ids.ts';
import {
  A,
  B,
  born,
  given,
  givenLossy,
  messages,
  net,
  netFailed,
  opsFailed,
  opsInit,
  opsRegistered,
  opsUnregistered,
  type Told,
  verdictOn,
} from './history.ts';

function setup(...ops: readonly (string | null)[]): readonly Told[] {
  const inits = ops.map((name): Told => ({ type: 'pernet.initialized', ops: name, net: A }));
  return [net('net.setup', A), ...inits, net('net.ready', A)];
}

const on = (...told: readonly Told[]) => verdictOn(pernetInitOrder, given(...told));

describe('the faults of a setup', () => {
  it('are told with the step they contradict', () => {
    expect(on(...setup('x_ops', 'x_ops')).violations).toMatchObject([{ seq: 2, related: [1] }]);
    const boot = on(...setup('netdev_net_ops', 'dev_mc_net_ops'));
    expect(boot.violations).toMatchObject([{ seq: 2, related: [1] }]);
    const failed = [net('net.setup', A), opsFailed(A, 'x_ops'), opsInit(A, 'y_ops'), netFailed(A)];
    expect(on(...failed).violations).toMatchObject([{ seq: 2, related: [1] }]);
  });

  it('are subsys operations behind those of devices', () => {
    const list = [opsRegistered('x_ops'), opsRegistered('y_ops', 'device')];
    const behind = on(...list, ...setup('y_ops', 'x_ops'));
    expect(messages(behind)).toEqual([
      'x_ops was initialised after y_ops, which is behind it on the list in net a',
    ]);
    expect(on(...list, ...setup('x_ops', 'y_ops'))).toMatchObject({ verdict: 'holds' });
    const late = [...list, opsRegistered('z_ops')];
    expect(on(...late, ...setup('x_ops', 'z_ops', 'y_ops'))).toMatchObject({ verdict: 'holds' });
  });

  it('are none where the order of the list was not seen', () => {
    const list = [opsRegistered('x_ops'), opsRegistered('y_ops', 'device')];
    expect(on(...list, ...setup('y_ops', 'z_ops', null))).toMatchObject({ broken: 0 });
    const again = [opsUnregistered('x_ops'), opsRegistered('x_ops')];
    const order = ['x_ops', 'z_ops'].map((ops) => opsRegistered(ops));
    expect(on(...order, ...again, ...setup('z_ops', 'x_ops'))).toMatchObject({ broken: 0 });
  });
});

describe('what a setup leaves out', () => {
  const list = [opsRegistered('x_ops'), opsRegistered('dev_mc_net_ops')];

  it('is told with the beginning of the setup', () => {
    const { violations } = on(...list, opsUnregistered('w_ops'), ...setup('x_ops'));
    const message = 'dev_mc_net_ops was left out in net a';
    expect(violations).toMatchObject([{ seq: 5, related: [3], message }]);
  });

  it('may have gone, unless it stays for ever', () => {
    const both = [...list, ...setup('y_ops')];
    expect(on(...both)).toMatchObject({ verdict: 'unknown', broken: 0 });
    expect(messages(on(opsUnregistered('w_ops'), ...both))).toEqual([
      'x_ops and dev_mc_net_ops were left out in net a',
    ]);
    expect(messages(on(...list, ...setup('x_ops')))).toEqual([
      'dev_mc_net_ops was left out in net a',
    ]);
    expect(verdictOn(pernetInitOrder, givenLossy(...list, ...setup('x_ops'))).broken).toBe(0);
  });

  it('is nothing where a step has no name, nor what was not on the list before', () => {
    expect(on(...list, ...setup('x_ops', null))).toMatchObject({ broken: 0 });
    expect(on(...born(B), opsInit(INIT_NET, 'v_ops'), ...setup('x_ops')).broken).toBe(0);
    const [begin = netFailed(A), ...rest] = setup('x_ops');
    const late = [begin, opsRegistered('late_ops'), ...rest];
    expect(on(opsUnregistered('w_ops'), ...late)).toMatchObject({ broken: 0 });
  });

  it('is nothing in a setup that fails', () => {
    const failed = [net('net.setup', A), opsInit(A, 'y_ops'), netFailed(A)];
    expect(on(opsUnregistered('w_ops'), ...list, ...failed)).toMatchObject({ broken: 0 });
  });
});
