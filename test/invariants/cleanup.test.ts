import { describe, expect, it } from 'vitest';
import { cleanupBatches, netStaysDead } from '../../src/invariants/cleanup.ts';
import { netId } from '../../src/model/ids.ts';
import {
  A,
  B,
  born,
  buried,
  gap,
  given,
  givenLossy,
  loUnlisted,
  messages,
  net,
  opsExit,
  opsInit,
  type Told,
  verdictOn,
} from './history.ts';

const worker = 'kworker/u4:1-25';

function by(task: string, ...told: readonly Told[]): readonly Told[] {
  return told.map((event) => ({ ...event, task }));
}

describe('cleanup-batches', () => {
  it('holds for a batch with the namespace that died last in front', () => {
    const events = given(
      net('net.dying', A),
      net('net.dying', B),
      net('net.cleanup', B),
      net('net.cleanup', A),
      opsExit(B, 'netdev_net_ops'),
      opsExit(A, 'netdev_net_ops'),
      net('net.freed', B),
      net('net.freed', A),
    );
    expect(verdictOn(cleanupBatches, events)).toMatchObject({ verdict: 'holds', checked: 2 });
  });

  it('is violated by a second worker that begins before the first has taken anything', () => {
    const events = given(
      ...by(worker, net('net.cleanup', A)),
      ...by('kworker/u4:2-31', net('net.cleanup', B)),
      ...by(worker, opsExit(A, 'netdev_net_ops')),
    );
    expect(messages(verdictOn(cleanupBatches, events))).toEqual([
      'the cleanup of net b began inside that of net a',
    ]);
  });

  it('is violated by a batch that begins with the oldest', () => {
    const events = given(
      net('net.dying', A),
      net('net.dying', B),
      net('net.cleanup', A),
      net('net.cleanup', B),
      opsExit(A, 'netdev_net_ops'),
    );
    expect(messages(verdictOn(cleanupBatches, events))).toEqual([
      'net a came before net b in a cleanup batch, although it died earlier',
    ]);
    expect(verdictOn(cleanupBatches, events).checked).toBe(0);
  });

  it('sees two batches in two namespaces that follow each other', () => {
    const events = given(
      net('net.dying', A),
      net('net.dying', B),
      net('net.cleanup', A),
      opsExit(A, 'netdev_net_ops'),
      net('net.cleanup', B),
      opsExit(B, 'netdev_net_ops'),
    );
    expect(verdictOn(cleanupBatches, events)).toMatchObject({ verdict: 'holds', checked: 2 });
  });

  it('knows no order of what joins a batch when something was taken from it', () => {
    const events = given(
      net('net.dying', A),
      net('net.dying', B),
      net('net.cleanup', A),
      opsExit(A, 'netdev_net_ops'),
      net('net.cleanup', B),
      opsExit(A, 'net_ns_ops'),
    );
    expect(verdictOn(cleanupBatches, events)).toMatchObject({ broken: 0, checked: 1 });
  });

  it('does not trust the order of deaths on two CPUs', () => {
    const events = given(
      { ...net('net.dying', A), cpu: 1 },
      net('net.dying', B),
      net('net.cleanup', A),
      net('net.cleanup', B),
      opsExit(A, 'netdev_net_ops'),
    );
    expect(verdictOn(cleanupBatches, events).violations).toEqual([]);
  });

  it('is violated by two tasks that clean up at the same time', () => {
    const first = by(worker, net('net.cleanup', A), opsExit(A, 'netdev_net_ops'));
    const events = given(
      ...first,
      ...by('kworker/u4:2-31', net('net.cleanup', B)),
      ...by('kworker/u4:1+netns-25', opsExit(A, 'net_ns_ops')),
    );
    expect(messages(verdictOn(cleanupBatches, events))).toEqual([
      'the cleanup of net b began inside that of net a',
    ]);
  });

  it('lets a log show the second namespace of a batch late', () => {
    const events = given(
      ...by(worker, net('net.cleanup', A), opsExit(A, 'netdev_net_ops')),
      ...by(worker, net('net.cleanup', B), opsExit(B, 'netdev_net_ops')),
      ...by(worker, opsExit(A, 'net_ns_ops'), opsExit(B, 'net_ns_ops')),
    );
    expect(verdictOn(cleanupBatches, events).verdict).toBe('holds');
  });

  it('is violated also where only a device shows that the first batch goes on', () => {
    const events = given(
      ...by(worker, net('net.cleanup', A)),
      ...by('kworker/u4:2-31', net('net.cleanup', B)),
      ...by(worker, loUnlisted(A)),
    );
    expect(verdictOn(cleanupBatches, events).violations).toMatchObject([
      { seq: 1, related: [0, 2], silent: false },
    ]);
  });

  it.each([
    ['the same task under another name', worker, 'kworker/u4:1+netns-25', worker],
    ['a third task', worker, 'kworker/u4:2-31', 'ip-300'],
    ['the second task', worker, 'kworker/u4:2-31', 'kworker/u4:2-31'],
    ['nobody knows which task', null, 'kworker/u4:2-31', null],
    ['nobody knows which task began', worker, null, worker],
  ])('is not violated by what %s does', (_who, first, second, then) => {
    const events = given(
      { ...net('net.cleanup', A), task: first },
      { ...net('net.cleanup', B), task: second },
      { ...opsExit(A, 'netdev_net_ops'), task: then },
    );
    expect(verdictOn(cleanupBatches, events).violations).toEqual([]);
  });

  it('trusts the order of deaths on all CPUs where the kernel is simulated, on none unnamed', () => {
    const told = [
      { ...net('net.dying', A), cpu: 1 },
      net('net.dying', B),
      net('net.cleanup', A),
      net('net.cleanup', B),
      opsExit(A, 'netdev_net_ops'),
    ];
    const simulated = given(...told.map((one) => ({ ...one, evidence: 'simulated' as const })));
    expect(verdictOn(cleanupBatches, simulated).violations).toMatchObject([
      { seq: 2, related: [0, 1, 3, 4] },
    ]);
    const nowhere = given(...told.map((one) => ({ ...one, cpu: null })));
    expect(verdictOn(cleanupBatches, nowhere).violations).toEqual([]);
  });

  it('accuses each batch once, and keeps its promise otherwise once a namespace', () => {
    const events = given(
      ...by(worker, net('net.cleanup', A)),
      ...by('kworker/u4:2-31', net('net.cleanup', B)),
      ...by(worker, opsExit(A, 'netdev_net_ops'), opsExit(A, 'net_ns_ops'), net('net.freed', A)),
    );
    expect(verdictOn(cleanupBatches, events)).toMatchObject({ broken: 1, checked: 0 });
    const unfinished = given(net('net.cleanup', A), opsExit(A, 'netdev_net_ops'));
    expect(verdictOn(cleanupBatches, unfinished).checked).toBe(1);
    const untouched = given(net('net.cleanup', A), net('net.freed', A));
    expect(verdictOn(cleanupBatches, untouched).checked).toBe(0);
  });

  it('knows nothing of what the log does not name', () => {
    const nobody: Told = { type: 'net.cleanup', net: null };
    const lo = { dev: null, name: 'lo', ifindex: 1 };
    const nowhere: Told = { type: 'netdev.unregistered', net: null, ...lo };
    const events = given(nobody, nowhere, { type: 'net.freed', net: null });
    expect(verdictOn(cleanupBatches, events)).toMatchObject({ violations: [], checked: 0 });
  });
});

describe('net-stays-dead', () => {
  const death = [net('net.dying', A), net('net.cleanup', A), ...buried(A)];

  it('holds for a namespace that dies and is freed', () => {
    expect(verdictOn(netStaysDead, given(...born(A), ...death))).toMatchObject({
      verdict: 'holds',
      checked: 1,
    });
  });

  it('is violated by a second death, by a return and by an init after the cleanup', () => {
    const cases: readonly (readonly [Told, string])[] = [
      [net('net.dying', A), 'net a died a second time'],
      [net('net.ready', A), 'net a became ready after it had died'],
      [opsInit(A, 'x_ops'), 'x_ops was initialised in net a, which was cleaned up'],
    ];
    const end = [net('net.cleanup', A), loUnlisted(A)];
    for (const [event, message] of cases) {
      const past = [...born(A), ...death.slice(0, 1)];
      const told = event.type === 'net.dying' ? [...past, event] : [...past, ...end, event];
      expect(messages(verdictOn(netStaysDead, given(...told, ...end)))).toEqual([message]);
      expect(verdictOn(netStaysDead, givenLossy(...told)).violations).toEqual([]);
    }
  });

  it('lets a module come to a namespace for which cleanup_net has to wait', () => {
    const waiting = [net('net.dying', A), net('net.cleanup', A), opsInit(A, 'x_ops')];
    const events = given(...born(A), ...waiting, ...death.slice(2), net('net.dying', B));
    expect(verdictOn(netStaysDead, events)).toMatchObject({ verdict: 'holds', broken: 0 });
  });

  it('lets a module come to a namespace between its death and its cleanup', () => {
    const events = given(...born(A), net('net.dying', A), opsInit(A, 'x_ops'), ...death.slice(1));
    expect(verdictOn(netStaysDead, events).verdict).toBe('holds');
  });

  it('is violated by an init in a freed namespace, if its new birth cannot be lost', () => {
    const told = [...born(A), ...death, opsInit(A, 'x_ops')];
    expect(verdictOn(netStaysDead, givenLossy(...told)).verdict).toBe('unknown');
    expect(messages(verdictOn(netStaysDead, given(...told)))).toEqual([
      'x_ops was initialised in net a, which was cleaned up',
    ]);
    const reborn = given(...born(A), ...death, ...born(A), opsInit(A, 'x_ops'));
    expect(verdictOn(netStaysDead, reborn).verdict).toBe('holds');
  });

  it('accuses a namespace that comes back once', () => {
    const back = [net('net.ready', A), opsInit(A, 'x_ops'), opsInit(A, 'y_ops')];
    const told = [...born(A), ...death.slice(0, 2), loUnlisted(A), ...back];
    expect(verdictOn(netStaysDead, given(...told)).broken).toBe(1);
  });

  it('lets go of the oldest graves', () => {
    const many = Array.from({ length: 2100 }, (_, index) => netId(`n${index}`));
    const deaths = many.flatMap((id) => [net('net.cleanup', id), net('net.freed', id)]);
    const late = given(
      ...born(A),
      ...deaths,
      opsInit(netId('n0'), 'x_ops'),
      opsInit(netId('n2099'), 'x_ops'),
    );
    expect(messages(verdictOn(netStaysDead, late))).toEqual([
      'x_ops was initialised in net n2099, which was cleaned up',
    ]);
  });

  it('lets another namespace come to life under the number of a freed one', () => {
    const again = [...born(A), ...death, ...born(A), opsInit(A, 'x_ops')];
    expect(verdictOn(netStaysDead, given(...again)).violations).toEqual([]);
  });

  it('cannot tell whether a namespace that nobody saw begin is the one before it', () => {
    const again = netId('a~2');
    const reason = 'nobody saw net a~2 begin: it may be the one that had its number before';
    const seen = [opsInit(again, 'x_ops'), net('net.dying', again), net('net.cleanup', again)];
    for (const event of seen) {
      const events = given(...born(A), ...death, event);
      expect(verdictOn(netStaysDead, events)).toMatchObject({ verdict: 'unknown', reason });
      const reborn = given(...born(A), ...death, net('net.setup', again), event);
      expect(verdictOn(netStaysDead, reborn).verdict).toBe('holds');
    }
    const older = given(...born(A), ...death, ...seen.map((event) => ({ ...event, net: B })));
    expect(verdictOn(netStaysDead, older).verdict).toBe('holds');
  });

  it('forgets behind a gap who was dead', () => {
    const events = given(...born(A), ...death, gap, opsInit(A, 'x_ops'));
    expect(verdictOn(netStaysDead, events).violations).toEqual([]);
  });

  it('is put to the test by what was seen to be cleaned up, be it freed or not', () => {
    expect(verdictOn(netStaysDead, given(...born(A), net('net.freed', A))).checked).toBe(0);
    expect(
      verdictOn(netStaysDead, given(...born(A), { type: 'net.freed', net: null })).checked,
    ).toBe(0);
    expect(verdictOn(netStaysDead, given(...born(A), ...death.slice(0, 2))).checked).toBe(1);
    expect(verdictOn(netStaysDead, given(...born(A))).checked).toBe(0);
  });

  it('tells the end of the life that came back', () => {
    const told = [...born(A), ...death, opsInit(A, 'x_ops'), ...death];
    const { violations } = verdictOn(netStaysDead, given(...told));
    const freedAt = born(A).length + death.length - 1;
    expect(violations[0]).toMatchObject({ seq: freedAt + 1, related: [freedAt] });
    const died = born(A).length;
    for (const back of [net('net.dying', A), net('net.ready', A)]) {
      const twice = verdictOn(netStaysDead, given(...born(A), net('net.dying', A), back));
      expect(twice.violations).toMatchObject([{ seq: died + 1, related: [died] }]);
    }
  });
});
