import { describe, expect, it } from 'vitest';
import { bodiesOfCalls } from './function-log.ts';
import { type Body, bodiesOf, type Hit } from './kprobe-log.ts';

const OURS = 'ops=my_ops+0x0/0x60';
const INFERRED = { inferred: ['ops'] };

describe.each(['register_pernet', 'unregister_pernet'])('%s_*', (fn) => {
  const type = fn.startsWith('un') ? 'pernet.unregistered' : 'pernet.registered';

  it.each(['subsys', 'device'])('is told with its name and kind, once: %s', async (kind) => {
    const told = [{ type, ops: 'my_ops', kind }];
    expect(await bodiesOf([[`${fn}_${kind}`, OURS]])).toEqual(told);
    const nested: readonly Hit[] = [
      [`${fn}_${kind}`, OURS],
      [`${fn}_operations`, OURS],
      [`<-${fn}_operations`, 'rc=0'],
      [`<-${fn}_${kind}`, 'rc=0'],
    ];
    expect(await bodiesOf(nested)).toEqual(told);
  });
});

describe('a registration', () => {
  it('is told by register_pernet_operations alone, as what most are', async () => {
    expect(await bodiesOf([['register_pernet_operations', OURS]])).toEqual([
      { type: 'pernet.registered', ops: 'my_ops', kind: 'subsys', inferred: ['kind'] },
    ]);
  });

  it('has no kind where unregister_pernet_operations alone tells its end', async () => {
    expect(await bodiesOf([['unregister_pernet_operations', OURS]])).toEqual([
      { type: 'pernet.unregistered', ops: 'my_ops', kind: null },
    ]);
  });

  it.each([
    ['the call inside', ['register_pernet_operations', OURS]],
    ['a callback', ['register_pernet_operations', 'init=netdev_init+0x0/0x10']],
    ['its ops_init', ['ops_init', OURS]],
  ] satisfies readonly (readonly [string, Hit])[])('may be named by %s', async (_what, hit) => {
    const [registered] = await bodiesOf([['register_pernet_device'], hit]);
    const name = hit[1].startsWith('init') ? 'netdev_net_ops' : 'my_ops';
    expect(registered).toEqual({ type: 'pernet.registered', ops: name, kind: 'device' });
  });

  it.each([
    ['subsys', -12],
    ['device', -17],
  ])('that failed leaves nothing behind: %s %s', async (kind, rc) => {
    const fn = `register_pernet_${kind}`;
    const told = ['registered', 'unregistered'].map((what) => ({
      type: `pernet.${what}`,
      ops: 'my_ops',
      kind,
    }));
    const entered: readonly Hit[] = [
      [fn, OURS],
      ['register_pernet_operations', OURS],
    ];
    expect(await bodiesOf([...entered, [`<-${fn}`, `rc=${rc}`]])).toEqual(told);
    expect(await bodiesOf([...entered, [`<-${fn}`, 'rc=0']])).toEqual(told.slice(0, 1));
    expect(
      await bodiesOf([
        ...entered,
        ['<-register_pernet_operations', `rc=${rc}`],
        [`<-${fn}`, `rc=${rc}`],
      ]),
    ).toEqual(told);
  });

  it('is seen to fail where no line shows its result, by what it undoes', async () => {
    const begin = [
      'register_pernet_subsys <-my_init',
      'ops_init <-register_pernet_subsys',
      'arp_net_init <-ops_init',
    ];
    const arp = { ops: 'arp_net_ops', kind: 'subsys' };
    const good = await bodiesOfCalls([...begin, 'register_pernet_subsys <-your_init']);
    expect(good.slice(0, 2)).toEqual([
      { type: 'pernet.registered', ...arp },
      { type: 'pernet.initialized', ops: 'arp_net_ops', net: null },
    ]);
    expect(good).not.toContainEqual({ type: 'pernet.unregistered', ...arp });
    const undone = [...begin, 'ops_exit_list <-register_pernet_subsys'];
    const bad = await bodiesOfCalls([...undone, 'register_pernet_subsys <-your_init']);
    expect(bad.slice(0, 3)).toEqual([
      { type: 'pernet.registered', ...arp },
      { type: 'pernet.failed', ops: 'arp_net_ops', net: null, rc: null },
      { type: 'pernet.unregistered', ...arp },
    ]);
  });

  it('without a name has none when it fails', async () => {
    const hits: readonly Hit[] = [
      ['register_pernet_device'],
      ['<-register_pernet_device', 'rc=-12'],
    ];
    expect(await bodiesOf(hits)).toEqual([
      { type: 'pernet.registered', ops: null, kind: 'device' },
      { type: 'pernet.unregistered', ops: null, kind: 'device' },
    ]);
  });
});

/** The device operations a net_dev_init of these calls registered, as far as lines name them. */
async function devicesOf(...calls: readonly Hit[]): Promise<readonly Body[]> {
  const told = await bodiesOf([['net_dev_init'], ...calls]);
  return told.filter((body) => body.type === 'pernet.registered' && body.kind === 'device');
}

const registering = (...inside: readonly Hit[]): readonly Hit[] => [
  ['register_pernet_device'],
  ...inside,
  ['<-register_pernet_device', 'rc=0'],
];
const AN_INIT: readonly Hit[] = [['ops_init'], ['<-ops_init', 'rc=0']];

describe('a registration of net_dev_init', () => {
  const type = 'pernet.registered';
  const kind = 'device';

  it('is named by program order, and says so', async () => {
    expect(await devicesOf(...registering(), ...registering(), ...registering())).toEqual([
      { type, ops: 'loopback_net_ops', kind, ...INFERRED },
      { type, ops: 'default_device_ops', kind, ...INFERRED },
      { type, ops: null, kind },
    ]);
  });

  it('is not named so outside', async () => {
    expect(await bodiesOf(registering())).toEqual([{ type, ops: null, kind }]);
  });

  it('runs an ops_init for loopback only, where the log shows ops_init', async () => {
    expect(await devicesOf(...registering(...AN_INIT), ...registering())).toEqual([
      { type, ops: 'loopback_net_ops', kind, ...INFERRED },
      { type, ops: 'default_device_ops', kind, ...INFERRED },
    ]);
    expect(await devicesOf(...AN_INIT, ...registering(), ...registering(...AN_INIT))).toEqual([
      { type, ops: null, kind },
      { type, ops: null, kind },
    ]);
  });

  it('counts the ops_init of the call inside it, too', async () => {
    const inside: readonly Hit[] = [
      ['register_pernet_operations'],
      ...AN_INIT,
      ['<-register_pernet_operations', 'rc=0'],
    ];
    expect(await devicesOf(...registering(...inside))).toEqual([
      { type, ops: 'loopback_net_ops', kind, ...INFERRED },
    ]);
  });
});
