import { type Laws, lawsOf } from '../../kernel/laws.ts';
import { type Plan, type PlanInput, planOf } from '../../kernel/plan.ts';
import { LOG_KINDS, printLog } from '../../kernel/print/print-log.ts';
import { simulate as run } from '../../kernel/simulate.ts';
import type { KernelEvent } from '../../model/events.ts';
import { InputError } from '../../node/input-error.ts';
import { encodeEvent } from '../../recording/event-json.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { unknownName } from '../inputs.ts';
import { parseDefect } from '../machine.ts';
import { type PlanOptions, planFrom } from '../plan-options.ts';
import { escapeJson } from '../render/escape.ts';
import type { Shell } from '../shell.ts';
import { UsageError } from '../usage-error.ts';

/** Options of `simulate`. */
export interface SimulateOptions extends PlanOptions {
  /** Events, or the log of a real kernel: `jsonl`, `function`, `graph`, `kprobe`, `dmesg`. */
  readonly as: string;
  /** A plan as JSON. */
  readonly plan?: string;
  /** The name of a wrong kernel; it brings its own plan. */
  readonly defect?: string;
}

/** Events to write at a time. */
const SLICE = 1024;

/** `simulate`: what the simulated kernel does for a plan, as events or as a kernel would log it. */
export async function simulate(shell: Shell, options: SimulateOptions): Promise<ExitCode> {
  const { defect } = options;
  const { plan, laws } = defect === undefined ? await right(shell, options) : wrong(defect);
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

async function right(shell: Shell, options: SimulateOptions): Promise<Machine> {
  const given = options.plan === undefined ? null : await readPlan(shell, options.plan);
  const plan = planOf(planFrom(options, given));
  return { plan, laws: lawsOf(plan) };
}

function wrong(name: string): Machine {
  const defect = parseDefect(name);
  const plan = planOf(defect.plan);
  return { plan, laws: defect.plant(lawsOf(plan)) };
}

/** A plan is checked with zod, which only those wait for who give one. */
async function readPlan(shell: Shell, file: string): Promise<PlanInput> {
  const { parsePlan, PlanError } = await import('../../kernel/parse-plan.ts');
  try {
    return parsePlan(await readText(shell, file));
  } catch (error) {
    if (!(error instanceof PlanError || error instanceof InputError)) throw error;
    throw new UsageError(`--plan: ${file}: ${error.message}`);
  }
}

async function readText(shell: Shell, file: string): Promise<string> {
  const { content } = await shell.openLog(file);
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of content) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
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
