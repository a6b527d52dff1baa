import { register } from 'node:module';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Mutant, MutantCoverage } from '@stryker-mutator/api/core';
import { declareClassPlugin, declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  TestStatus,
} from '@stryker-mutator/api/test-runner';
import fc from 'fast-check';
import { takeTests } from './stand-in.ts';
import { suiteFor } from './suite.ts';
import { unreachable } from './unreachable.ts';

/** What the instrumented code reads and writes. */
interface Stryker {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: MutantCoverage;
}

/** A mutant, how often its place may be passed, and the tests that pass it. */
interface Run {
  readonly mutant: Mutant;
  readonly hitLimit: number | undefined;
  readonly filter: ReadonlySet<string> | undefined;
}

interface Loaded {
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly run: () => unknown;
}

const stryker: Stryker = {};

/**
 * Runs the tests of a mutation run in one process that loads them once. The tests that killed last
 * come first, and what killed is run again without the mutant: if it fails, the mutant has left
 * something behind, and all is loaded anew.
 */
class InProcessRunner implements TestRunner {
  #tests: readonly Loaded[] = [];
  #loads = 0;
  /** The files whose mutants the loaded tests have to kill. */
  #mutated: readonly string[] = [];

  capabilities(): { readonly reloadEnvironment: boolean } {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    Reflect.set(globalThis, '__stryker__', stryker);
    // A counterexample kills: there is no need for a small one.
    fc.configureGlobal({ seed: 1, numRuns: 20, endOnFailure: true });
    register('./resolve.js', import.meta.url);
  }

  async dryRun({ files = [] }: DryRunOptions): Promise<DryRunResult> {
    await this.#load(files);
    const tests: TestResult[] = [];
    for (const test of this.#tests) {
      stryker.currentTestId = test.id;
      const start = performance.now();
      const failure = await failureOf(test);
      const { id, name, file } = test;
      const timeSpentMs = performance.now() - start;
      const result = { id, name, fileName: resolve('test', `${file}.test.ts`), timeSpentMs };
      tests.push(
        failure === null
          ? { ...result, status: TestStatus.Success }
          : { ...result, status: TestStatus.Failed, failureMessage: failure },
      );
    }
    stryker.currentTestId = undefined;
    const { mutantCoverage } = stryker;
    return {
      status: DryRunStatus.Complete,
      tests,
      ...(mutantCoverage === undefined ? {} : { mutantCoverage: asReached(mutantCoverage) }),
    };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, hitLimit, testFilter, mutantActivation } = options;
    stryker.hitCount = 0;
    const run = { mutant: activeMutant, hitLimit, filter: testFilter && new Set(testFilter) };
    const result = await (mutantActivation === 'static' ? this.#reload(run) : this.#judge(run));
    const isEndless = hitLimit !== undefined && stryker.hitCount > hitLimit;
    stryker.activeMutant = undefined;
    stryker.hitLimit = undefined;
    return isEndless ? { status: MutantRunStatus.Timeout, reason: 'endless' } : result;
  }

  /** Runs the tests that reach the mutant, those first that killed last. */
  async #judge(run: Run): Promise<MutantRunResult> {
    const { mutant, hitLimit, filter } = run;
    const isFresh = !this.#isLoadedFor(mutant.fileName);
    if (isFresh) await this.#load([mutant.fileName]);
    const tests = this.#tests.filter(({ id }) => filter?.has(id) ?? true);
    for (const [index, test] of tests.entries()) {
      stryker.hitLimit = hitLimit;
      stryker.activeMutant = mutant.id;
      const failure = await failureOf(test);
      if (failure === null) continue;
      stryker.activeMutant = undefined;
      stryker.hitLimit = undefined;
      const { hitCount } = stryker;
      const isClean = (await failureOf(test)) === null;
      stryker.hitCount = hitCount;
      this.#tests = isClean ? [test, ...this.#tests.filter((other) => other !== test)] : [];
      // It may be the mutant before that left something behind.
      if (!isClean && !isFresh) return this.#judge(run);
      return killed(test.id, failure, index + 1);
    }
    return { status: MutantRunStatus.Survived, nrOfTests: tests.length };
  }

  /** Loads the tests with the mutant at work, one file after the other until one kills. */
  async #reload({ mutant, hitLimit }: Run): Promise<MutantRunResult> {
    this.#tests = []; // What is loaded with a mutant serves no other.
    stryker.hitLimit = hitLimit;
    stryker.activeMutant = mutant.id;
    let nrOfTests = 0;
    try {
      for await (const test of this.#loading([mutant.fileName])) {
        nrOfTests += 1;
        const failure = await failureOf(test);
        if (failure !== null) return killed(test.id, failure, nrOfTests);
      }
    } catch (error) {
      return killed('loading', String(error), nrOfTests);
    }
    return { status: MutantRunStatus.Survived, nrOfTests };
  }

  #isLoadedFor(mutated: string): boolean {
    return (
      this.#tests.length > 0 && this.#mutated.every((one) => dirname(one) === dirname(mutated))
    );
  }

  /** Loads what has to kill the mutants of some files. */
  async #load(mutated: readonly string[]): Promise<void> {
    this.#mutated = mutated;
    const tests: Loaded[] = [];
    for await (const test of this.#loading(mutated)) tests.push(test);
    this.#tests = tests;
  }

  async *#loading(mutated: readonly string[]): AsyncGenerator<Loaded> {
    this.#loads += 1;
    takeTests();
    for (const { file, only } of suiteFor(mutated)) {
      await import(`${pathToFileURL(resolve('test', `${file}.test.js`)).href}?load=${this.#loads}`);
      for (const { name, run } of takeTests()) {
        if (only.test(name)) yield { id: `${file} > ${name}`, name, file, run };
      }
    }
  }
}

/**
 * What runs while the files are loaded counts as such only where no test reaches it: what a test
 * file works out at its top level is then taken from the right program, and only survivors can
 * come of that.
 */
function asReached({ static: whileLoading, perTest }: MutantCoverage): MutantCoverage {
  const reached = new Set(Object.values(perTest).flatMap((hits) => Object.keys(hits)));
  const only = Object.entries(whileLoading).filter(([mutant]) => !reached.has(mutant));
  return { static: Object.fromEntries(only), perTest };
}

function killed(by: string, failureMessage: string, nrOfTests: number): MutantRunResult {
  return { status: MutantRunStatus.Killed, killedBy: [by], failureMessage, nrOfTests };
}

async function failureOf({ run }: Loaded): Promise<string | null> {
  try {
    await run();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 500) : String(error);
  }
}

/** What Stryker loads. */
export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner),
  declareValuePlugin(PluginKind.Ignore, 'unreachable', unreachable),
];
