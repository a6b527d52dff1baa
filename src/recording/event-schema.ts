import { z } from 'zod';
import type { EventType, KernelEvent } from '../model/events.ts';
import type { DevId, NetId } from '../model/ids.ts';

const text = z.string();
const count = z.int().min(0);
/** Nanoseconds may go beyond 2^53 (a clock that counts from 1970), so this is no `z.int()`. */
const nanoseconds = z.number().multipleOf(1);
const rc = z.int().nullable();
const name = text.nullable();
const ifindex = z.int().nullable();
// Ids are plain strings in JSON; the brand exists in types only, and this is where it is given.
const netId = text as unknown as z.ZodType<NetId>;
const devId = text as unknown as z.ZodType<DevId>;
const net = netId.nullable();
const dev = devId.nullable();
const ops = name;

const stamp = {
  seq: count,
  at: nanoseconds.nullable(),
  cpu: count.nullable(),
  task: name,
  evidence: z.enum(['observed', 'inferred', 'simulated']),
  line: count.nullable(),
  inferred: z.array(text).readonly().exactOptional(),
};
const presence = { dev, net, name, ifindex };

/**
 * The events as JSON, validated strictly: no field missing, none too many. The one source of the
 * JSON Schema we publish ({@link eventJsonSchema}).
 *
 * This module loads zod; import it lazily.
 */
export const eventSchema = z.discriminatedUnion('type', [
  eventOf('initcall.level', { level: text }),
  eventOf('initcall.started', { name: text }),
  eventOf('initcall.returned', { name: text, rc, duration: nanoseconds.nullable() }),
  eventOf('proc.created', {}),
  eventOf('kobject.registered', {}),
  eventOf('ptype.initialized', { list: z.union([z.literal('all'), count]) }),
  eventOf('softnet.initialized', { softnet: count }),
  eventOf('bootphase.ended', {}),
  eventOf('softirq.opened', { vector: name, action: name }),
  eventOf('softirq.entered', { vector: text }),
  eventOf('cpuhp.installed', { state: name }),
  eventOf('pernet.registered', { ops, kind: z.enum(['subsys', 'device']) }),
  eventOf('pernet.unregistered', { ops, kind: z.enum(['subsys', 'device']).nullable() }),
  eventOf('pernet.initialized', { ops, net }),
  eventOf('pernet.failed', { ops, net, rc }),
  eventOf('pernet.exited', {
    ops,
    net,
    phase: z.enum(['pre_exit', 'exit_rtnl', 'exit', 'exit_batch', 'free']),
  }),
  eventOf('net.setup', { net: netId }),
  eventOf('net.ready', { net: netId }),
  eventOf('net.failed', { net, rc }),
  eventOf('net.dying', { net: netId }),
  eventOf('net.cleanup', { net }),
  eventOf('net.freed', { net }),
  eventOf('netdev.allocated', { dev, name }),
  eventOf('netdev.registered', presence),
  eventOf('netdev.unregistered', presence),
  eventOf('netdev.failed', { dev, net, name, rc }),
  eventOf('netdev.renamed', { dev, from: name, to: name }),
  eventOf('netdev.moved', { dev, from: net, to: net, name, fromIfindex: ifindex, ifindex }),
  eventOf('netdev.freed', { dev, name }),
  eventOf('netdev.waiting', {
    name: text,
    refs: z.int().nullable(),
    holders: z
      .array(z.strictObject({ symbol: name, count }))
      .readonly()
      .exactOptional(),
  }),
  eventOf('kernel.warned', { message: text }),
  eventOf('kernel.bug', { message: text }),
  eventOf('kernel.panicked', { message: text }),
  eventOf('recording.gap', { lost: count.nullable() }),
]);

/** The types the schema and the model know are the same, in both directions. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
true satisfies Same<z.output<typeof eventSchema>, KernelEvent>;

/** What the log told of its boot, where it told anything: a line among those of the events. */
const factsSchema = z.strictObject({
  type: z.literal('recording'),
  kernel: text.nullable(),
  cpus: count.nullable(),
});

/** One line of our JSONL: an event, or what the log told of its boot. */
export const lineSchema = z.discriminatedUnion('type', [...eventSchema.options, factsSchema]);

/** The JSON Schema (2020-12) of one line of our JSONL. */
export function eventJsonSchema(): object {
  return z.toJSONSchema(lineSchema);
}

function eventOf<const T extends EventType, P extends z.ZodRawShape>(type: T, payload: P) {
  return z.strictObject({ ...stamp, type: z.literal(type), ...payload });
}
