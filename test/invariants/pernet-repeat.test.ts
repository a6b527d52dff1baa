import { describe, expect, it } from 'vitest';
import { pernetInitOrder } from '../../src/invariants/pernet.ts';
import { A, B, born, given, opsInit, opsRegistered, type Told, verdictOn } from './history.ts';

const on = (...told: readonly Told[]) => verdictOn(pernetInitOrder, given(...told));
const again = opsInit(A, 'dev_mc_net_ops');
const nameless: Told = { type: 'pernet.registered', ops: null, kind: 'subsys' };

describe('operations that come to a namespace after its setup', () => {
  it('are told with the time before, or the setup that had them', () => {
    expect(on(...born(A), again).violations).toMatchObject([{ seq: 9, related: [0] }]);
    const [one, two] = on(...born(A), again, again).violations;
    expect([one, two]).toMatchObject([
      { seq: 9, related: [0] },
      { seq: 10, related: [9] },
    ]);
    expect(on(again, again).violations).toEqual([]);
    expect(on(...born(B), again, again).violations).toMatchObject([{ seq: 10, related: [9] }]);
  });

  it('are new to it where neither had them', () => {
    expect(on(...born(A), opsInit(A, 'genl_pernet_ops'))).toMatchObject({ broken: 0 });
    expect(on(...born(A), opsInit(B, 'dev_mc_net_ops'))).toMatchObject({ broken: 0 });
  });

  it('may have been registered anew since, where the log does not say what was', () => {
    expect(on(...born(A), nameless, again).broken).toBe(0);
    expect(on(nameless, ...born(A), again).broken).toBe(1);
    expect(on(...born(A), opsRegistered('x_ops'), again).broken).toBe(1);
  });

  it('may be those of another boot, if the clock turns back', () => {
    expect(on(...born(A), { ...again, at: -1 }).broken).toBe(0);
  });
});
