import type { EventOf, EventType, KernelEvent } from '../model/events.ts';
import type { Violation } from './invariant.ts';

/** A violation that rests on events that are not in the recording. */
export interface Suspicion {
  readonly violation: Violation;
  /** What would have had to happen instead: the recording must show such events elsewhere. */
  readonly missing: readonly EventType[];
  /** `seq` up to which nothing of the kind was seen. */
  readonly until: number;
  readonly accuser: Accuser;
}

/** Who suspects, and is told what came of it. */
export interface Accuser {
  readonly confirm: (violation: Violation) => void;
  /** Nothing is proved after all, for this reason. */
  readonly blind: (reason: string) => void;
  /** Takes back what was confirmed, for this reason. */
  readonly retract: (reason: string) => void;
}

/** What one CPU wrote last. */
interface Writer {
  readonly cpu: number | null;
  last: KernelEvent;
}

/** Suspicions that wait at the same time; further ones are dropped. */
const MOST_SUSPICIONS = 1000;

/**
 * Says when silence is evidence. A buffer of ftrace that is full and must not overwrite drops
 * whatever comes, without a word; but it never takes up anything again, so a CPU that writes later
 * has lost nothing before. A suspicion is confirmed when every CPU seen before has written again.
 * The simulated kernel loses nothing at all.
 */
export class Silence {
  simulated = false;
  readonly #shows: (type: EventType) => boolean;
  readonly #writers = new Map<number | null, Writer>();
  readonly #accusers = new Set<Accuser>();
  #latest: Writer | null = null;
  #waiting: Suspicion[] = [];
  /** The CPU that the suspicions wait for. */
  #laggard: Writer | null = null;
  /** Records were lost, nobody knows on which CPU. */
  #decapitated = false;
  /** `seq` of the last loss: about what came before it nothing more can be learned. */
  #lastLoss = -1;

  constructor(shows: (type: EventType) => boolean) {
    this.#shows = shows;
  }

  /** Says whether an event is the first of a CPU whose earlier records may be lost. */
  startsLate({ cpu }: KernelEvent): boolean {
    return this.#decapitated && cpu !== null && !this.#writers.has(cpu);
  }

  /** A CPU wrote: it has lost nothing since it wrote before. */
  see(event: KernelEvent): void {
    const { cpu } = event;
    if (this.#latest === null || this.#latest.cpu !== cpu) this.#latest = this.#writer(cpu, event);
    this.#latest.last = event;
    if (this.#latest === this.#laggard) this.#review();
  }

  /** The highest CPU that wrote anything; -1 where the recording names none. */
  highestCpu(): number {
    let highest = -1;
    for (const cpu of this.#writers.keys()) if (cpu !== null && cpu > highest) highest = cpu;
    return highest;
  }

  suspect(suspicion: Suspicion): void {
    if (this.simulated) {
      suspicion.accuser.confirm(suspicion.violation);
      return;
    }
    const { accuser, violation, until } = suspicion;
    if (until < this.#lastLoss || this.#waiting.length === MOST_SUSPICIONS) {
      accuser.blind(`${violation.message}, unless the record of it is lost`);
      return;
    }
    this.#accusers.add(accuser);
    this.#waiting.push(suspicion);
    this.#review();
  }

  /** Records were lost, after the last one of that CPU: what is not confirmed by now never is. */
  lose(gap: EventOf<'recording.gap'>): void {
    this.#lastLoss = gap.seq;
    if (gap.cpu === null) this.#decapitated = true;
    else if (!this.#writers.has(gap.cpu)) this.#distrust(gap.cpu, gap.line);
    const where = gap.line === null ? '' : ` at line ${gap.line}`;
    this.#dismiss(`unless the record of it is among those lost${where}`);
  }

  /** The recording is over: whether the rest was lost nobody will know. */
  end(): void {
    this.#review();
    const laggard = this.#slowest();
    const line = laggard?.last.line ?? null;
    const place = line === null ? '' : ` after line ${line}`;
    const where = laggard === null || laggard.cpu === null ? '' : ` on CPU ${laggard.cpu}`;
    this.#dismiss(`but records may be lost${where}${place}`);
  }

  #writer(cpu: number | null, last: KernelEvent): Writer {
    const writer = this.#writers.get(cpu) ?? { cpu, last };
    this.#writers.set(cpu, writer);
    return writer;
  }

  /** All that a CPU did so far is lost: nobody knew that it was there. */
  #distrust(cpu: number, line: number | null): void {
    const reason = `the records of CPU ${cpu} begin only at line ${line ?? '?'}`;
    for (const accuser of this.#accusers) accuser.retract(reason);
  }

  /** Confirms what no CPU can have anything to say about any more. */
  #review(): void {
    this.#laggard = this.#slowest();
    const horizon = this.#laggard?.last.seq ?? -1;
    const confirmed = (suspicion: Suspicion): boolean =>
      suspicion.until <= horizon && suspicion.missing.every(this.#shows);
    const waiting = this.#waiting;
    this.#waiting = waiting.filter((suspicion) => !confirmed(suspicion));
    for (const suspicion of waiting) {
      if (confirmed(suspicion)) suspicion.accuser.confirm(suspicion.violation);
    }
    if (this.#waiting.length === 0) this.#laggard = null;
  }

  /** The CPU whose last record is oldest; where CPUs are named, records without one do not count. */
  #slowest(): Writer | null {
    let slowest: Writer | null = null;
    for (const writer of this.#writers.values()) {
      if (writer.cpu === null && this.#writers.size > 1) continue;
      if (slowest === null || writer.last.seq < slowest.last.seq) slowest = writer;
    }
    return slowest;
  }

  #dismiss(doubt: string): void {
    for (const { violation, missing, accuser } of this.#waiting) {
      const hidden = missing.filter((type) => !this.#shows(type));
      const reason = hidden.length > 0 ? `but this recording shows no ${hidden.join(', ')}` : doubt;
      accuser.blind(`${violation.message}, ${reason}`);
    }
    this.#waiting = [];
    this.#laggard = null;
  }
}
