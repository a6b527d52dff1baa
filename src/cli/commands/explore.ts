import { catalogue } from '../../invariants/catalogue.ts';
import { Judge } from '../../invariants/judge.ts';
import {
  type Exploration,
  type ExploreOptions as ExploreAll,
  explore as exploreAll,
} from '../../kernel/explore.ts';
import { lawsOf } from '../../kernel/laws.ts';
import type { PlanInput } from '../../kernel/plan.ts';
import type { KernelEvent } from '../../model/events.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { explorationProgress } from '../exploration-progress.ts';
import { parseDefect, parseVersion } from '../machine.ts';
import { parseCount } from '../number.ts';
import { escapeJson } from '../render/escape.ts';
import { type Line, line, span } from '../render/line.ts';
import { lookOf } from '../render/look.ts';
import { count } from '../render/quantity.ts';
import { typeset } from '../render/typeset.ts';
import type { Shell } from '../shell.ts';

/** Options of `explore`. */
export interface ExploreOptions {
  readonly kernel: string;
  readonly depth: string;
  readonly faults: string;
  readonly interleaved?: boolean;
  readonly defect?: string;
}

/** Each step takes some ten times as long as the one before. */
const MOST_DEPTH = 8;
const MOST_FAULTS = 2;
const MOST_TOLD = 5;

/** `explore`: all short histories of the simulated kernel, each judged. */
export async function explore(shell: Shell, options: ExploreOptions): Promise<ExitCode> {
  const defect = options.defect === undefined ? null : parseDefect(options.defect);
  const kernel = parseVersion(options.kernel);
  const found = await runAll(shell, {
    interleaved: options.interleaved === true,
    depth: parseCount('--depth', options.depth, 0, MOST_DEPTH),
    faults: parseCount('--faults', options.faults, 0, MOST_FAULTS),
    plan: machineOf(defect?.plan ?? { kernel }),
    laws: (plan) => (defect === null ? lawsOf(plan) : defect.plant(lawsOf(plan))),
    check: (events) => firstViolation(events, defect?.plan.kernel ?? kernel),
  });
  await shell.out.write(typeset(lines(found), lookOf(shell.out.terminal)));
  return found.wrong.length > 0 ? EXIT.violated : EXIT.ok;
}

/** What a plan says of the machine, not of what happens on it. */
function machineOf(plan: PlanInput): Omit<PlanInput, 'commands' | 'faults' | 'schedule'> {
  const { commands: _, faults: __, schedule: ___, ...machine } = plan;
  return machine;
}

async function runAll(shell: Shell, options: ExploreAll): Promise<Exploration> {
  const exploring = exploreAll(options);
  const progress = explorationProgress(shell.err);
  for (;;) {
    const next = exploring.next();
    if (next.done === true) {
      await progress.clear();
      return next.value;
    }
    await progress.tell(next.value);
  }
}

function firstViolation(events: readonly KernelEvent[], kernel: string): string | null {
  const judge = new Judge({ invariants: catalogue, kernel });
  for (const event of events) judge.see(event);
  for (const { id, violations } of judge.end().invariants) {
    const [first] = violations;
    if (first !== undefined) return `${id}: ${first.message}`;
  }
  return null;
}

function lines({ histories, states, depth, wrong }: Exploration): readonly Line[] {
  const rest = wrong.length - MOST_TOLD;
  const told = `${count(histories, 'history', 'histories')} of at most ${count(depth, 'command')}`;
  return [
    line([
      `${told}, in ${count(states, 'state')}: `,
      wrong.length === 0
        ? span('good', 'every promise kept')
        : span('bad', `${count(wrong.length)} break a promise`),
    ]),
    ...wrong
      .slice(0, MOST_TOLD)
      .flatMap(({ plan, why }) => [
        line(['  ', span('bad', '✗'), ` ${why}`], { hang: ['    '] }),
        line(['    ', span('dim', commandsOf(plan))], { hang: ['      '] }),
      ]),
    ...(rest > 0 ? [line([`  … ${count(rest)} more`])] : []),
  ];
}

function commandsOf({ commands, faults }: Exploration['wrong'][number]['plan']): string {
  const steps = commands.map((command) => escapeJson(JSON.stringify(command)));
  const failures = faults.map(({ site, nth }) => `${site} fails the time number ${nth}`);
  return [...steps, ...failures].join(', then ') || 'nothing but the boot';
}
