import type { EventType, KernelEvent } from '../../model/events.ts';
import type { Findings } from '../invariant.ts';
import type { Automaton } from './automaton.ts';
import { applies, type EventMapping, lifeOf, type MappedEvent } from './event-mapping.ts';
import { unseenWays } from './unseen-ways.ts';

/** A life under way. */
interface Life {
  readonly state: string;
  /** The event that led to this state. */
  readonly since: KernelEvent;
  readonly ended: boolean;
}

/** Lives that are over and remembered, lest something still happens to them. */
const MOST_ENDED = 1024;

/** Leads each life of a recording through an automaton. */
export class Follower {
  readonly #automaton: Automaton;
  readonly #mapping: EventMapping;
  readonly #findings: Findings;
  readonly #lives = new Map<string, Life>();
  /** Those that are over, in the order of their ends. */
  readonly #ended = new Set<string>();
  /** The last event of each type that does not say whose it is. */
  readonly #anonymous = new Map<EventType, KernelEvent>();

  constructor(automaton: Automaton, mapping: EventMapping, findings: Findings) {
    this.#automaton = automaton;
    this.#mapping = mapping;
    this.#findings = findings;
  }

  readonly see = (event: KernelEvent): void => {
    for (const mapped of this.#mapping) {
      if (mapped.type !== event.type || !applies(mapped, event)) continue;
      const who = lifeOf(mapped, event);
      if (who === null) this.#anonymous.set(event.type, event);
      else this.#step(who, mapped, event);
    }
  };

  /** Records were lost: nobody knows in which state the lives are now. */
  readonly forget = (): void => {
    this.#lives.clear();
    this.#ended.clear();
    this.#anonymous.clear();
  };

  #step(who: string, { is, begins, ends }: MappedEvent, event: KernelEvent): void {
    const before = this.#lives.get(who);
    const anew = begins === 'always' || (begins === 'unseen' && before?.ended !== false);
    const life = anew ? undefined : before;
    if (life === undefined && !anew) return;
    const from = life?.state ?? this.#automaton.initial;
    const to = this.#automaton.transitions.get(from)?.get(is);
    this.#lives.delete(who);
    this.#ended.delete(who);
    if (to !== undefined) {
      this.#findings.kept();
      this.#lives.set(who, { state: to, since: event, ended: ends });
      if (ends) this.#bury(who);
      // What begins otherwise than the automaton knows is not watched.
    } else if (life !== undefined) this.#refuse(who, is, event, life);
  }

  #bury(who: string): void {
    this.#ended.add(who);
    const [oldest] = this.#ended;
    if (this.#ended.size <= MOST_ENDED || oldest === undefined) return;
    this.#ended.delete(oldest);
    this.#lives.delete(oldest);
  }

  /** An impossible event: proof, unless the log hides what would explain it. */
  #refuse(who: string, is: string, event: KernelEvent, { state, since }: Life): void {
    const possible = [...(this.#automaton.transitions.get(state)?.keys() ?? [])].join(', ');
    const message =
      `${who}: ${is} in state ${state}, ` +
      `where ${possible === '' ? 'nothing' : `only ${possible}`} may come`;
    const types = unseenWays(this.#automaton, this.#mapping, { state, event: is });
    const hidden = types.map((type) => this.#anonymous.get(type));
    const doubt = hidden.find((other) => other !== undefined && other.seq > since.seq);
    if (doubt !== undefined) {
      this.#findings.blind(`${message}, but ${placeOf(doubt)} does not say whose it is`);
    } else if (types.length === 0) this.#findings.broken(event, message, [since]);
    else this.#findings.brokenBySilence(event, message, types, [since]);
  }
}

function placeOf({ line, seq }: KernelEvent): string {
  return line === null ? `event ${seq}` : `line ${line}`;
}
