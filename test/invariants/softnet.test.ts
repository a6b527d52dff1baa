import { describe, expect, it } from 'vitest';
import { softirqBeforeUse, softnetPerCpu } from '../../src/invariants/softnet.ts';
import {
  boot,
  cpuhp,
  gap,
  given,
  givenLossy,
  messages,
  netRx,
  netTx,
  returned,
  softirq,
  started,
  type Told,
  verdictOn,
} from './history.ts';

function softnet(cpu: number): Told {
  return { type: 'softnet.initialized', softnet: cpu };
}

const phaseEnds: Told = { type: 'bootphase.ended' };

describe('softnet-per-cpu', () => {
  it('holds when every CPU comes once', () => {
    const events = given(started, softnet(0), softnet(1), phaseEnds, returned());
    expect(verdictOn(softnetPerCpu, events)).toMatchObject({ verdict: 'holds', checked: 2 });
  });

  it('is violated by a CPU that comes twice, or too late', () => {
    const twice = given(started, softnet(0), softnet(0), phaseEnds, returned());
    expect(messages(verdictOn(softnetPerCpu, twice))).toEqual([
      'the softnet_data of CPU 0 was initialised twice',
    ]);
    const late = given(started, softnet(0), phaseEnds, softnet(1), returned());
    expect(messages(verdictOn(softnetPerCpu, late))).toEqual([
      'the softnet_data of CPU 1 was initialised after the boot phase had ended',
    ]);
  });

  it('is violated by a CPU that is left out, in the middle or though something runs on it', () => {
    const hole = given(started, softnet(0), softnet(2), phaseEnds, returned());
    expect(messages(verdictOn(softnetPerCpu, hole))).toEqual([
      'the softnet_data of CPU 1 was left out',
    ]);
    const runs = [started, softnet(0), phaseEnds, { ...returned(), cpu: 2 }];
    expect(verdictOn(softnetPerCpu, given(...runs)).verdict).toBe('violated');
    expect(verdictOn(softnetPerCpu, givenLossy(...runs)).verdict).toBe('unknown');
  });

  it('is unknown behind a gap in the run', () => {
    const events = given(started, softnet(0), gap, softnet(1), phaseEnds, returned());
    expect(verdictOn(softnetPerCpu, events).reason).toBe('records were lost inside net_dev_init');
  });

  it('is told with what came before', () => {
    const twice = given(started, softnet(0), softnet(0), phaseEnds, returned());
    expect(verdictOn(softnetPerCpu, twice).violations).toMatchObject([{ seq: 2, related: [1] }]);
    const late = given(started, softnet(0), phaseEnds, softnet(1), returned());
    expect(verdictOn(softnetPerCpu, late).violations).toMatchObject([{ seq: 3, related: [2] }]);
  });

  it('is put to the test by a run that is seen to succeed, and by no other', () => {
    const [none, first] = [given(started, returned()), given(started, softnet(0), returned())];
    expect(verdictOn(softnetPerCpu, none).checked).toBe(0);
    expect(verdictOn(softnetPerCpu, first).checked).toBe(1);
    // A run that fails may leave out what it likes.
    const failed = [started, softnet(0), softnet(2), returned(-12)];
    expect(verdictOn(softnetPerCpu, given(...failed))).toMatchObject({
      violations: [],
      checked: 0,
    });
    expect(verdictOn(softnetPerCpu, given(softnet(0), softnet(0))).violations).toEqual([]);
    expect(verdictOn(softnetPerCpu, given(...failed, softnet(0))).violations).toEqual([]);
  });

  it('counts the CPUs up to the last one that wrote anything', () => {
    const onCpu1 = { ...returned(), cpu: 1 };
    const events = given(started, softnet(0), softnet(1), phaseEnds, onCpu1, cpuhp);
    expect(verdictOn(softnetPerCpu, events)).toMatchObject({ verdict: 'holds', checked: 2 });
    const nowhere = [started, softnet(0), softnet(1), phaseEnds, returned()];
    const unnamed = given(...nowhere.map((event) => ({ ...event, cpu: null })));
    expect(verdictOn(softnetPerCpu, unnamed)).toMatchObject({ verdict: 'holds', checked: 2 });
  });
});

/** Another initcall. */
const others: readonly Told[] = [
  { type: 'initcall.started', name: 'other_init' },
  { type: 'initcall.returned', name: 'other_init', rc: 0, duration: 1 },
];

describe('softnet-per-cpu, where other initcalls run inside', () => {
  it('goes by the run of net_dev_init alone', () => {
    const good = [started, softnet(0), ...others, softnet(1), returned(), gap, ...others];
    expect(verdictOn(softnetPerCpu, given(...good))).toMatchObject({
      verdict: 'holds',
      checked: 2,
    });
    const twice = given(started, softnet(0), ...others, softnet(0), returned());
    expect(verdictOn(softnetPerCpu, twice).broken).toBe(1);
  });

  it('says nothing of a second boot that shows no CPU', () => {
    const events = given(started, softnet(0), returned(), started, phaseEnds, returned());
    expect(verdictOn(softnetPerCpu, events)).toMatchObject({ verdict: 'holds', checked: 1 });
  });

  it('misses each CPU up to the highest', () => {
    const events = given(started, softnet(0), phaseEnds, { ...returned(), cpu: 2 });
    expect(messages(verdictOn(softnetPerCpu, events))).toEqual([
      'the softnet_data of CPU 1 was left out',
      'the softnet_data of CPU 2 was left out',
    ]);
  });
});

describe('softirq-before-use', () => {
  it('goes by the run of net_dev_init alone', () => {
    const good = given(started, netTx, ...others, netRx, ...others, cpuhp, returned());
    expect(verdictOn(softirqBeforeUse, good)).toMatchObject({ verdict: 'holds', checked: 2 });
    const once = given(started, netTx, cpuhp, returned(), returned());
    expect(verdictOn(softirqBeforeUse, once).broken).toBe(1);
  });

  it('is violated by a second opening, whatever ran in between', () => {
    const runs: Told = { type: 'softirq.entered', vector: 'NET_RX' };
    expect(messages(verdictOn(softirqBeforeUse, given(started, netRx, runs, netRx)))).toEqual([
      'NET_RX was opened a second time',
    ]);
  });

  it('is unknown where no opening is shown at all', () => {
    const judgement = verdictOn(softirqBeforeUse, given(started, cpuhp, returned()));
    expect(judgement).toMatchObject({ verdict: 'unknown', broken: 0 });
  });

  it('says that a log without vectors cannot tell', () => {
    const nameless: Told = { ...netTx, inferred: ['vector', 'action'] };
    const events = given(started, nameless, cpuhp, returned());
    expect(verdictOn(softirqBeforeUse, events)).toMatchObject({
      verdict: 'unknown',
      reason: 'the log shows open_softirq without saying which vector',
    });
  });

  it('holds when both are opened before net_dev_init returns', () => {
    const judgement = verdictOn(softirqBeforeUse, given(...boot));
    expect(judgement).toMatchObject({ verdict: 'holds', checked: 2 });
  });

  it('is violated by a vector opened twice, too late or with another handler', () => {
    const cases: readonly (readonly [readonly Told[], string])[] = [
      [[started, netTx, netTx], 'NET_TX was opened a second time'],
      [[started, netTx, returned(), netRx], 'NET_RX was opened after net_dev_init had returned'],
      [
        [started, softirq('NET_TX', 'net_rx_action')],
        'NET_TX was opened with net_rx_action; its handler is net_tx_action',
      ],
    ];
    for (const [told, message] of cases) {
      expect(messages(verdictOn(softirqBeforeUse, given(...told)))).toEqual([message]);
    }
  });

  it('is violated by a vector that runs before it is opened', () => {
    const events = given({ type: 'softirq.entered', vector: 'NET_RX' }, netRx);
    expect(messages(verdictOn(softirqBeforeUse, events))).toEqual([
      'NET_RX ran before it was opened',
    ]);
  });

  it('is violated by a vector left out between two steps that were taken', () => {
    const told = [started, netTx, cpuhp, returned()];
    expect(messages(verdictOn(softirqBeforeUse, given(...told)))).toEqual([
      'net_dev_init returned 0 without opening NET_RX',
    ]);
    expect(verdictOn(softirqBeforeUse, givenLossy(...told)).verdict).toBe('unknown');
  });

  it('is unknown where the log does not show which vectors are opened', () => {
    const hidden = [netTx, netRx].map((event): Told => ({ ...event, inferred: ['vector'] }));
    const events = given(started, ...hidden, cpuhp, returned());
    expect(verdictOn(softirqBeforeUse, events).verdict).toBe('unknown');
  });

  it('does not care about other vectors', () => {
    const events = given(...boot, softirq('BLOCK', 'blk_done'), softirq('BLOCK', 'blk_done'));
    expect(verdictOn(softirqBeforeUse, events).verdict).toBe('holds');
  });

  it('is told with what came before or after', () => {
    const cases: readonly (readonly [readonly Told[], number, number])[] = [
      [[started, netTx, netTx], 2, 1],
      [[started, netTx, returned(), netRx], 3, 2],
      [[{ type: 'softirq.entered', vector: 'NET_RX' }, netRx], 0, 1],
    ];
    for (const [told, seq, other] of cases) {
      const { violations } = verdictOn(softirqBeforeUse, given(...told));
      expect(violations).toMatchObject([{ seq, related: [other] }]);
    }
  });

  it('is not put to the test by a run that failed, nor by what another run did', () => {
    const failed = given(started, netTx, cpuhp, returned(-12));
    expect(verdictOn(softirqBeforeUse, failed).violations).toEqual([]);
    const again = given(started, netTx, netRx, cpuhp, returned(), started, netTx, netRx);
    expect(verdictOn(softirqBeforeUse, again).violations).toEqual([]);
    const early: Told = { type: 'softirq.entered', vector: 'NET_RX' };
    expect(verdictOn(softirqBeforeUse, given(early, started, netRx)).violations).toEqual([]);
  });

  it('says what it did not see', () => {
    const reason = (...told: readonly Told[]) =>
      verdictOn(softirqBeforeUse, given(...told, softirq('BLOCK', 'f'))).reason;
    expect(reason(started, netTx, returned())).toBe(
      'the opening of NET_RX is not in this recording',
    );
    expect(reason(netTx, cpuhp, returned())).toBe('the opening of NET_RX is not in this recording');
    expect(reason(started, cpuhp, started, netTx, returned())).toBe(
      'the opening of NET_RX is not in this recording',
    );
  });

  it('forgets behind a gap what was opened and what ran before it', () => {
    const early: Told = { type: 'softirq.entered', vector: 'NET_RX' };
    for (const told of [
      [started, netTx, gap, netTx],
      [early, gap, netRx],
      [started, netTx, netRx, returned(), gap, netTx],
      [started, netTx, cpuhp, gap, returned()],
    ]) {
      expect(verdictOn(softirqBeforeUse, given(...told)).violations).toEqual([]);
    }
  });

  it('may run any number of times once it is opened, by a handler the log does not show', () => {
    const runs: Told = { type: 'softirq.entered', vector: 'NET_RX' };
    const unknown: Told = { type: 'softirq.opened', vector: 'NET_RX', action: null };
    expect(verdictOn(softirqBeforeUse, given(started, unknown, runs, runs))).toMatchObject({
      violations: [],
      checked: 1,
    });
  });
});
