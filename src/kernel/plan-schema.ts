import { z } from 'zod';
import { FAULT_SITES, type FaultSite } from './fault-sites.ts';
import type { Command, Fault, KernelConfig, PlanInput, Turn } from './plan.ts';
import { KERNEL_VERSIONS } from './versions.ts';

const text = z.string();
const label = text.min(1);
const count = z.int().min(0);
const cpus = z.int().min(1).max(8192);
const seconds = z.number().min(0);

/** The places that can fail; their names are the keys of {@link FAULT_SITES}. */
const sites = z.custom<FaultSite>(
  (name) => typeof name === 'string' && Object.hasOwn(FAULT_SITES, name),
  { error: `expected one of ${Object.keys(FAULT_SITES).join(', ')}` },
);

const link = { net: label, name: text };

const command: z.ZodType<Command> = z.discriminatedUnion('do', [
  action('netns.add', { net: label }),
  action('netns.del', { nets: z.array(label) }),
  action('netns.limit', { limit: count }),
  action('link.add', {
    kind: z.enum(['dummy', 'bridge', 'macvlan', 'vlan', 'veth', 'nic']),
    net: label,
    name: text.exactOptional(),
    index: count.exactOptional(),
    peer: z.strictObject({ net: label, name: text.exactOptional() }).exactOptional(),
    lower: text.exactOptional(),
  }),
  action('link.del', link),
  action('link.move', {
    ...link,
    to: label,
    as: text.exactOptional(),
    index: count.exactOptional(),
  }),
  action('link.rename', { ...link, to: text }),
  action('link.up', link),
  action('link.down', link),
  action('link.altname', { ...link, altname: text }),
  action('link.hold', { ...link, refs: count, seconds: seconds.exactOptional() }),
  action('ping', { net: label }),
  action('module.load', { module: modules() }),
  action('module.unload', { module: modules() }),
  action('kill', { task: label }),
  action('sleep', { seconds }),
]);

const fault: z.ZodType<Fault> = z.strictObject({
  site: sites,
  of: text.exactOptional(),
  nth: z.int().min(1),
  rc: z.int().min(-4095).max(-1).exactOptional(),
});

const turn: z.ZodType<Turn> = z.union([
  z.strictObject({ run: label, steps: count }),
  z.strictObject({ run: label, commands: count }),
]);

const config: z.ZodType<Partial<KernelConfig>> = z.strictObject({
  procFs: z.boolean().exactOptional(),
  pagePool: z.boolean().exactOptional(),
  preemptRt: z.boolean().exactOptional(),
  threadBacklogNapi: z.boolean().exactOptional(),
  xfrmOffload: z.boolean().exactOptional(),
  rps: z.boolean().exactOptional(),
  initcallBlacklist: z.array(text).exactOptional(),
  fallbackTunnels: z.enum(['everywhere', 'init_net']).exactOptional(),
  wireless: z.boolean().exactOptional(),
  builtin: z.enum(['few', 'all']).exactOptional(),
});

/**
 * A plan as JSON, validated strictly; everything may be left out, as in {@link PlanInput}.
 *
 * This module loads zod; import it lazily.
 */
export const planSchema: z.ZodType<PlanInput> = z.strictObject({
  kernel: z.enum(KERNEL_VERSIONS).exactOptional(),
  cpus: z
    .strictObject({ possible: cpus, online: cpus })
    .refine(({ possible, online }) => online <= possible, 'more CPUs are online than possible')
    .exactOptional(),
  config: config.exactOptional(),
  commands: z.array(command).exactOptional(),
  faults: z.array(fault).exactOptional(),
  schedule: z.array(turn).exactOptional(),
  lingerSeconds: seconds.exactOptional(),
});

function modules() {
  return z.enum(['bridge', '8021q', 'sit', 'ipip', 'ip_gre', 'ip6_tunnel', 'pktgen']);
}

function action<const Do extends string, Shape extends z.ZodRawShape>(name: Do, shape: Shape) {
  return z.strictObject({ do: z.literal(name), ...shape, by: label.exactOptional() });
}
