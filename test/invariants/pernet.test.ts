import { describe, expect, it } from 'vitest';
import { pernetInitOrder, pernetSubsysFirst } from '../../src/invariants/pernet.ts';
import { pernetExitOrder } from '../../src/invariants/pernet-exit.ts';
import { pernetExitOnce } from '../../src/invariants/pernet-exit-once.ts';
import { INIT_NET, type NetId } from '../../src/model/ids.ts';
import {
  A,
  B,
  boot,
  born,
  buried,
  gap,
  given,
  givenLossy,
  messages,
  net,
  netFailed,
  opsExit,
  opsFailed,
  opsInit,
  opsRegistered,
  opsUnregistered,
  returned,
  started,
  type Told,
  verdictOn,
} from './history.ts';

describe('pernet-subsys-first', () => {
  it('holds for the two device operations of the boot and for setups in list order', () => {
    const judgement = verdictOn(pernetSubsysFirst, given(...boot, ...born(A)));
    expect(judgement).toMatchObject({ verdict: 'holds', checked: 3 });
  });

  it('says so where no setup shows where subsys operations stand', () => {
    const unseen = 'where subsys operations stand: no setup is seen to its end';
    const unborn = born(A).filter(({ type }) => type !== 'net.ready');
    const cut = verdictOn(pernetSubsysFirst, given(...boot, ...unborn));
    expect(cut).toMatchObject({ verdict: 'holds', unseen });
    expect(verdictOn(pernetSubsysFirst, given(...boot, ...born(A))).unseen).toBeNull();
  });

  it('is violated by a subsys operation that a setup reaches after the device operations', () => {
    const events = given(
      ...boot,
      opsRegistered('vlan_net_ops'),
      net('net.setup', A),
      opsInit(A, 'loopback_net_ops'),
      opsInit(A, 'vlan_net_ops'),
      net('net.ready', A),
    );
    expect(messages(verdictOn(pernetSubsysFirst, events))).toEqual([
      'vlan_net_ops, a subsys operation, was initialised in net a after loopback_net_ops',
    ]);
  });

  it('is violated by a setup, the boot unseen, that comes to loopback too early or too late', () => {
    const vlan = opsRegistered('vlan_net_ops');
    const setup = (...ops: readonly string[]) =>
      given(vlan, net('net.setup', A), ...ops.map((name) => opsInit(A, name)), net('net.ready', A));
    const [lo, others] = ['loopback_net_ops', 'default_device_ops'];
    expect(messages(verdictOn(pernetSubsysFirst, setup(lo, 'vlan_net_ops', others)))).toEqual([
      'vlan_net_ops, a subsys operation, was initialised in net a after loopback_net_ops',
    ]);
    expect(messages(verdictOn(pernetSubsysFirst, setup('vlan_net_ops', others, lo)))).toEqual([
      'default_device_ops, a device operation, was initialised in net a before loopback_net_ops',
    ]);
    const good = verdictOn(pernetSubsysFirst, setup('vlan_net_ops', lo, others));
    expect(good).toMatchObject({ verdict: 'holds', checked: 1 });
  });

  it('lets a module bring a subsys operation to a namespace that has its devices', () => {
    const events = given(
      ...boot,
      ...born(A),
      opsRegistered('vlan_net_ops'),
      opsInit(INIT_NET, 'vlan_net_ops'),
      opsInit(A, 'vlan_net_ops'),
    );
    expect(verdictOn(pernetSubsysFirst, events).verdict).toBe('holds');
  });

  it('is violated by a device operation ahead of loopback, or between it and the default', () => {
    const ahead = given(
      opsRegistered('sit_net_ops', 'device'),
      opsRegistered('loopback_net_ops', 'device'),
    );
    expect(messages(verdictOn(pernetSubsysFirst, ahead))).toEqual([
      'sit_net_ops was registered as a device operation before loopback_net_ops',
    ]);
  });
});

describe('pernet-subsys-first, by registrations and setups', () => {
  const on = (...told: readonly Told[]) => verdictOn(pernetSubsysFirst, given(...told));
  const [lo, others] = ['loopback_net_ops', 'default_device_ops'];
  const device = (ops: string | null): Told => ({ type: 'pernet.registered', ops, kind: 'device' });
  const setup = (...ops: readonly string[]): readonly Told[] => [
    net('net.setup', A),
    ...ops.map((name) => opsInit(A, name)),
    net('net.ready', A),
  ];

  it('is put to the test by the first two device operations, and by nothing behind them', () => {
    const both = [opsRegistered('x_ops'), device(lo), device(others)];
    expect(on(...both)).toMatchObject({ broken: 0, checked: 2 });
    expect(on(...both, device('sit_net_ops'), opsRegistered('y_ops'))).toMatchObject({
      broken: 0,
      checked: 2,
    });
    expect(on(device('sit_net_ops'), device('gre_net_ops'))).toMatchObject({ checked: 0 });
    // A log of two boots has them twice.
    expect(on(...both, device(lo), device(others))).toMatchObject({ broken: 0, checked: 3 });
  });

  it('is violated by what was registered before them, told with both', () => {
    const wrong: readonly (readonly [readonly Told[], string])[] = [
      [
        [device('sit_net_ops'), device(lo)],
        'sit_net_ops was registered as a device operation before loopback_net_ops',
      ],
      [
        [device('sit_net_ops'), device(others)],
        'sit_net_ops was registered as a device operation before default_device_ops',
      ],
      [
        [device(others), device(lo)],
        'default_device_ops was registered as a device operation before loopback_net_ops',
      ],
      [
        [device(null), device(lo)],
        'another operation was registered as a device operation before loopback_net_ops',
      ],
    ];
    for (const [told, message] of wrong) {
      expect(on(...told).violations).toMatchObject([{ seq: 0, related: [1], message }]);
    }
    expect(on(device(null), device(others))).toMatchObject({ broken: 0, checked: 0 });
    expect(on(device('sit_net_ops'), gap, device(lo))).toMatchObject({ broken: 0 });
  });

  it('goes through setups by the kinds that were seen, and those that never change', () => {
    const seen = [device('sit_net_ops'), opsRegistered('vlan_net_ops')];
    const behind = on(...seen, ...setup('sit_net_ops', 'vlan_net_ops'));
    expect(behind.violations).toMatchObject([{ seq: 4, related: [3, 5] }]);
    expect(on(...seen, ...setup(others, 'vlan_net_ops')).broken).toBe(1);
    expect(on(...seen, ...setup(lo, 'x_ops', 'sit_net_ops'))).toMatchObject({
      broken: 0,
      checked: 1,
    });
    expect(on(...seen, ...setup('vlan_net_ops', 'x_ops'))).toMatchObject({ broken: 0, checked: 0 });
    const early = on(...seen, ...setup('sit_net_ops', lo));
    expect(early.violations).toMatchObject([{ seq: 4, related: [3, 5] }]);
  });

  it('goes through the part of a setup that was done, and through what has a name', () => {
    const [begin = gap, first = gap, second = gap] = setup(lo, 'vlan_net_ops');
    const failed = [opsFailed(A, 'vlan_net_ops'), netFailed(A)];
    const seen = opsRegistered('vlan_net_ops');
    expect(on(seen, begin, first, ...failed)).toMatchObject({ broken: 0, checked: 1 });
    expect(on(seen, begin, first, second, ...failed).broken).toBe(1);
    const nameless: Told = { type: 'pernet.initialized', ops: null, net: A };
    expect(on(seen, begin, first, nameless, net('net.ready', A))).toMatchObject({ checked: 1 });
    expect(on(seen, first, second, net('net.ready', A), netFailed(null))).toMatchObject({
      broken: 0,
      checked: 0,
    });
  });

  it('says that it saw no setup to its end, where it did not', () => {
    expect(on(device(lo), device(others)).unseen).toBe(
      'where subsys operations stand: no setup is seen to its end',
    );
    expect(on(device(lo), ...born(A), ...born(B))).toMatchObject({ unseen: null, checked: 3 });
  });
});

describe('pernet-init-order, of setups and registrations', () => {
  const on = (...told: readonly Told[]) => verdictOn(pernetInitOrder, given(...told));

  it('is put to the test by each setup in which something is done', () => {
    expect(on(net('net.setup', A), net('net.ready', A), netFailed(null)).checked).toBe(0);
    expect(on(...born(A), ...born(B)).checked).toBe(2);
    expect(on(net('net.ready', A), ...born(B)).checked).toBe(1);
  });

  it('looks again at a setup that is like the last one, but lacks what was registered since', () => {
    expect(
      on(opsUnregistered('w_ops'), ...born(A), opsRegistered('x_ops'), ...born(B)).broken,
    ).toBe(1);
  });

  it('tells of each step of a registration in the wrong order, with the one before', () => {
    const nets = [...born(A), ...born(B), opsRegistered('x_ops')];
    const [young, old] = [opsInit(B, 'x_ops'), opsInit(A, 'x_ops')];
    expect(on(...nets, young, old).violations).toMatchObject([{ seq: 20, related: [19] }]);
    expect(on(...nets, old, young)).toMatchObject({ broken: 0, checked: 3 });
    expect(messages(on(...nets, old, old))).toEqual(['x_ops came to net a twice']);
    const unaged = [net('net.dying', A), net('net.dying', B), opsRegistered('x_ops'), young, old];
    expect(on(...unaged)).toMatchObject({ broken: 0, checked: 0 });
    const unseen = [opsRegistered('w_ops'), ...born(A), ...born(B), young, old];
    expect(on(...unseen)).toMatchObject({ broken: 0 });
  });

  it('says that it does not see where operations come to, where it does not', () => {
    const nowhere: Told = { type: 'pernet.initialized', ops: 'x_ops', net: null };
    expect(on(...born(A), nowhere).unseen).toBe('which namespaces new operations come to');
    expect(on(...born(A)).unseen).toBeNull();
  });
});

describe('pernet-init-order', () => {
  it('says so where the log does not tell which namespaces a new operation comes to', () => {
    const late: Told = { type: 'pernet.initialized', ops: 'vlan_net_ops', net: null };
    const events = [...boot, ...born(A), opsRegistered('vlan_net_ops')];
    const named = verdictOn(pernetInitOrder, given(...events, opsInit(A, 'vlan_net_ops')));
    expect(named).toMatchObject({ verdict: 'holds', unseen: null });
    expect(verdictOn(pernetInitOrder, given(...events, late))).toMatchObject({
      verdict: 'holds',
      unseen: 'which namespaces new operations come to',
    });
  });

  it('holds for setups that follow the list', () => {
    const judgement = verdictOn(pernetInitOrder, given(...boot, ...born(A), ...born(B)));
    expect(judgement).toMatchObject({ verdict: 'holds', checked: 2 });
  });

  it('is violated by an operation that comes to a namespace twice', () => {
    const told = [...born(A), opsInit(A, 'loopback_net_ops')];
    expect(messages(verdictOn(pernetInitOrder, given(...told)))).toEqual([
      'loopback_net_ops was initialised a second time in net a',
    ]);
    const later = [opsInit(INIT_NET, 'dev_mc_net_ops'), opsInit(INIT_NET, 'dev_mc_net_ops')];
    expect(messages(verdictOn(pernetInitOrder, given(...born(A), ...later)))).toEqual([
      'dev_mc_net_ops was initialised a second time in init_net',
    ]);
  });

  it('lets operations come twice that may have been registered again', () => {
    const nameless: Told = { ...opsRegistered('dev_mc_net_ops'), inferred: ['ops'] };
    for (const between of [opsRegistered('dev_mc_net_ops'), nameless]) {
      const told = [...born(A), between, opsInit(A, 'dev_mc_net_ops')];
      expect(verdictOn(pernetInitOrder, given(...told)).violations).toEqual([]);
    }
    const module = [opsInit(A, 'vlan_net_ops'), opsInit(A, 'vlan_net_ops')];
    expect(verdictOn(pernetInitOrder, given(...born(A), ...module)).violations).toEqual([]);
  });

  it('is violated by two setups in different orders, also where no end of a setup is shown', () => {
    const endless = (id: NetId, ...ops: readonly string[]): readonly Told[] => [
      net('net.setup', id),
      ...ops.map((name) => opsInit(id, name)),
    ];
    const rest = ['netdev_net_ops', 'loopback_net_ops'];
    const first = endless(A, 'sysctl_pernet_ops', 'netfilter_net_ops', ...rest);
    const alike = endless(B, 'sysctl_pernet_ops', 'netfilter_net_ops', ...rest);
    const swapped = endless(B, 'netfilter_net_ops', 'sysctl_pernet_ops', ...rest);
    expect(verdictOn(pernetInitOrder, given(...first, ...alike)).verdict).toBe('holds');
    const judgement = verdictOn(pernetInitOrder, given(...first, ...swapped));
    expect(messages(judgement)).toEqual([
      'sysctl_pernet_ops was initialised after netfilter_net_ops in net b, unlike in net a',
    ]);
    expect(judgement.violations[0]?.seq).toBe(first.length + 2);
  });

  it('misses no operation where only the init of loopback is probed', () => {
    const before = [opsRegistered('netdev_net_ops'), opsInit(INIT_NET, 'netdev_net_ops')];
    const setup = [net('net.setup', A), opsInit(A, 'loopback_net_ops')];
    const told = (...more: readonly Told[]) =>
      verdictOn(pernetInitOrder, given(...before, ...setup, ...more, net('net.ready', A)));
    expect(told().broken).toBe(0);
    expect(told(opsInit(A, 'default_device_ops')).broken).toBe(1);
  });

  it('lets a module come back at the end of the list, and after a setup without an end', () => {
    const list = ['netdev_net_ops', 'x_net_ops', 'y_net_ops', 'loopback_net_ops'];
    const back = ['netdev_net_ops', 'y_net_ops', 'x_net_ops', 'loopback_net_ops'];
    const setup = (id: NetId, ops: readonly string[]): readonly Told[] => [
      net('net.setup', id),
      ...ops.map((name) => opsInit(id, name)),
    ];
    const told = [...setup(A, list), opsInit(A, 'z_net_ops'), ...setup(B, back)];
    expect(verdictOn(pernetInitOrder, given(...told)).verdict).toBe('holds');
  });

  it('misses no operation whose registration may have failed in a net_dev_init that did', () => {
    const setup = born(A).filter((event) => !('ops' in event) || event.ops !== 'netdev_net_ops');
    const steps = [opsRegistered('netdev_net_ops'), opsInit(INIT_NET, 'netdev_net_ops')];
    const after = (rc: number) => given(started, ...steps, returned(rc), ...setup);
    expect(messages(verdictOn(pernetInitOrder, after(0)))).toEqual([
      'netdev_net_ops was left out in net a',
    ]);
    expect(verdictOn(pernetInitOrder, after(-12)).violations).toEqual([]);
  });

  it('misses no operation once one is unregistered that nobody names', () => {
    const setup = born(A).filter((event) => !('ops' in event) || event.ops !== 'dev_mc_net_ops');
    const gone: Told = { type: 'pernet.unregistered', ops: null, kind: 'subsys' };
    expect(verdictOn(pernetInitOrder, given(...boot, ...born(B), ...setup)).broken).toBe(1);
    expect(verdictOn(pernetInitOrder, given(...boot, gone, ...born(B), ...setup)).broken).toBe(0);
  });

  it('misses no operation where a step of the setup is one that nobody names', () => {
    const setup = born(A).map((event): Told => {
      const unnamed = event.type === 'pernet.initialized' && event.ops === 'dev_mc_net_ops';
      return unnamed ? { type: 'pernet.initialized', ops: 'dev_mc_net_ops', net: null } : event;
    });
    const judgement = verdictOn(pernetInitOrder, given(...boot, ...born(B), ...setup));
    expect(judgement.violations).toEqual([]);
    expect(judgement.reason).toMatch(/^dev_mc_net_ops was left out in net a, unless line \d+ /);
  });

  it('is violated by a setup that leaves an operation out, if its record cannot be lost', () => {
    const setup = born(A).filter((event) => !('ops' in event) || event.ops !== 'dev_mc_net_ops');
    const told = [...boot, ...born(B), ...setup];
    expect(messages(verdictOn(pernetInitOrder, given(...told)))).toEqual([
      'dev_mc_net_ops was left out in net a',
    ]);
    expect(verdictOn(pernetInitOrder, givenLossy(...told)).verdict).toBe('unknown');
  });

  it('is violated by an operation initialised twice, or after another one failed', () => {
    const twice = given(
      net('net.setup', A),
      opsInit(A, 'x_ops'),
      opsInit(A, 'x_ops'),
      net('net.ready', A),
    );
    expect(messages(verdictOn(pernetInitOrder, twice))).toEqual([
      'x_ops was initialised twice in net a',
    ]);
    const after = given(
      net('net.setup', A),
      opsFailed(A, 'x_ops'),
      opsInit(A, 'y_ops'),
      netFailed(A),
    );
    expect(messages(verdictOn(pernetInitOrder, after))).toEqual([
      'y_ops was initialised although x_ops had failed in net a',
    ]);
  });

  it('knows the order of what no module can bring back, and of the rest if nothing is lost', () => {
    const setupOf = (...ops: readonly string[]): readonly Told[] => [
      ...ops.map((name) => opsRegistered(name)),
      net('net.setup', A),
      ...ops.toReversed().map((name) => opsInit(A, name)),
      net('net.ready', A),
    ];
    const permanent = given(...setupOf('dev_proc_ops', 'netdev_net_ops'));
    expect(messages(verdictOn(pernetInitOrder, permanent))).toEqual([
      'dev_proc_ops was initialised after netdev_net_ops, which is behind it on the list in net a',
    ]);
    const modules = setupOf('x_ops', 'y_ops');
    expect(verdictOn(pernetInitOrder, givenLossy(...modules)).verdict).toBe('unknown');
    expect(verdictOn(pernetInitOrder, given(...modules)).verdict).toBe('violated');
  });

  it('knows the order of some that are built in, also where no boot is shown', () => {
    const setup = given(
      net('net.setup', A),
      opsInit(A, 'netdev_net_ops'),
      opsInit(A, 'dev_proc_ops'),
      opsInit(A, 'loopback_net_ops'),
      net('net.ready', A),
      net('net.cleanup', A),
      opsExit(A, 'netdev_net_ops'),
      opsExit(A, 'dev_proc_ops'),
    );
    expect(messages(verdictOn(pernetInitOrder, setup))).toEqual([
      'dev_proc_ops was initialised after netdev_net_ops, which is behind it on the list in net a',
    ]);
    // The list is another than the setup says, so its exits are not judged by that.
    expect(messages(verdictOn(pernetExitOrder, setup))).toEqual([]);
  });

  it('brings a new operation to the oldest namespace first', () => {
    const nets = [
      net('net.ready', INIT_NET),
      ...born(A),
      ...born(B),
      opsRegistered('vlan_net_ops'),
    ];
    const inOrder = [INIT_NET, A, B].map((id) => opsInit(id, 'vlan_net_ops'));
    const good = given(...nets, ...inOrder);
    expect(verdictOn(pernetInitOrder, good).verdict).toBe('holds');
    const bad = given(...nets, ...inOrder.toReversed());
    expect(messages(verdictOn(pernetInitOrder, bad))).toEqual([
      'vlan_net_ops came to net a after net b, which is younger',
      'vlan_net_ops came to init_net after net a, which is younger',
    ]);
  });
});

const dying = [...born(A), net('net.cleanup', A)];

describe('pernet-exit-order', () => {
  it('holds for exits in reverse', () => {
    const events = given(...dying, ...buried(A));
    expect(verdictOn(pernetExitOrder, events)).toMatchObject({ verdict: 'holds', checked: 1 });
  });

  it('says so where it does not show when the data is freed', () => {
    const exits = ['netdev_net_ops', 'net_ns_ops'].map((ops) => opsExit(A, ops));
    const unfreed = verdictOn(pernetExitOrder, given(...dying, ...exits));
    expect(unfreed).toMatchObject({
      verdict: 'holds',
      unseen: 'when the data of operations is freed',
    });
    const freed = given(...dying, ...exits, opsExit(A, 'net_ns_ops', 'free'));
    expect(verdictOn(pernetExitOrder, freed)).toMatchObject({ verdict: 'holds', unseen: null });
  });

  it('is violated by a walk forward', () => {
    const events = given(...dying, opsExit(A, 'net_ns_ops'), opsExit(A, 'netdev_net_ops'));
    expect(messages(verdictOn(pernetExitOrder, events))).toEqual([
      'exit of netdev_net_ops came after exit of net_ns_ops in net a, ' +
        'although netdev_net_ops stands behind net_ns_ops on pernet_list',
    ]);
  });

  it('is violated by phases that run into each other', () => {
    const events = given(...dying, opsExit(A, 'netdev_net_ops'), opsExit(A, 'x_ops', 'pre_exit'));
    expect(messages(verdictOn(pernetExitOrder, events))).toEqual([
      'pre_exit of x_ops came after exit of netdev_net_ops in net a',
    ]);
  });

  it('keeps an exit and its batch callback together', () => {
    const events = given(
      ...dying,
      opsExit(A, 'netdev_net_ops'),
      opsExit(A, 'netdev_net_ops', 'exit_batch'),
      opsExit(A, 'dev_proc_ops'),
      net('net.freed', A),
    );
    expect(verdictOn(pernetExitOrder, events).verdict).toBe('holds');
  });

  it('does not judge an operation that was taken off the list and came back at its end', () => {
    const events = given(
      opsRegistered('x_ops'),
      opsRegistered('y_ops'),
      net('net.setup', A),
      opsInit(A, 'x_ops'),
      opsInit(A, 'y_ops'),
      net('net.ready', A),
      opsUnregistered('x_ops'),
      opsRegistered('x_ops'),
      net('net.cleanup', A),
      opsExit(A, 'x_ops'),
      opsExit(A, 'y_ops'),
      net('net.freed', A),
    );
    expect(verdictOn(pernetExitOrder, events).violations).toEqual([]);
  });
});

describe('pernet-exit-once', () => {
  it('holds when each phase of each operation runs once', () => {
    const events = given(...dying, ...buried(A));
    expect(verdictOn(pernetExitOnce, events)).toMatchObject({ verdict: 'holds', checked: 1 });
  });

  it('is violated once for a namespace that exits twice', () => {
    const exits = buried(A).slice(0, -1);
    const judgement = verdictOn(pernetExitOnce, given(...dying, ...exits, ...exits));
    expect(judgement.broken).toBe(1);
    expect(messages(judgement)).toEqual(['exit_batch of default_device_ops ran twice in net a']);
  });

  it('lets an unloaded module exit from a living namespace, come back and exit again', () => {
    const visit = [opsInit(A, 'x_ops'), opsExit(A, 'x_ops')];
    const events = given(...born(A), ...visit, ...visit, net('net.cleanup', A), ...buried(A));
    expect(verdictOn(pernetExitOnce, events).verdict).toBe('holds');
  });
});
