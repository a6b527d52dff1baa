import { FAULT_SITES, type FaultSite } from '../kernel/fault-sites.ts';
import type { Command, Fault, PlanInput } from '../kernel/plan.ts';
import { seededSchedule } from '../kernel/seeded-schedule.ts';
import { unknownName } from './inputs.ts';
import { parseVersion } from './machine.ts';
import { parseCount } from './number.ts';
import { UsageError } from './usage-error.ts';

/** What the command line says about the simulated machine; it overrides what a plan says. */
export interface PlanOptions {
  readonly kernel?: string;
  /** Possible CPUs. */
  readonly cpus?: string;
  /** How many of them are online. */
  readonly online?: string;
  /** How many namespaces live and die, where no plan says what happens. */
  readonly netns?: string;
  /** `SITE`, `SITE:OF` or `SITE:OF:NTH`. */
  readonly fail?: readonly string[];
  /** Draws who runs when. */
  readonly seed?: string;
}

/** More than any machine has; a typo must not simulate for minutes. */
const MOST_CPUS = 8192;
const MOST_NETS = 10_000;
const MOST_SEED = 0xffff_ffff;

/**
 * The plan that the options ask for, upon `given` where a file gives one.
 *
 * @throws {@link UsageError} for what no plan can say.
 */
export function planFrom(options: PlanOptions, given: PlanInput | null): PlanInput {
  if (given !== null && options.netns !== undefined) {
    throw new UsageError('--netns: found a --plan too, expected one of the two');
  }
  const base = given ?? madeUp(options);
  const { commands = [], faults = [] } = base;
  const { kernel, seed, fail = [] } = options;
  return {
    ...base,
    ...(kernel === undefined ? {} : { kernel: parseVersion(kernel) }),
    cpus: cpusOf(options, base.cpus ?? { possible: 4, online: 4 }),
    faults: [...faults, ...fail.map(parseFault)],
    ...(seed === undefined
      ? {}
      : { schedule: seededSchedule(commands, parseCount('--seed', seed, 0, MOST_SEED)) }),
  };
}

function cpusOf(
  { cpus, online }: PlanOptions,
  base: { readonly possible: number; readonly online: number },
): { readonly possible: number; readonly online: number } {
  const possible = cpus === undefined ? base.possible : parseCount('--cpus', cpus, 1, MOST_CPUS);
  if (online !== undefined)
    return { possible, online: parseCount('--online', online, 1, possible) };
  return { possible, online: cpus === undefined ? base.online : possible };
}

/**
 * A boot, then namespaces with a dummy and a cable to the one before. They die at once; with a
 * seed, each is the work of a task of its own, which also takes it down.
 */
function madeUp({ netns = '3', seed }: PlanOptions): PlanInput {
  const nets = Array.from(
    { length: parseCount('--netns', netns, 0, MOST_NETS) },
    (_, index) => `n${index + 1}`,
  );
  const lives = nets.map(lifeOf);
  const apart = lives.flatMap((life, index) => {
    const net = `n${index + 1}`;
    return [...life, { do: 'netns.del', nets: [net] } as const].map((command) => ({
      ...command,
      by: net,
    }));
  });
  const together = [
    ...lives.flat(),
    ...(nets.length > 0 ? [{ do: 'netns.del', nets } as const] : []),
  ];
  return { config: { builtin: 'all' }, commands: seed === undefined ? together : apart };
}

function lifeOf(net: string, index: number): readonly Command[] {
  const number = index + 1;
  const before = index === 0 ? 'init' : `n${index}`;
  return [
    { do: 'netns.add', net },
    { do: 'link.add', kind: 'dummy', net, name: `d${number}` },
    {
      do: 'link.add',
      kind: 'veth',
      net,
      name: `v${number}`,
      peer: { net: before, name: `p${number}` },
    },
  ];
}

function parseFault(text: string): Fault {
  const [name = '', of = '', nth = '1', ...rest] = text.split(':');
  if (!isSite(name)) throw unknownName('--fail', name, Object.keys(FAULT_SITES));
  if (rest.length > 0) {
    throw new UsageError(
      `--fail: found ${JSON.stringify(text)}, expected SITE, SITE:OF or SITE:OF:NTH`,
    );
  }
  const fault = { site: name, nth: parseCount('--fail', nth, 1, Number.MAX_SAFE_INTEGER) };
  return of === '' ? fault : { ...fault, of };
}

function isSite(name: string): name is FaultSite {
  return Object.hasOwn(FAULT_SITES, name);
}
