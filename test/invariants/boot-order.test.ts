import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootOrder } from '../../src/invariants/boot-order.ts';
import { judge } from '../../src/invariants/judge.ts';
import {
  boot,
  bootSteps,
  cpuhp,
  gap,
  given,
  givenLossy,
  messages,
  netRx,
  netTx,
  opsRegistered,
  returned,
  started,
  type Told,
  verdictOn,
} from './history.ts';

function without(...types: readonly string[]): readonly Told[] {
  return bootSteps.filter(({ type }) => !types.includes(type));
}

/** What the function tracer shows of a step: that it happened, not which one it was. */
function unnamed(event: Told): Told {
  if (event.type === 'pernet.registered') return { ...event, inferred: ['ops'] };
  if (event.type === 'softirq.opened') return { ...event, inferred: ['vector', 'action'] };
  return event.type === 'cpuhp.installed' ? { ...event, inferred: ['state'] } : event;
}

describe('boot-order', () => {
  it('holds for the steps in their order, each behind the one before', () => {
    expect(verdictOn(bootOrder, given(...boot))).toMatchObject({ verdict: 'holds', checked: 11 });
  });

  it('is violated by any two named steps that change places', () => {
    const steps = bootSteps.filter(
      ({ type }) => type !== 'pernet.initialized' && !type.startsWith('netdev'),
    );
    const place = fc.nat({ max: steps.length - 2 });
    fc.assert(
      fc.property(place, (index) => {
        const swapped = [...steps];
        swapped.splice(index, 2, ...steps.slice(index, index + 2).reverse());
        const judgement = verdictOn(bootOrder, given(started, ...swapped, returned()));
        expect(judgement).toMatchObject({ verdict: 'violated', broken: 1 });
        expect(judgement.violations[0]?.seq).toBe(index + 2);
      }),
    );
  });

  it('names the two steps', () => {
    const events = given(started, netRx, netTx, returned());
    expect(messages(verdictOn(bootOrder, events))).toEqual([
      'NET_TX came after NET_RX in net_dev_init',
    ]);
  });

  it('is violated by an early exit that claims success', () => {
    const early = [started, ...without('softirq.opened', 'cpuhp.installed'), returned(), netTx];
    const message = 'net_dev_init returned 0 and left out NET_TX and NET_RX';
    expect(messages(verdictOn(bootOrder, given(...early)))).toEqual([message]);
    expect(verdictOn(bootOrder, givenLossy(...early))).toMatchObject({
      verdict: 'unknown',
      reason: `${message}, but records may be lost on CPU 1 after line 1`,
    });
  });

  it('is violated by one softirq left out between two other steps', () => {
    const told = [started, ...bootSteps.filter((step) => step !== netRx), returned()];
    expect(messages(verdictOn(bootOrder, given(...told)))).toEqual([
      'net_dev_init returned 0 and left out NET_RX',
    ]);
  });

  it('says which steps it cannot tell of', () => {
    const told = [started, ...without('kobject.registered', 'softirq.opened'), returned(), netTx];
    expect(messages(verdictOn(bootOrder, given(...told)))).toEqual([
      'net_dev_init returned 0 and left out NET_TX and NET_RX; ' +
        'the log does not show netdev_kobject_init',
    ]);
  });

  it('misses no step of a class that the log does not show at all', () => {
    const events = given(started, ...without('kobject.registered', 'cpuhp.installed'), returned());
    expect(verdictOn(bootOrder, events).verdict).toBe('holds');
  });

  it('misses no CPU hotplug state: where it cannot be installed the kernel goes on', () => {
    const events = given(started, ...without('cpuhp.installed'), returned(), cpuhp);
    expect(verdictOn(bootOrder, events).verdict).toBe('holds');
  });

  it('misses nothing of dev_proc_init, which is empty without PROC_FS', () => {
    const steps = bootSteps.slice(4).filter(({ type }) => type !== 'proc.created');
    const events = given(started, ...steps, returned());
    expect(verdictOn(bootOrder, events).verdict).toBe('holds');
  });

  it('holds for a boot that fails after a proper beginning', () => {
    const events = given(started, ...bootSteps.slice(0, 6), returned(-12));
    expect(verdictOn(bootOrder, events).verdict).toBe('holds');
  });

  it('tells a panic inside as a failed boot', () => {
    const events = given(started, ...bootSteps.slice(0, 12), {
      type: 'kernel.panicked',
      message: 'loopback: Failed to register netdevice: -12',
    });
    expect(verdictOn(bootOrder, events)).toMatchObject({
      verdict: 'unknown',
      reason: 'the kernel panicked inside net_dev_init: a failed boot',
    });
  });

  it('holds for unnamed steps without a return, as the function tracer shows them', () => {
    const events = given(started, ...bootSteps.map(unnamed));
    expect(verdictOn(bootOrder, events).verdict).toBe('holds');
  });

  it('does not count, and says, which of two steps came first that look alike', () => {
    const softirqs = [netTx, netRx].map(unnamed);
    const alike = bootSteps.map((step) => (step.type === 'softirq.opened' ? unnamed(step) : step));
    expect(verdictOn(bootOrder, given(started, ...alike, returned()))).toMatchObject({
      verdict: 'holds',
      checked: 10,
      unseen: 'which of NET_TX and NET_RX came first',
    });
    expect(verdictOn(bootOrder, given(started, ...softirqs, returned())).checked).toBe(0);
    expect(verdictOn(bootOrder, given(...boot)).unseen).toBeNull();
  });

  it('is violated by unnamed steps in the wrong order once the return closes the run', () => {
    const steps = [cpuhp, opsRegistered('netdev_net_ops')].map(unnamed);
    const next: Told = { type: 'initcall.started', name: 'proto_init' };
    expect(verdictOn(bootOrder, given(started, ...steps, returned())).verdict).toBe('violated');
    expect(verdictOn(bootOrder, given(started, ...steps, next))).toMatchObject({
      verdict: 'unknown',
      reason: 'the end of net_dev_init is not in this recording',
    });
  });

  it('says nothing of a log that shows initcalls only', () => {
    expect(verdictOn(bootOrder, given(started, returned()))).toMatchObject({
      verdict: 'unknown',
      reason: 'this recording shows no step inside net_dev_init',
    });
  });

  it('misses the calls of net_dev_init itself, and nothing that a log need not show', () => {
    const steps = bootSteps.filter(({ type }) => !/^netdev|initialized$/.test(type));
    const missed = [...steps, ...without('ptype.initialized')].filter((left) => {
      const rest = bootSteps.filter((step) => step !== left);
      const events = given(started, ...rest, returned(), left);
      return judge(events, { invariants: [bootOrder] }).verdict === 'violated';
    });
    expect(new Set(missed.map((step) => ('ops' in step ? step.ops : step.type)))).toEqual(
      new Set([
        'kobject.registered',
        'netdev_net_ops',
        'loopback_net_ops',
        'default_device_ops',
        'softirq.opened',
      ]),
    );
    const loops = [
      { type: 'softnet.initialized', softnet: 0 },
      { type: 'bootphase.ended' },
    ] as const;
    for (const loop of [...loops, { type: 'ptype.initialized', list: 0 } as const]) {
      const told = given(started, ...without(loop.type), returned(), loop);
      expect(verdictOn(bootOrder, told).broken).toBe(0);
    }
  });

  it('takes what others do meanwhile for no step', () => {
    const others: readonly Told[] = [
      opsRegistered('x_ops'),
      opsRegistered('loopback_net_ops', 'subsys'),
      { type: 'softirq.opened', vector: 'TIMER', action: null },
      { type: 'cpuhp.installed', state: 'mm/x:dead' },
      { type: 'initcall.returned', name: 'x_init', rc: 0, duration: null },
    ];
    const told = given(started, ...others, ...bootSteps, returned());
    expect(verdictOn(bootOrder, told)).toMatchObject({ verdict: 'holds', checked: 11 });
  });

  it('needs no return where both steps are named', () => {
    expect(verdictOn(bootOrder, given(started, netRx, netTx)).broken).toBe(1);
  });

  it('goes by the step that has come furthest, and by the first event that shows it', () => {
    const lists = [0, 1].map((list): Told => ({ type: 'ptype.initialized', list }));
    const proc: Told = { type: 'proc.created' };
    const early = verdictOn(bootOrder, given(started, ...lists, proc));
    expect(early.violations).toMatchObject([{ seq: 3, related: [1] }]);
    const between = unnamed(opsRegistered('netdev_net_ops'));
    const later = given(started, { type: 'kobject.registered' }, between, proc);
    expect(verdictOn(bootOrder, later).violations).toMatchObject([{ seq: 3, related: [1] }]);
  });

  it('knows a step without a name by those that have one', () => {
    const softirqs = (...told: readonly Told[]) =>
      verdictOn(bootOrder, given(started, ...told, returned()));
    expect(messages(softirqs(unnamed(netRx), netTx))).toEqual([
      'NET_TX came after NET_RX in net_dev_init',
    ]);
    expect(softirqs(unnamed(netTx), netRx).broken).toBe(0);
    expect(softirqs(netTx, unnamed(netTx), netRx).broken).toBe(1);
    expect(messages(softirqs(unnamed(netTx)))).toEqual([
      expect.stringMatching(/^net_dev_init returned 0 and left out NET_TX or NET_RX;/),
    ]);
  });

  it('leaves nothing unseen of a single step without a name', () => {
    const told = [
      { type: 'kobject.registered' },
      unnamed(opsRegistered('netdev_net_ops')),
    ] as const;
    const { verdict, unseen } = verdictOn(bootOrder, given(started, ...told, returned(-12)));
    expect({ verdict, unseen }).toEqual({ verdict: 'holds', unseen: null });
  });

  it('is spoiled by a gap inside the run and by no other', () => {
    const [first, ...rest] = bootSteps;
    if (first === undefined) throw new Error('no steps');
    const inside = given(started, first, gap, ...rest, returned());
    expect(verdictOn(bootOrder, inside).reason).toBe('records were lost inside net_dev_init');
    expect(verdictOn(bootOrder, given(gap, ...boot, gap)).verdict).toBe('holds');
  });

  it('is unknown if what shows that a step would be visible may be among what was lost', () => {
    const events = given(started, ...without('softirq.opened', 'cpuhp.installed'), returned());
    const lost = given(started, ...without('softirq.opened', 'cpuhp.installed'), returned(), gap);
    expect(verdictOn(bootOrder, events).verdict).toBe('holds');
    expect(verdictOn(bootOrder, lost).verdict).toBe('unknown');
  });

  it('is unknown when the recording ends inside', () => {
    expect(verdictOn(bootOrder, given(started, ...bootSteps.slice(0, 5)))).toMatchObject({
      verdict: 'unknown',
      reason: 'the recording ends inside net_dev_init',
    });
  });
});
