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
});

describe('softirq-before-use', () => {
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
});
