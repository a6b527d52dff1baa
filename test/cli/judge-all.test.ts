import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Crew } from '../../src/cli/crew.ts';
import { judgeAll } from '../../src/cli/judge-all.ts';
import { judgeLog } from '../../src/cli/judge-log.ts';
import type { JudgingOrder } from '../../src/cli/judging-order.ts';
import { positionOf } from '../../src/cli/progress.ts';
import { promisesToJudge } from '../../src/cli/promises-to-judge.ts';
import { catalogue } from '../../src/invariants/catalogue.ts';
import { defects, simulateDefect } from '../../src/testing/defects/catalogue.ts';
import { jsonl, recording, runIn, shellOf, type World, worldOpener } from './shell.ts';

const BROKEN = jsonl(simulateDefect(defects['lo leaves first']));
const files = {
  '-': BROKEN,
  broken: BROKEN,
  damaged: BROKEN.replace('\n', '\ngarbage\n'),
  empty: '',
};
const LOGS = [
  recording('6.1-cloud/life-sparse.log'),
  recording('6.1-cloud/life-waiting-dmesg.log'),
  ...Object.keys(files),
  '/nowhere',
];

/** Enough for a start, and nothing of interest. */
const CHUNK = new TextEncoder().encode('# tracer: nop\n#\n'.repeat(10_000));

/** Workers without threads: what they take and give is cloned; `pass` says when they go on. */
function crewOf(order: JudgingOrder, pass: (step: string) => Promise<unknown>) {
  const crew: Crew & { isHome: boolean } = {
    isHome: false,
    judge: async (file, watch) => {
      await pass(`start ${file}`);
      const { promises, ...plain } = structuredClone(order);
      const result = await judgeLog(file, {
        openLog: worldOpener(files),
        order: { promises, ...plain },
        invariants: await promisesToJudge(promises),
        progressOf: (log) => positionOf(log, watch),
      });
      await pass(`end ${file}`);
      return structuredClone(result);
    },
    dismiss: async () => {
      crew.isHome = true;
    },
  };
  return crew;
}

describe('several logs judged side by side', () => {
  const form = fc.constantFrom([], ['--json'], ['--sarif'], ['--junit'], ['--github']);
  const more = fc.constantFrom(
    [],
    ['--together'],
    ['--assert', 'net_dev_init < 5ms'],
    ['--strict'],
  );

  it('come out as if judged one after the other, whichever is finished first', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.subarray(LOGS, { minLength: 2 }),
        form,
        more,
        async (scheduler, logs, ...options) => {
          const args = ['check', ...options.flat(), ...logs];
          const alone = await runIn({ files }, ...args);
          const pass = (step: string) => scheduler.schedule(Promise.resolve(), step);
          const crewed: World = { files, hireCrew: (order) => crewOf(order, pass) };
          expect(await scheduler.waitFor(runIn(crewed, ...args))).toEqual(alone);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('are given to nobody where there is one log only', async () => {
    const hireCrew = () => {
      throw new Error('expected nobody to be hired');
    };
    expect((await runIn({ files, hireCrew }, 'check', 'broken')).code).toBe(1);
  });

  it('fail with what failed, and everybody is sent home', async () => {
    const crews: ReturnType<typeof crewOf>[] = [];
    const hireCrew = (order: JudgingOrder) => {
      const crew = crewOf(order, async (step) => {
        if (step === 'start damaged') throw new Error('a worker died');
      });
      crews.push(crew);
      return crew;
    };
    await runIn({ files, hireCrew }, 'check', 'broken', 'empty');
    await expect(runIn({ files, hireCrew }, 'check', 'broken', 'damaged')).rejects.toThrow('died');
    expect(crews.map(({ isHome }) => isHome)).toEqual([true, true]);
  });

  it('are left alone once nobody wants to hear of them, endless pipes as well', async () => {
    let close = () => {};
    const closed = new Promise<void>((resolve) => {
      close = resolve;
    });
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield await new Promise((resolve) => setImmediate(resolve, CHUNK));
      } finally {
        close();
      }
    }
    const pipe = { name: '-', size: null, position: () => 0, content: endless() };
    const openLog = async (name: string) => (name === '-' ? pipe : worldOpener(files)(name));
    const hireCrew = async (order: JudgingOrder) => crewOf(order, async () => {});
    const order = { promises: {}, reading: {}, kernel: null, told: true, hashed: false };
    const shell = { ...shellOf({ files }), openLog, hireCrew };
    for await (const result of judgeAll(shell, ['broken', '-'], order, catalogue)) {
      expect(result.file).toBe('broken');
      break;
    }
    await closed;
  });
});
