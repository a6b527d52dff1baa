import { FAULT_SITES, type FaultSite } from '../../kernel/fault-sites.ts';
import { type Laws, lawsOf } from '../../kernel/laws.ts';
import { type Command, type Fault, type Plan, type PlanInput, planOf } from '../../kernel/plan.ts';
import { LOG_KINDS, printLog } from '../../kernel/print/print-log.ts';
import { simulate as run } from '../../kernel/simulate.ts';
import type { KernelEvent } from '../../model/events.ts';
import { encodeEvent } from '../../recording/event-json.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { unknownName } from '../inputs.ts';
import { parseDefect, parseVersion } from '../machine.ts';
import { parseCount } from '../number.ts';
import { escapeJson } from '../render/escape.ts';
import type { Shell } from '../shell.ts';
import { UsageError } from '../usage-error.ts';

/** Options of `simulate`. */
export interface SimulateOptions {
  readonly kernel: string;
  readonly cpus: string;
  readonly netns: string;
  /** Events, or the log of a real kernel: `jsonl`, `function`, `graph`, `kprobe`, `dmesg`. */
  readonly as: string;
  /** `SITE`, `SITE:OF` or `SITE:OF:NTH`. */
  readonly fail?: readonly string[];
  /** The name of a wrong kernel; it brings its own plan. */
  readonly defect?: string;
}

/** More than any machine has; a typo must not simulate for minutes. */
const MOST_CPUS = 8192;
const MOST_NETS = 10_000;
/** Events to write at a time. */
const SLICE = 1024;

/** `simulate`: what the simulated kernel does for a plan, as events or as a kernel would log it. */
export async function simulate(shell: Shell, options: SimulateOptions): Promise<ExitCode> {
  const { plan, laws } = options.defect === undefined ? right(options) : wrong(options.defect);
  const form = formOf(options.as);
  if (form === 'jsonl') await writeEvents(shell, run(plan, laws));
  else await shell.out.write(printLog(form, plan, laws));
  return EXIT.ok;
}

/** A kernel, and what happens on it. */
interface Machine {
  readonly plan: Plan;
  readonly laws: Laws;
}

function right(options: SimulateOptions): Machine {
  const plan = planOf(planFor(options));
  return { plan, laws: lawsOf(plan) };
}

function wrong(name: string): Machine {
  const defect = parseDefect(name);
  const plan = planOf(defect.plan);
  return { plan, laws: defect.plant(lawsOf(plan)) };
}

const FORMS = ['jsonl', ...LOG_KINDS] as const;

function formOf(text: string): (typeof FORMS)[number] {
  const known = FORMS.find((form) => form === text);
  if (known !== undefined) return known;
  throw unknownName('--as', text, FORMS);
}

/** In slices: a long history is longer than any string can be. */
async function writeEvents(shell: Shell, events: readonly KernelEvent[]): Promise<void> {
  for (let at = 0; at < events.length; at += SLICE) {
    const slice = events.slice(at, at + SLICE);
    await shell.out.write(slice.map((event) => `${escapeJson(encodeEvent(event))}\n`).join(''));
  }
}

/** Boots, gives each namespace a dummy and a cable to the one before, and takes all down at once. */
function planFor({ kernel, cpus, netns, fail = [] }: SimulateOptions): PlanInput {
  const possible = parseCount('--cpus', cpus, 1, MOST_CPUS);
  const nets = Array.from(
    { length: parseCount('--netns', netns, 0, MOST_NETS) },
    (_, index) => `n${index + 1}`,
  );
  return {
    kernel: parseVersion(kernel),
    cpus: { possible, online: possible },
    config: { builtin: 'all' },
    commands: [
      ...nets.flatMap(lifeOf),
      ...(nets.length > 0 ? [{ do: 'netns.del', nets } as const] : []),
    ],
    faults: fail.map(parseFault),
  };
}

function lifeOf(net: string, index: number): readonly Command[] {
  const before = index === 0 ? 'init' : `n${index}`;
  return [
    { do: 'netns.add', net },
    { do: 'link.add', kind: 'dummy', net, name: `d${index + 1}` },
    {
      do: 'link.add',
      kind: 'veth',
      net,
      name: `v${index + 1}`,
      peer: { net: before, name: `p${index + 1}` },
    },
  ];
}

function parseFault(text: string): Fault {
  const [name = '', of = '', nth = '1', ...rest] = text.split(':');
  const site = siteOf(name);
  if (rest.length > 0) {
    throw new UsageError(
      `--fail: found ${JSON.stringify(text)}, expected SITE, SITE:OF or SITE:OF:NTH`,
    );
  }
  const fault = { site, nth: parseCount('--fail', nth, 1, Number.MAX_SAFE_INTEGER) };
  return of === '' ? fault : { ...fault, of };
}

function siteOf(name: string): FaultSite {
  if (isSite(name)) return name;
  throw unknownName('--fail', name, Object.keys(FAULT_SITES));
}

function isSite(name: string): name is FaultSite {
  return Object.hasOwn(FAULT_SITES, name);
}
