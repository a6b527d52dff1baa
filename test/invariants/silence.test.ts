import { describe, expect, it } from 'vitest';
import { ifindexUnique } from '../../src/invariants/ifindex.ts';
import { Silence } from '../../src/invariants/silence.ts';
import { noOrphans } from '../../src/invariants/teardown.ts';
import type { EventOf, EventType, KernelEvent } from '../../src/model/events.ts';
import { A, B, gap, given, listed, type Told, unlisted, verdictOn } from './history.ts';

/** Shows what a leaving device looks like. */
const visible: Told = unlisted(B, 'd9', 9);
const first = listed(A, 'd0', 2);
/** Its ifindex is in use, unless the leaving of d0 is lost. */
const twice = listed(A, 'd1', 2);

function on(cpu: number | null, told: Told): Told {
  return { ...told, cpu };
}

function onGap(cpu: number | null): Told {
  return { ...gap, cpu };
}

function verdict(...told: readonly Told[]): string {
  return verdictOn(ifindexUnique, given(...told)).verdict;
}

describe('silence', () => {
  it('is evidence on a box with one CPU, and in a log without CPUs', () => {
    expect(verdict(visible, first, twice)).toBe('violated');
    expect(verdict(on(null, visible), on(null, first), on(null, twice))).toBe('violated');
  });

  it('is marked as such in the violation', () => {
    const { violations } = verdictOn(ifindexUnique, given(visible, first, twice));
    expect(violations).toMatchObject([{ seq: 2, silent: true, related: [1] }]);
  });

  it('waits until every other CPU has written again', () => {
    const start = [on(1, visible), on(2, first), twice];
    expect(verdict(...start, on(1, visible))).toBe('unknown');
    expect(verdict(...start, on(1, visible), on(2, visible))).toBe('violated');
  });

  it('needs nothing from a CPU that was not seen before', () => {
    expect(verdict(visible, first, twice, on(3, visible))).toBe('violated');
  });

  it('names the CPU it waited for in vain', () => {
    const events = given(on(1, visible), first, twice, first);
    expect(verdictOn(ifindexUnique, events).reason).toBe(
      'd1 (ifindex 2) got the ifindex of d0 (ifindex 2) in net a, ' +
        'but records may be lost on CPU 1 after line 1',
    );
  });

  it('proves nothing across a gap, nor before one that comes too early', () => {
    expect(verdict(visible, first, gap, twice)).toBe('unknown');
    expect(verdict(on(1, visible), first, twice, onGap(1), on(1, visible))).toBe('unknown');
    expect(verdict(visible, first, twice, gap)).toBe('violated');
  });

  it('proves nothing where the story reaches back behind a loss', () => {
    const events = given(visible, first, gap, twice);
    const told = { seq: 3, related: [1] };
    const blinded: string[] = [];
    const silence = new Silence(
      () => true,
      () => null,
    );
    for (const event of events) {
      if (event.type === 'recording.gap') silence.lose(event);
      else silence.see(event, event.cpu);
    }
    const violation = {
      ...told,
      line: 4,
      at: null,
      net: null,
      dev: null,
      message: 'told',
      silent: true,
    };
    const blind = (reason: string): void => void blinded.push(reason);
    const confirm = (): void => void blinded.push('confirmed');
    silence.suspect({
      violation,
      missing: [],
      until: 3,
      accuser: { blind, confirm, retract: blind },
    });
    expect(blinded).toEqual(['told, unless the record of it is lost']);
  });

  it('takes back its proof when a CPU turns out to have lost its first records', () => {
    expect(verdict(visible, first, twice, onGap(1), on(1, visible))).toBe('unknown');
    expect(verdict(visible, first, twice, onGap(0))).toBe('violated');
  });

  it('trusts no CPU that begins to write only after a loss nobody knows the place of', () => {
    const start = [onGap(null), visible, first];
    expect(verdict(...start, twice)).toBe('violated');
    expect(verdict(...start, twice, on(1, visible))).toBe('unknown');
    expect(verdict(...start, on(1, twice))).toBe('unknown');
  });

  it('needs such events elsewhere, before or after', () => {
    expect(verdict(first, twice)).toBe('unknown');
    expect(verdict(first, twice, visible)).toBe('violated');
  });

  const doubt = 'd1 (ifindex 2) got the ifindex of d0 (ifindex 2) in net a, ';
  const reasonOf = (...told: readonly Told[]) => verdictOn(ifindexUnique, given(...told)).reason;

  it('says where the record may be lost: at a gap, before one, or nobody knows where', () => {
    const start = [on(1, visible), first, twice];
    const among = `${doubt}unless the record of it is among those lost`;
    expect(reasonOf(...start, onGap(1))).toBe(`${among} at line 4`);
    expect(reasonOf(...start, { ...onGap(1), line: null })).toBe(among);
    expect(reasonOf(...start, { ...gap, cpu: null, line: null })).toBe(`${among}`);
  });

  it('says which CPU turned out to have lost its first records', () => {
    const start = [visible, first, twice];
    expect(reasonOf(...start, onGap(1))).toBe(
      `${doubt}but the records of CPU 1 begin only at line 4`,
    );
    expect(reasonOf(...start, { ...onGap(1), line: null })).toBe(
      `${doubt}but the records of CPU 1 begin only at line ?`,
    );
  });

  it('waits for no record without a CPU where the others have one', () => {
    expect(verdict(on(null, visible), first, twice)).toBe('violated');
  });

  it('says so without a place in a log that has no lines, or no CPUs', () => {
    const noLine = [on(1, visible), first, twice].map((event) => ({ ...event, line: null }));
    expect(reasonOf(...noLine)).toBe(`${doubt}but records may be lost on CPU 1`);
    expect(reasonOf(on(null, first), on(null, twice))).toBe(
      `${doubt}but this recording shows no netdev.unregistered`,
    );
  });

  it('is no evidence where an event that does not say whose it is may be the missing one', () => {
    const presence = { dev: null, net: A, name: null, ifindex: null };
    const nobodys: Told = { type: 'netdev.unregistered', ...presence };
    const events = [on(1, visible), on(1, first), on(1, nobodys), on(1, twice)];
    const doubtful = verdictOn(ifindexUnique, given(...events));
    expect(doubtful.violations).toEqual([]);
    expect(doubtful.reason).toMatch(/, unless line 3 \(netdev\.unregistered\) is about that$/);
    const before = [on(1, visible), on(1, nobodys), on(1, first), on(1, twice)];
    expect(verdictOn(ifindexUnique, given(...before)).verdict).toBe('violated');
  });

  it('is no evidence where a device that has no name has moved meanwhile', () => {
    const gone = { type: 'net.cleanup' } as const;
    const way = { from: A, to: B, fromIfindex: 2, ifindex: 2 };
    const away: Told = { type: 'netdev.moved', dev: null, name: 'd0', ...way };
    const exit: Told = { type: 'pernet.exited', ops: 'netdev_net_ops', net: A, phase: 'exit' };
    const end = [{ ...gone, net: A }, exit];
    expect(verdictOn(noOrphans, given(visible, first, ...end)).verdict).toBe('violated');
    expect(verdictOn(noOrphans, given(visible, first, away, ...end)).reason).toMatch(
      /^d0 \(ifindex 2\) was never taken out of net a, unless line 3 \(netdev.moved\) is about that$/,
    );
  });

  it('is evidence at once where the kernel is simulated', () => {
    const simulated = (event: KernelEvent): KernelEvent => ({ ...event, evidence: 'simulated' });
    const events = given(on(1, first), twice).map(simulated);
    expect(verdictOn(ifindexUnique, events).verdict).toBe('violated');
  });
});

/** Silence that is questioned directly, and what it answers. */
function trial(
  seen: ReadonlySet<EventType> = new Set(['netdev.moved', 'netdev.freed']),
  nameless: KernelEvent | null = null,
) {
  const told: string[] = [];
  const silence = new Silence(
    (type) => seen.has(type),
    (type) => (nameless?.type === type ? nameless : null),
  );
  const stamp = { at: null, task: null, evidence: 'observed', line: null } as const;
  const write = (seq: number, cpu: number | null): void =>
    silence.see({ ...stamp, type: 'bootphase.ended', seq, cpu }, cpu);
  const lose = (seq: number, cpu: number | null): void => {
    const lost: EventOf<'recording.gap'> = { ...stamp, type: 'recording.gap', seq, cpu, lost: 1 };
    silence.lose(lost);
  };
  const accuser = {
    confirm: ({ message }: { readonly message: string }) => void told.push(`${message}!`),
    blind: (reason: string) => void told.push(reason),
    retract: (reason: string) => void told.push(`not after all: ${reason}`),
  };
  const suspect = (message: string, until: number, related: readonly number[] = []): void => {
    const place = { seq: until, line: null, at: null, net: null, dev: null };
    const violation = { ...place, message, related, silent: true };
    silence.suspect({ violation, missing: ['netdev.moved', 'netdev.freed'], until, accuser });
  };
  return { silence, told, write, lose, suspect };
}

describe('the keeper of silence', () => {
  it('confirms as soon as the last CPU has written, before anything is lost', () => {
    const { told, write, lose, suspect } = trial();
    write(0, 1);
    write(1, 0);
    suspect('d0', 1);
    suspect('d1', 1);
    expect(told).toEqual([]);
    write(2, 1);
    expect(told).toEqual(['d0!', 'd1!']);
    lose(3, 0);
    expect(told).toEqual(['d0!', 'd1!']);
  });

  it('confirms as soon as such events are seen, before anything is lost', () => {
    const seen = new Set<EventType>();
    const { silence, told, write, lose, suspect } = trial(seen);
    write(0, 0);
    suspect('d0', 0);
    expect(told).toEqual([]);
    seen.add('netdev.moved').add('netdev.freed');
    silence.learn();
    lose(1, 0);
    expect(told).toEqual(['d0!']);
  });

  it('confirms nothing where nobody wrote', () => {
    const { silence, told, suspect } = trial();
    suspect('d0', 0);
    silence.end();
    expect(told).toEqual(['d0, but records may be lost']);
  });

  it('believes nothing that began before a loss, and what began with the next record', () => {
    const { told, write, lose, suspect } = trial();
    lose(5, 0);
    write(5, 0);
    suspect('d0', 4);
    suspect('d1', 5);
    expect(told).toEqual(['d0, unless the record of it is lost', 'd1!']);
    const start = trial();
    start.write(0, 0);
    start.suspect('d0', 0);
    expect(start.told).toEqual(['d0!']);
  });

  it('waits with a thousand suspicions at a time', () => {
    const { told, write, suspect } = trial();
    write(0, 1);
    write(1, 0);
    for (let at = 0; at < 1001; at++) suspect(`d${at}`, 1);
    expect(told).toEqual(['d1000, unless the record of it is lost']);
    write(2, 1);
    suspect('d1001', 2);
    expect(told).toHaveLength(1001);
  });

  it('is no evidence at all in a doubtful recording, before or after', () => {
    const { silence, told, write, suspect } = trial();
    write(0, 0);
    suspect('d0', 0);
    write(1, 1);
    suspect('d1', 1);
    silence.doubt('why not');
    suspect('d2', 1);
    expect(told).toEqual(['d0!', 'not after all: why not', 'd1, but why not', 'd2, but why not']);
  });

  it('is no evidence where a nameless event since the first one of the story may be the missing', () => {
    const nobody: Told = { type: 'netdev.freed', dev: null, name: null };
    const [, , , , , freed] = given(nobody, nobody, nobody, nobody, nobody, nobody);
    if (freed === undefined) throw new Error('six events were given');
    const answers = (nameless: KernelEvent, until: number, related: readonly number[]) => {
      const { told, write, suspect } = trial(undefined, nameless);
      write(9, 0);
      suspect('d0', until, related);
      return told;
    };
    const doubt = ['d0, unless line 6 (netdev.freed) is about that'];
    expect(answers(freed, 8, [3, 7])).toEqual(doubt);
    expect(answers(freed, 4, [7])).toEqual(doubt);
    expect(answers(freed, 8, [5])).toEqual(['d0!']);
    expect(answers(freed, 8, [6])).toEqual(['d0!']);
    expect(answers({ ...freed, seq: 0 }, 8, [])).toEqual(doubt);
    const lineless = { ...freed, line: null };
    expect(answers(lineless, 8, [3])).toEqual(['d0, unless event 5 (netdev.freed) is about that']);
  });

  it('distrusts who begins late, but nobody without a number', () => {
    const { silence, lose } = trial();
    const [nobody, one] = given(on(null, first), on(1, first));
    if (nobody === undefined || one === undefined) throw new Error('two events were given');
    expect([silence.startsLate(nobody), silence.startsLate(one)]).toEqual([false, false]);
    lose(0, null);
    expect([silence.startsLate(nobody), silence.startsLate(one)]).toEqual([false, true]);
  });

  it('knows the highest CPU', () => {
    const { silence, write } = trial();
    const highest = [null, 0, 3, 1].map((cpu, seq) => {
      write(seq, cpu);
      return silence.highestCpu();
    });
    expect(highest).toEqual([-1, 0, 3, 3]);
  });
});
