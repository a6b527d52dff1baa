import type { EventType, Evidence, ExitPhase, KernelEvent } from '../model/events.ts';
import { type DevId, devId, type NetId, netId } from '../model/ids.ts';
import { JsonCursor } from './json-cursor.ts';
import { bytesOf } from './text.ts';

/** The types that most events of a box's life have. */
const USUAL = [
  ...(['pernet.initialized', 'pernet.exited'] as const),
  ...(['net.setup', 'net.ready', 'net.dying', 'net.cleanup', 'net.freed'] as const),
  ...(['netdev.allocated', 'netdev.registered', 'netdev.unregistered', 'netdev.freed'] as const),
] as const satisfies readonly EventType[];
const TYPES = byName(USUAL);
const EVIDENCE = byName<Evidence>(['observed', 'inferred', 'simulated']);
const PHASES = byName<ExitPhase>(['pre_exit', 'exit_rtnl', 'exit', 'exit_batch', 'free']);

const SEQ = bytesOf('{"seq":');
const TYPE = bytesOf(',"type":');
const AT = bytesOf(',"at":');
const CPU = bytesOf(',"cpu":');
const TASK = bytesOf(',"task":');
const WITNESS = bytesOf(',"evidence":');
const LINE = bytesOf(',"line":');
const OPS = bytesOf(',"ops":');
const NET = bytesOf(',"net":');
const PHASE = bytesOf(',"phase":');
const DEV = bytesOf(',"dev":');
const NAME = bytesOf(',"name":');
const IFINDEX = bytesOf(',"ifindex":');
const CLOSE = bytesOf('}');

/** What every event has besides its payload. */
type Head = Pick<KernelEvent, 'seq' | 'at' | 'cpu' | 'task' | 'evidence' | 'line'>;

/**
 * Reads usual events as `encodeEvent` writes them from their bytes: the twin of `decodeEvent`,
 * which reads every event, and says of others what is wrong with them.
 */
export class FastEvents {
  readonly #json = new JsonCursor();

  /**
   * The event in `bytes[start, end)`, whose next byte ends the line; `null` where it is of another
   * type, or is written in another way.
   */
  read(bytes: Uint8Array, start: number, end: number): KernelEvent | null {
    const json = this.#json;
    json.begin(bytes, start);
    json.pass(SEQ);
    const seq = json.count();
    json.pass(TYPE);
    const type = TYPES.get(json.text());
    json.pass(AT);
    const at = json.countOrNull();
    json.pass(CPU);
    const cpu = json.countOrNull();
    const task = this.#text(TASK);
    json.pass(WITNESS);
    const evidence = EVIDENCE.get(json.text());
    json.pass(LINE);
    const line = json.countOrNull();
    if (json.failed || type === undefined || evidence === undefined) return null;
    const event = this.#told(type, { seq, at, cpu, task, evidence, line });
    json.pass(CLOSE);
    return json.failed || json.at !== end ? null : event;
  }

  /** Fields are read as they are written down here: in the order in which they stand in the line. */
  #told(type: (typeof USUAL)[number], head: Head): KernelEvent | null {
    const { seq, at, cpu, task, evidence, line } = head;
    switch (type) {
      case 'pernet.initialized': {
        const ops = this.#text(OPS);
        return { seq, at, cpu, task, evidence, line, type, ops, net: this.#net() };
      }
      case 'pernet.exited': {
        const ops = this.#text(OPS);
        const net = this.#net();
        const phase = this.#phase();
        if (phase === undefined) return null;
        return { seq, at, cpu, task, evidence, line, type, ops, net, phase };
      }
      case 'net.setup':
      case 'net.ready':
      case 'net.dying': {
        const net = this.#net();
        return net === null ? null : { seq, at, cpu, task, evidence, line, type, net };
      }
      case 'net.cleanup':
      case 'net.freed':
        return { seq, at, cpu, task, evidence, line, type, net: this.#net() };
      case 'netdev.allocated':
      case 'netdev.freed': {
        const dev = this.#dev();
        return { seq, at, cpu, task, evidence, line, type, dev, name: this.#text(NAME) };
      }
      case 'netdev.registered':
      case 'netdev.unregistered': {
        const dev = this.#dev();
        const net = this.#net();
        const name = this.#text(NAME);
        const ifindex = this.#ifindex();
        return { seq, at, cpu, task, evidence, line, type, dev, net, name, ifindex };
      }
      default:
        return type satisfies never;
    }
  }

  #text(key: Uint8Array): string | null {
    this.#json.pass(key);
    return this.#json.textOrNull();
  }

  #net(): NetId | null {
    const id = this.#text(NET);
    return id === null ? null : netId(id);
  }

  #dev(): DevId | null {
    const id = this.#text(DEV);
    return id === null ? null : devId(id);
  }

  #phase(): ExitPhase | undefined {
    this.#json.pass(PHASE);
    return PHASES.get(this.#json.text());
  }

  #ifindex(): number | null {
    this.#json.pass(IFINDEX);
    return this.#json.countOrNull();
  }
}

function byName<const T extends string>(names: readonly T[]): ReadonlyMap<string, T> {
  return new Map(names.map((name) => [name, name]));
}
