import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Command, type Plan, planOf } from '../../../src/kernel/plan.ts';
import { LOG_KINDS, type LogKind, printLog } from '../../../src/kernel/print/print-log.ts';
import { simulate } from '../../../src/kernel/simulate.ts';
import type { KernelEvent } from '../../../src/model/events.ts';
import { readLog } from '../../../src/recording/read.ts';
import { arbitraryPlan } from '../../../src/testing/index.ts';
import { brief, briefLife } from '../notation.ts';

const LIFE: readonly Command[] = [
  { do: 'netns.add', net: 'a' },
  { do: 'link.add', kind: 'dummy', net: 'a', name: 'd0' },
  { do: 'link.rename', net: 'a', name: 'd0', to: 'e0' },
  { do: 'link.move', net: 'a', name: 'e0', to: 'init' },
  { do: 'module.load', module: 'sit' },
  { do: 'netns.del', nets: ['a'] },
];

// kernel.md, section 6.
const CONTEXT = /^ *\S.*-\d+ +\[\d{3}\] \.{5} +\d+\.\d{6}: /;
const GRAPH_COLUMNS = / ?\d+\) (?:[ $@*#!+] [\d.]+ us *| {14})\| {2}/.source;
const GRAPH_BODY = /(?: {2})*(?:\w+\(\)(?:;| \{)|\}|\/\* .* \*\/)/.source;
const GRAPH_SWITCH = / -{42}| \d+\) {2}.* {2}=> {2}.* |/.source;
const GRAMMARS = [
  ['function', new RegExp(`${CONTEXT.source}(\\w+ <-\\w+|(initcall|softirq)_\\w+: .*)$`)],
  [
    'kprobe',
    new RegExp(`${CONTEXT.source}(\\w+): \\(\\w+\\+0x[\\da-f/x]+( <- \\w+)?\\)( \\w+=.*)?$`),
  ],
  ['graph', new RegExp(`^(?:${GRAPH_COLUMNS}${GRAPH_BODY}|${GRAPH_SWITCH})$`)],
  ['dmesg', /^\[ *\d+\.\d{6}\] \S/],
] as const;

/** What the log of a plan tells those who read it. */
async function reread(kind: LogKind, plan: Plan): Promise<readonly KernelEvent[]> {
  const bytes = new TextEncoder().encode(printLog(kind, plan));
  const { events } = await readLog(
    (async function* () {
      yield bytes;
    })(),
  );
  return events;
}

describe('a run printed as a log', () => {
  it.each(LOG_KINDS)('is the same text every time: %s', (kind) => {
    const plan = planOf({ commands: LIFE });
    expect(printLog(kind, plan)).toBe(printLog(kind, structuredClone(plan)));
  });

  it.each(GRAMMARS)('keeps to the grammar of its format: %s', (kind, grammar) => {
    const arbitrary = arbitraryPlan({ maxCommands: 6 });
    fc.assert(
      fc.property(arbitrary, (plan) => {
        const lines = printLog(kind, plan).trimEnd().split('\n');
        expect(lines.filter((line) => !line.startsWith('#') && !grammar.test(line))).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('as kprobes tells the life of namespaces and devices again, event for event', async () => {
    const kernels = ['6.1', '6.12', '7.2'] as const;
    await fc.assert(
      fc.asyncProperty(arbitraryPlan({ kernels, maxCommands: 12 }), async (plan) => {
        const events = simulate(plan);
        fc.pre(!events.some(({ type }) => type === 'kernel.bug' || type === 'kernel.panicked'));
        fc.pre(!plan.commands.some(renamesByTemplate));
        const told = briefLife(await reread('kprobe', plan)).filter(isProbed);
        expect(told.map(asProbed)).toEqual(briefLife(events).filter(isProbed).map(asProbed));
      }),
      { numRuns: 50 },
    );
  });

  it('as function trace tells the boot again', async () => {
    const plan = planOf({ kernel: '6.12' });
    const told = brief(await reread('function', plan));
    expect(told.filter(isTraced)).toEqual(brief(simulate(plan)).filter(isTraced));
  });

  it('as function graph tells the boot again', async () => {
    const plan = planOf({ kernel: '6.12' });
    const told = brief(await reread('graph', plan));
    expect(told.filter(isTraced)).toEqual(brief(simulate(plan)).filter(isTraced));
  });

  it('as dmesg tells initcalls, renames, waiting and what goes wrong again', async () => {
    const commands: readonly Command[] = [
      ...LIFE.slice(0, 3),
      { do: 'link.hold', net: 'a', name: 'lo', refs: 1, seconds: 12, by: 'holder' },
      { do: 'netns.del', nets: ['a'] },
    ];
    const plan = planOf({ commands, faults: [{ site: 'cpuhp_setup_state', nth: 1 }] });
    const isPrinted = (line: string) => /^(start|return|rename|wait|warned)\(/.test(line);
    const told = brief(await reread('dmesg', plan)).filter(isPrinted);
    expect(told).toEqual(brief(simulate(plan)).filter(isPrinted));
    expect(told).toContain('wait(lo, 2)');
  });
});

/** dev_change_name is asked for `d%d`: its probe does not show the name that comes of it. */
function renamesByTemplate(command: Command): boolean {
  if (command.do === 'link.rename') return command.to.includes('%');
  return command.do === 'link.move' && command.as?.includes('%') === true;
}

/** What the probes show: no exit callbacks but a few, no private data, no kernel messages. */
function isProbed(line: string): boolean {
  // Registrations and cleanups are told at their entry, here once they have got their lock.
  if (/^(wait|run|reg|cleanup)\(/.test(line)) return false;
  return !/^(pre_exit|exit|exit_batch|exit_rtnl|free)\((init|n\d+|\w+_ops)\b/.test(line);
}

/** At the entry of a registration that fails, the name may still be a template. */
function asProbed(line: string): string {
  return line.replace(/^fail\(.*@/, 'fail(@');
}

/** What a trace of functions without arguments shows of a boot. */
function isTraced(line: string): boolean {
  // Softirqs of others are open before anything that is simulated.
  if (line === 'open(null)') return false;
  return /^(level|start|return|softnet|open|cpuhp|proc|kobject|bootphase)/.test(line);
}
