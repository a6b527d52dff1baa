import { describe, expect, it } from 'vitest';
import { bootAfterInitNet, bootOnce, bootResult } from '../../src/invariants/boot.ts';
import { bootPhase } from '../../src/invariants/boot-phase.ts';
import { INIT_NET } from '../../src/model/ids.ts';
import {
  boot,
  gap,
  given,
  givenLossy,
  listed,
  messages,
  net,
  opsInit,
  opsRegistered,
  returned,
  started,
  type Told,
  verdictOn,
} from './history.ts';

function level(name: string): Told {
  return { type: 'initcall.level', level: name };
}

describe('boot-once', () => {
  it('holds for one run in the subsys level', () => {
    expect(verdictOn(bootOnce, given(...boot))).toMatchObject({ verdict: 'holds', checked: 1 });
  });

  it('says so where the level is not to be seen', () => {
    const levels = [level('subsys'), started, returned()];
    expect(verdictOn(bootOnce, given(...levels)).unseen).toBeNull();
    expect(verdictOn(bootOnce, given(started, returned()))).toMatchObject({
      verdict: 'holds',
      unseen: 'in which level of initcalls it runs',
    });
  });

  it('is violated by a second run', () => {
    const other: Told = { type: 'initcall.started', name: 'proto_init' };
    const events = given(started, returned(), other, started);
    expect(messages(verdictOn(bootOnce, events))).toEqual([
      'net_dev_init was called a second time',
    ]);
  });

  it('is violated by a run in a later level', () => {
    expect(messages(verdictOn(bootOnce, given(level('subsys'), level('fs'), started)))).toEqual([
      'net_dev_init ran in the fs level; it is a subsys initcall',
    ]);
  });

  it('tells the first run with the second, whatever initcall comes between', () => {
    const other: Told = { type: 'initcall.started', name: 'proto_init' };
    for (const between of [[returned(), other], [other]]) {
      const { violations } = verdictOn(bootOnce, given(started, ...between, started));
      expect(violations).toMatchObject([{ seq: between.length + 1, related: [0] }]);
    }
  });

  it('counts from anew behind a panic and behind a gap, which may hide another boot', () => {
    const panic: Told = { type: 'kernel.panicked', message: 'oops' };
    for (const end of [panic, gap]) {
      expect(verdictOn(bootOnce, given(started, returned(), end, started)).broken).toBe(0);
    }
    expect(verdictOn(bootOnce, given(level('fs'), gap, started)).broken).toBe(0);
  });

  it('counts a call once that a tracepoint and the function itself tell of', () => {
    expect(verdictOn(bootOnce, given(started, started))).toMatchObject({
      verdict: 'holds',
      checked: 1,
    });
  });

  it('takes a clock that runs back for another boot in the same log', () => {
    const late: Told = { type: 'initcall.started', name: 'late_init', at: 9_000_000 };
    const again = boot.map((event, index): Told => ({ ...event, at: index * 1000 }));
    expect(verdictOn(bootOnce, given(...boot, late, ...again))).toMatchObject({
      verdict: 'holds',
      checked: 2,
    });
  });
});

describe('boot-after-init-net', () => {
  it('holds when init_net was set up before', () => {
    expect(verdictOn(bootAfterInitNet, given(...boot))).toMatchObject({ verdict: 'holds' });
  });

  it('is violated when its first operation comes after net_dev_init has started', () => {
    const events = given(started, returned(), opsInit(INIT_NET, 'net_ns_ops'));
    expect(messages(verdictOn(bootAfterInitNet, events))).toEqual([
      'init_net was set up only after net_dev_init had started',
    ]);
  });

  it('is violated by its setup, too, which is told with the start', () => {
    const events = given(started, returned(), net('net.setup', INIT_NET));
    expect(verdictOn(bootAfterInitNet, events).violations).toMatchObject([
      { seq: 2, related: [0] },
    ]);
  });

  it('is kept once by each setup', () => {
    const events = given(net('net.setup', INIT_NET), started, returned(), started);
    expect(verdictOn(bootAfterInitNet, events)).toMatchObject({ checked: 1, broken: 0 });
  });

  it('is unknown when records were lost between the two', () => {
    const events = given(net('net.setup', INIT_NET), gap, started);
    expect(verdictOn(bootAfterInitNet, events).verdict).toBe('unknown');
  });

  it('is not touched by a gap after both', () => {
    expect(verdictOn(bootAfterInitNet, given(...boot, gap)).verdict).toBe('holds');
  });
});

describe('boot-phase', () => {
  it('holds when the first device comes after it', () => {
    expect(verdictOn(bootPhase, given(...boot))).toMatchObject({ verdict: 'holds', checked: 1 });
  });

  it('holds by the first device operation where no log line tells of the phase', () => {
    const inferred = boot.map((event): Told => {
      return event.type === 'bootphase.ended' ? { ...event, evidence: 'inferred' } : event;
    });
    expect(verdictOn(bootPhase, given(...inferred)).verdict).toBe('holds');
  });

  it('is violated by a device in the boot phase, or before net_dev_init', () => {
    const inside = given(started, listed(INIT_NET, 'early0', 7), { type: 'bootphase.ended' });
    expect(messages(verdictOn(bootPhase, inside))).toEqual([
      'early0 (ifindex 7) was listed in init_net before the boot phase had ended',
    ]);
    expect(messages(verdictOn(bootPhase, given(listed(INIT_NET, 'early0', 7), started)))).toEqual([
      'early0 (ifindex 7) was listed in init_net before net_dev_init started',
    ]);
  });

  it('is violated by a device in net_dev_init before the first device operation', () => {
    const early = listed(INIT_NET, 'early0', 7);
    const loopback = opsRegistered('loopback_net_ops', 'device');
    const named = verdictOn(bootPhase, given(started, early, loopback));
    expect(named.violations).toMatchObject([{ seq: 1, silent: false }]);
    const nameless: Told = { ...loopback, inferred: ['ops'] };
    expect(messages(verdictOn(bootPhase, given(started, early, nameless)))).toEqual([
      'early0 (ifindex 7) was listed in init_net before any device operation',
    ]);
  });

  it('is unknown where the record of the first device operation may be lost', () => {
    const early = listed(INIT_NET, 'lo', 1);
    const second = opsRegistered('default_device_ops', 'device');
    expect(verdictOn(bootPhase, given(started, gap, early, second)).verdict).toBe('unknown');
    expect(verdictOn(bootPhase, givenLossy(started, early, second)).verdict).toBe('unknown');
  });

  it('is unknown when the recording begins later, or lost records before', () => {
    expect(verdictOn(bootPhase, given(listed(INIT_NET, 'd0', 2))).verdict).toBe('unknown');
    expect(verdictOn(bootPhase, given(gap, ...boot))).toMatchObject({
      verdict: 'unknown',
      reason: 'records were lost before the boot phase ended',
    });
  });

  it('does not need the registration of devices to be numbered by init functions', () => {
    const events = given(started, opsRegistered('x', 'device'), listed(INIT_NET, 'lo', 1));
    expect(verdictOn(bootPhase, events).verdict).toBe('holds');
  });

  it('has nothing to do with other initcalls', () => {
    const early = listed(INIT_NET, 'early0', 7);
    const other: Told = { type: 'initcall.started', name: 'x_init' };
    const over: Told = { type: 'initcall.returned', name: 'x_init', rc: 0, duration: null };
    expect(verdictOn(bootPhase, given(early, other)).broken).toBe(0);
    const loopback = opsRegistered('loopback_net_ops', 'device');
    expect(verdictOn(bootPhase, given(started, early, over, loopback)).broken).toBe(1);
  });

  it('forgets behind a gap what was listed before, maybe in another boot', () => {
    const events = given(listed(INIT_NET, 'd0', 2), gap, started);
    expect(verdictOn(bootPhase, events).broken).toBe(0);
  });

  it('is not kept any more by what comes after an accusation', () => {
    const [early, late] = [listed(INIT_NET, 'early0', 7), listed(INIT_NET, 'd0', 8)];
    const nameless: Told = { type: 'pernet.registered', ops: null, kind: 'device' };
    const judgement = verdictOn(bootPhase, given(started, early, nameless, late));
    expect(judgement).toMatchObject({ broken: 1, checked: 0 });
  });

  it('accuses the first device only, and is judged once', () => {
    const [one, two] = [listed(INIT_NET, 'early0', 7), listed(INIT_NET, 'early1', 8)];
    const ends: Told = { type: 'bootphase.ended' };
    const loopback = opsRegistered('loopback_net_ops', 'device');
    const events = given(one, two, started, listed(INIT_NET, 'x0', 9), ends, loopback, two);
    const { broken, violations, checked } = verdictOn(bootPhase, events);
    expect({ broken, checked }).toEqual({ broken: 1, checked: 0 });
    expect(violations).toMatchObject([{ seq: 0, related: [2] }]);
    const good = given(started, ends, one, two, started, ends);
    expect(verdictOn(bootPhase, good)).toMatchObject({ violations: [], checked: 1 });
  });

  it('is told with the first device operation, named or not', () => {
    const early = listed(INIT_NET, 'early0', 7);
    const loopback = opsRegistered('loopback_net_ops', 'device');
    for (const operation of [loopback, { ...loopback, inferred: ['ops'] }]) {
      const { violations, broken } = verdictOn(bootPhase, given(started, early, operation));
      expect(broken).toBe(1);
      expect(violations).toMatchObject([{ seq: 1, related: [2] }]);
    }
  });

  it('is over with the first device operation of net_dev_init, and of nothing else', () => {
    const early = listed(INIT_NET, 'early0', 7);
    const device = opsRegistered('sit_net_ops', 'device');
    const subsys = opsRegistered('dev_proc_ops');
    expect(verdictOn(bootPhase, given(device, early)).checked).toBe(0);
    expect(verdictOn(bootPhase, given(started, subsys, early)).checked).toBe(0);
    expect(verdictOn(bootPhase, given(started, device, early)).checked).toBe(1);
    const late = given(started, returned(), early, device);
    expect(verdictOn(bootPhase, late).violations).toEqual([]);
  });
});

describe('boot-result', () => {
  it('holds for success and for the one error it may return', () => {
    expect(verdictOn(bootResult, given(returned(0))).verdict).toBe('holds');
    expect(verdictOn(bootResult, given(returned(-12))).verdict).toBe('holds');
  });

  it('is violated by any other result', () => {
    expect(messages(verdictOn(bootResult, given(returned(-16))))).toEqual([
      'net_dev_init returned -16; only 0 and -12 are possible',
    ]);
  });

  it('is unknown where the log shows no result', () => {
    expect(verdictOn(bootResult, given(returned(null))).verdict).toBe('unknown');
    const inferred = given({ ...returned(0), inferred: ['rc'] });
    expect(verdictOn(bootResult, inferred).verdict).toBe('unknown');
  });
});
