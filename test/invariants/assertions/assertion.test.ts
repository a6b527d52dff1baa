import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertion } from '../../../src/invariants/assertions/assertion.ts';
import { devId, INIT_NET } from '../../../src/model/ids.ts';
import { arbitraryHistory } from '../../../src/testing/arbitrary-history.ts';
import {
  A,
  boot,
  born,
  gap,
  given,
  listed,
  loFreed,
  loListed,
  loUnlisted,
  messages,
  moved,
  netRx,
  netTx,
  opsExit,
  opsFailed,
  opsInit,
  opsRegistered,
  opsUnregistered,
  returned,
  started,
  type Told,
  unlisted,
  verdictOn,
} from '../history.ts';

const on = (text: string, ...told: readonly Told[]) => verdictOn(assertion(text), given(...told));

const eth0 = listed(A, 'eth0', 2);
const eth1 = listed(A, 'eth1', 3);
const nameless: Told = { type: 'netdev.registered', dev: null, net: A, name: null, ifindex: 4 };
const took = (duration: number | null, name = 'net_dev_init'): Told => {
  return { type: 'initcall.returned', name, rc: 0, duration };
};

describe('an assertion on how long an initcall runs', () => {
  it('holds below the limit and is violated from there on', () => {
    expect(on('net_dev_init < 5us', returned())).toMatchObject({ verdict: 'violated' });
    expect(on('net_dev_init <= 5us', returned())).toMatchObject({ verdict: 'holds', checked: 1 });
    expect(on('net_dev_init > 5us', returned())).toMatchObject({ verdict: 'violated' });
    expect(on('net_dev_init >= 5000 ns', returned())).toMatchObject({ verdict: 'holds' });
  });

  it('says how long it took instead', () => {
    const judgement = on('net_dev_init < 5ms', started, took(7_250_000));
    expect(messages(judgement)).toEqual(['net_dev_init took 7.25 ms, not < 5 ms']);
    expect(judgement.violations).toMatchObject([{ seq: 1, line: 2, related: [0] }]);
  });

  it('goes by the stamps where the log shows no duration', () => {
    expect(on('net_dev_init < 1us', started, took(null))).toMatchObject({ verdict: 'violated' });
    expect(on('net_dev_init <= 1us', started, took(null))).toMatchObject({ verdict: 'holds' });
  });

  it('goes by no stamps that are not there', () => {
    const stamps = (from: number | null, to: number | null) =>
      on('net_dev_init < 1us', { ...started, at: from }, { ...took(null), at: to });
    expect(stamps(10_000, 10_999)).toMatchObject({ verdict: 'holds' });
    expect(stamps(10_000, 11_000)).toMatchObject({ verdict: 'violated' });
    expect(stamps(null, 5)).toMatchObject({ verdict: 'unknown' });
    expect(stamps(5, null)).toMatchObject({ verdict: 'unknown' });
  });

  it('tells of a run the start of which was not seen by its return alone', () => {
    expect(on('net_dev_init < 1ns', took(7)).violations).toMatchObject([{ seq: 0, related: [] }]);
  });

  it('is unknown without a duration, a start or the initcall itself', () => {
    const reasons = [
      on('net_dev_init < 5ms', took(null)),
      on('net_dev_init < 5ms', started, gap, took(null)),
      on('net_dev_init < 5ms', took(1, 'inet_init')),
      on('net_dev_init < 5ms', eth0),
    ].map(({ verdict, reason }) => `${verdict}: ${reason}`);
    expect(reasons).toEqual([
      'unknown: line 1 does not say how long net_dev_init took',
      'unknown: line 3 does not say how long net_dev_init took',
      'unknown: not in this recording: the return of initcall net_dev_init',
      'unknown: not in this recording: initcall.returned',
    ]);
  });

  it('is put to the test by every initcall a wildcard covers, and spoiled by any loss', () => {
    const runs = [took(10, 'a_init'), took(20, 'b_init'), took(99, 'c_late')];
    expect(on('*_init < 50ns', ...runs)).toMatchObject({ verdict: 'holds', checked: 2 });
    expect(on('*_init < 15ns', ...runs)).toMatchObject({ verdict: 'violated', broken: 1 });
    expect(on('*_init < 50ns', gap, ...runs)).toMatchObject({ verdict: 'unknown' });
    expect(on('a_init < 50ns', gap, ...runs)).toMatchObject({ verdict: 'holds' });
  });
});

describe('an assertion on an order', () => {
  it('holds or is violated by the first time each is seen', () => {
    expect(on('eth0 before eth1', eth0, eth1, eth0)).toMatchObject({ verdict: 'holds' });
    const wrong = on('eth0 before eth1', eth1, eth0, eth1);
    expect(wrong.violations).toMatchObject([{ seq: 0, line: 1, related: [1] }]);
    expect(messages(wrong)).toEqual([
      'device eth1 appears, and only at line 2 device eth0 appears',
    ]);
  });

  it('goes by the first time, and by things of the kind it names', () => {
    expect(on('eth0 before eth1', eth1, eth1, eth0).violations).toMatchObject([{ seq: 0 }]);
    expect(on('eth0 before eth1', opsRegistered('eth1'), eth0, eth1).verdict).toBe('holds');
    expect(on('eth0 before eth1', opsRegistered('eth0'), eth1, eth0).verdict).toBe('violated');
    expect(messages(on('eth* before eth0', eth0, eth1))).toEqual([
      'device eth0 appears, and only at line 1 device eth* appears',
    ]);
  });

  it('is violated whatever is lost between the two', () => {
    expect(on('eth0 before eth1', eth1, gap, eth0).verdict).toBe('violated');
  });

  it('names events where the recording has no lines', () => {
    const lineless = given(eth1, eth0).map((event) => ({ ...event, line: null }));
    expect(messages(verdictOn(assertion('eth0 before eth1'), lineless))).toEqual([
      'device eth1 appears, and only at event 1 device eth0 appears',
    ]);
  });

  it('is unknown where one of them is not seen at all', () => {
    expect(on('eth0 before eth1', eth0).reason).toBe('not in this recording: device eth1 appears');
    expect(on('eth0 before eth1', eth1).verdict).toBe('unknown');
  });

  it('is unknown where the later one may have been there before, lost or without a name', () => {
    expect(on('eth0 before eth1', gap, eth0, eth1).reason).toBe('records lost at line 1');
    expect(on('eth0 before eth1', gap, eth1, eth0).verdict).toBe('unknown');
    expect(on('eth0 before eth1', nameless, eth0, eth1).reason).toBe(
      'line 1 does not say which device',
    );
    expect(on('eth0 before eth1', eth0, gap, nameless, eth1).verdict).toBe('holds');
  });

  it('may be one between different kinds and deeds', () => {
    expect(on('loopback_net_ops before NET_TX', ...boot)).toMatchObject({ verdict: 'holds' });
    expect(on('NET_RX before NET_TX', ...boot)).toMatchObject({ verdict: 'violated' });
    expect(on('net_dev_init returned before NET_TX', ...boot)).toMatchObject({
      verdict: 'violated',
    });
    const leaving = [unlisted(A, 'eth1', 3), unlisted(A, 'eth0', 2)];
    expect(on('eth1 disappears before eth0 unregistered', ...leaving).verdict).toBe('holds');
  });

  it('sees a device appear by a move or under a new name, too', () => {
    const renamed: Told = {
      type: 'netdev.renamed',
      dev: devId('eth0#2'),
      from: 'eth0',
      to: 'lan',
    };
    expect(on('wan before lan', moved(INIT_NET, A, 'wan', 5), renamed).verdict).toBe('holds');
  });

  it('knows pernet operations by the functions that some logs show instead', () => {
    const functions = [opsInit(A, 'loopback_net_init'), opsInit(A, 'default_device_ops')];
    const text = 'ops loopback_net_ops initialized before ops default_device_ops initialized';
    expect(on(text, ...functions).verdict).toBe('holds');
    expect(on('ops loopback_net_init initialized', ...born(A)).verdict).toBe('holds');
    expect(on('ops loopback_*_ops initialized', ...functions).verdict).toBe('holds');
    expect(on('ops loopback_net_in* initialized', ...functions).verdict).toBe('holds');
    const run: Told = { type: 'initcall.started', name: 'loopback_net_init' };
    expect(on('initcall loopback_net_ops never started', run).verdict).toBe('holds');
  });
});

describe('an assertion on what happens', () => {
  it('holds once it is seen, whatever was lost', () => {
    expect(on('softirq NET_RX opened', gap, netRx)).toMatchObject({ verdict: 'holds' });
  });

  it('is violated where the recording shows such things, but not this one', () => {
    const without = on('softirq NET_RX opened', ...boot.filter((event) => event !== netRx));
    expect(messages(without)).toEqual([
      'softirq NET_RX is never opened in this recording; claimed is: softirq NET_RX is opened at least once',
    ]);
    expect(without.violations).toMatchObject([{ line: boot.indexOf(netTx) + 1 }]);
  });

  it('is violated where it was seen too seldom, and tells the last time it was', () => {
    const twice = on('eth0 appears >= 2 times', eth0, eth1);
    expect(twice.violations).toMatchObject([{ seq: 1, related: [0] }]);
    expect(on('eth9 appears', eth0, eth1).violations).toMatchObject([{ seq: 1, related: [] }]);
  });

  it.each([
    ['net_dev_init started', started],
    ['net_dev_init returned', returned()],
    ['initcall net_dev_init failed', returned(-12)],
    ['initcall net_dev_init appears', started],
    ['ops x registered', opsRegistered('x')],
    ['ops x unregistered', opsUnregistered('x')],
    ['ops x initialized', opsInit(A, 'x')],
    ['ops x failed', opsFailed(A, 'x')],
    ['ops x exited', opsExit(A, 'x')],
    ['device lo registered', loListed(A)],
    ['device lo unregistered', loUnlisted(A)],
    ['device lo disappears', loUnlisted(A)],
    ['device lo freed', loFreed(A)],
    ['softirq NET_RX opened', netRx],
    ['softirq NET_RX entered', { type: 'softirq.entered', vector: 'NET_RX' }],
  ] as const)(
    '%s: holds where it happens, and is violated where it happens to others',
    (text, event) => {
      expect(on(text, event)).toMatchObject({ verdict: 'holds', checked: 1 });
      const others = text.replace(/net_dev_init|\bx\b|\blo\b|NET_RX/, 'other');
      expect(on(others, event)).toMatchObject({ verdict: 'violated' });
    },
  );

  it('is seen not to happen where what happens instead is seen', () => {
    expect(on('ops x initialized', opsFailed(A, 'x'))).toMatchObject({ verdict: 'violated' });
    expect(on('ops x never failed', opsInit(A, 'x'))).toMatchObject({ verdict: 'holds' });
    expect(on('net_dev_init never failed', returned(null))).toMatchObject({ verdict: 'holds' });
  });

  it('is unknown where it may have been lost, nameless, or of a kind that is not shown', () => {
    expect(on('eth1 appears', eth0, gap).reason).toBe('records lost at line 2');
    expect(on('eth1 appears', eth0, nameless).reason).toBe('line 2 does not say which device');
    expect(on('eth1 appears', netRx).reason).toBe('not in this recording: device appears');
    const moving = moved(A, INIT_NET, 'wan', 5);
    expect(on('eth1 never appears', moving).verdict).toBe('unknown');
  });

  it('is violated by each time that is once too often', () => {
    expect(on('eth0 never appears', eth1, eth0, eth0)).toMatchObject({ broken: 2 });
    expect(on('eth* appears <= 2 times', eth1, eth0, eth0)).toMatchObject({ broken: 1 });
    expect(on('eth* appears < 2 times', eth1, eth0, eth0)).toMatchObject({ broken: 2 });
    expect(on('eth* appears < 2 times', eth1)).toMatchObject({ verdict: 'holds' });
    expect(on('eth0 appears once', eth0, gap, eth0)).toMatchObject({ verdict: 'violated' });
  });

  it('holds below its limit only where nothing was lost', () => {
    expect(on('eth0 never appears', eth1)).toMatchObject({ verdict: 'holds', checked: 1 });
    expect(on('eth0 never appears', eth1, gap)).toMatchObject({ verdict: 'unknown' });
    expect(on('eth* appears >= 2 times', eth1, eth0, gap)).toMatchObject({ verdict: 'holds' });
  });

  it('tells a failed initcall or init from one that worked', () => {
    expect(on('net_dev_init never failed', returned(0)).verdict).toBe('holds');
    expect(on('net_dev_init failed', returned(-12)).verdict).toBe('holds');
    expect(on('loopback_net_ops never failed', ...born(A)).verdict).toBe('holds');
    expect(on('ops loopback_net_ops never failed', opsRegistered('loopback_net_ops')).verdict).toBe(
      'unknown',
    );
  });

  it('is not fooled by wildcards in names of the log, nor by what regular expressions mean', () => {
    expect(on('eth? appears', eth0)).toMatchObject({ verdict: 'violated' });
    expect(on('e.* appears', eth0)).toMatchObject({ verdict: 'violated' });
    expect(on('"e*" appears', eth0)).toMatchObject({ verdict: 'violated' });
    expect(on('"e*" appears', listed(A, 'e*', 2))).toMatchObject({ verdict: 'holds' });
  });
});

const TEXTS = [
  'net_dev_init < 5ms',
  'lo before d0',
  'loopback_net_ops before default_device_ops',
  'softirq NET_RX opened',
  'lo appears >= 2 times',
  'd* never appears',
  'loopback_net_ops never failed',
  'net_dev_init never failed',
];

describe('any assertion', () => {
  it('is called by its text, however it is spaced', () => {
    const { id, source } = assertion('  eth0   before\teth1 ');
    expect(id).toBe('eth0 before eth1');
    expect(source).toEqual({ function: 'eth0 before eth1', file: 'assertion' });
  });

  it('believes observations only: what is inferred changes no verdict', () => {
    fc.assert(
      fc.property(arbitraryHistory(), fc.constantFrom(...TEXTS), ({ events }, text) => {
        const inferred = events.map((event) => ({ ...event, evidence: 'inferred' as const }));
        expect(verdictOn(assertion(text), inferred).verdict).toBe('unknown');
      }),
      { numRuns: 25 },
    );
  });

  it('turns from holds to violated, or back, by no loss that the recording shows', () => {
    fc.assert(
      fc.property(
        arbitraryHistory(),
        fc.constantFrom(...TEXTS),
        fc.nat(),
        fc.integer({ min: 1, max: 20 }),
        ({ events }, text, start, length) => {
          const from = start % (events.length + 1);
          const whole = verdictOn(assertion(text), events).verdict;
          const parted = verdictOn(assertion(text), events.toSpliced(from, length)).verdict;
          const lostAtTheEnd = from + length >= events.length;
          if (!lostAtTheEnd && from > 0) expect([whole, 'unknown']).toContain(parted);
        },
      ),
      { numRuns: 100 },
    );
  });
});
