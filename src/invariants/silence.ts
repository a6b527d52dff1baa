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
  /** The `seq` of that record; endless for the latest writer. */
  seq: number;
}

type Anonymous = (type: EventType) => KernelEvent | null;

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
  readonly #anonymous: Anonymous;
  readonly #writers = new Map<number | null, Writer>();
  readonly #accusers = new Set<Accuser>();
  /** Who wrote last. Events of one CPU come in long rows: most cost no more than this look. */
  #latest: Writer | null = null;
  #waiting: Suspicion[] = [];
  /** The CPU that the suspicions wait for. */
  #laggard: Writer | null = null;
  /** Records were lost, nobody knows on which CPU. */
  #decapitated = false;
  /** `seq` of the last loss: about what came before it nothing more can be learned. */
  #lastLoss = -1;
  /** Why silence is no evidence in this recording at all. */
  #doubtful: string | null = null;

  /**
   * @param shows Whether the recording shows events of a type.
   * @param anonymous The last event of a type that may be about any device.
   */
  constructor(shows: (type: EventType) => boolean, anonymous: Anonymous) {
    this.#shows = shows;
    this.#anonymous = anonymous;
  }

  /** Says whether an event is the first of a CPU whose earlier records may be lost. */
  startsLate(event: KernelEvent): boolean {
    return this.#decapitated && event.cpu !== null && !this.#writers.has(event.cpu);
  }

  /** The CPU of the event wrote: it has lost nothing since it wrote before. */
  see(event: KernelEvent, cpu: number | null): void {
    const latest = this.#latest;
    if (latest !== null && latest.cpu === cpu) latest.last = event;
    else this.#change(event);
  }

  /** Something of a kind was shown that was not shown before. */
  learn(): void {
    if (this.#waiting.length > 0) this.#review();
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
    const { accuser, violation } = suspicion;
    if (this.#doubtful !== null) {
      accuser.blind(`${violation.message}, but ${this.#doubtful}`);
      return;
    }
    const candidate = this.#candidate(suspicion);
    if (candidate !== null) {
      const { line, seq, type } = candidate;
      const place = line === null ? `event ${seq}` : `line ${line}`;
      accuser.blind(`${violation.message}, unless ${place} (${type}) is about that`);
      return;
    }
    if (since(violation) < this.#lastLoss || this.#waiting.length === MOST_SUSPICIONS) {
      accuser.blind(`${violation.message}, unless the record of it is lost`);
      return;
    }
    this.#accusers.add(accuser);
    this.#waiting.push(suspicion);
    this.#review();
  }

  /** What may be the missing event, since the first one of the story: it does not say whose it is. */
  #candidate({ violation, missing }: Suspicion): KernelEvent | null {
    const begin = violation.related.length === 0 ? -1 : since(violation);
    const candidates = missing.flatMap(waysOf).map(this.#anonymous);
    return candidates.find((event) => event !== null && event.seq > begin) ?? null;
  }

  /** Records were lost, after the last one of that CPU: what is not confirmed by now never is. */
  lose(gap: EventOf<'recording.gap'>): void {
    this.#lastLoss = gap.seq;
    if (gap.cpu === null) this.#decapitated = true;
    else if (!this.#writers.has(gap.cpu)) this.#distrust(gap.cpu, gap.line);
    const where = gap.line === null ? '' : ` at line ${gap.line}`;
    this.#dismiss(`unless the record of it is among those lost${where}`);
  }

  /** What is not in the recording may have happened all the same, for this reason. */
  doubt(reason: string): void {
    this.#doubtful = reason;
    for (const accuser of this.#accusers) accuser.retract(reason);
    this.#dismiss(`but ${reason}`);
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

  #change(event: KernelEvent): void {
    const { cpu } = event;
    const latest = Number.POSITIVE_INFINITY;
    const writer = this.#writers.get(cpu) ?? { cpu, last: event, seq: latest };
    this.#writers.set(cpu, writer);
    if (this.#latest !== null) this.#latest.seq = this.#latest.last.seq;
    writer.seq = latest;
    writer.last = event;
    this.#latest = writer;
    if (writer === this.#laggard) this.#review();
  }

  /** All that a CPU did so far is lost: nobody knew that it was there. */
  #distrust(cpu: number, line: number | null): void {
    const reason = `the records of CPU ${cpu} begin only at line ${line ?? '?'}`;
    for (const accuser of this.#accusers) accuser.retract(reason);
  }

  /** Confirms what no CPU can have anything to say about any more. */
  #review(): void {
    this.#laggard = this.#slowest();
    const horizon = this.#laggard?.seq ?? -1;
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
      if (slowest === null || writer.seq < slowest.seq) slowest = writer;
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

/** The `seq` of the first event of the story that ends in a violation. */
function since({ seq, related }: Violation): number {
  return Math.min(seq, related[0] ?? seq);
}

/** A device also comes to a namespace by a move, and leaves another by it. */
function waysOf(type: EventType): readonly EventType[] {
  const isWay = type === 'netdev.registered' || type === 'netdev.unregistered';
  return isWay ? [type, 'netdev.moved'] : [type];
}
