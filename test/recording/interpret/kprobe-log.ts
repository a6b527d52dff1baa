import type { EventBody, EventStamp, KernelEvent } from '../../../src/model/events.ts';
import { eventsOf } from '../events.ts';

/** One probe hit: the function, its arguments as printed, and the task. */
export type Hit = readonly [fn: string, args?: string, task?: string];

/** A log of kprobe events as trace prints it: entries, or returns where the name starts with `<-`. */
export function kprobeLog(hits: readonly Hit[]): string {
  return hits
    .map(([fn, args = '', task = 'ip-100'], index) => {
      const context = `${task.padStart(16)}     [000] .....  ${(1 + index / 1000).toFixed(6)}: `;
      const returned = fn.startsWith('<-') ? fn.slice(2) : null;
      const place = returned === null ? `(${fn}+0x0/0x100)` : `(caller+0x10/0x100 <- ${returned})`;
      return `${context}p_${index}: ${place}${args === '' ? '' : ` ${args}`}\n`;
    })
    .join('');
}

/** The events of such a log, without their stamps: type and payload. */
export async function bodiesOf(hits: readonly Hit[]): Promise<readonly Body[]> {
  return (await eventsOf(kprobeLog(hits), { format: 'kprobe' })).map(bodyOf);
}

/** What an event says, without where and when. */
export type Body = EventBody & Pick<EventStamp, 'inferred'>;

/** An event without its stamp. */
export function bodyOf(event: KernelEvent): Body {
  const {
    seq: _seq,
    at: _at,
    cpu: _cpu,
    task: _task,
    evidence: _evidence,
    line: _line,
    ...body
  } = event;
  return body;
}
