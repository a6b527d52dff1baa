import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { planOf } from '../../src/kernel/plan.ts';
import { simulate } from '../../src/kernel/simulate.ts';
import { readLog } from '../../src/recording/read.ts';
import { brief } from './notation.ts';

const CASES = [
  ['6.1-cloud/boot-function-1cpu', '6.1', 1, false],
  ['6.1-cloud/boot-function-4cpu', '6.1', 4, false],
  ['6.1-rt/boot-function-4cpu', '6.1', 4, true],
  ['6.12-cloud/boot-function-1cpu', '6.12', 1, false],
  ['6.12-cloud/boot-function-4cpu', '6.12', 4, false],
  ['6.12-generic/boot-function-4cpu', '6.12', 4, true],
  ['6.12-rt/boot-function-4cpu', '6.12', 4, true],
] as const;

describe('the boot recorded with the function tracer', () => {
  it.each(CASES)('in %s is what the simulated kernel does', async (log, kernel, cpus, wireless) => {
    const plan = planOf({
      kernel,
      cpus: { possible: cpus, online: cpus },
      config: { builtin: 'all', wireless },
    });
    const simulated = bootOf(brief(simulate(plan)));
    const initcalls = new Set(simulated.filter((line) => line.startsWith('start(')));
    const recorded = bootOf(brief(await readBoot(log))).filter((line) => isShared(line, initcalls));
    expect(recorded).toEqual(simulated.map((line, index) => asShown(line, recorded[index])));
    expect(simulated.length).toBeGreaterThan(200);
  });
});

async function readBoot(log: string) {
  const path = new URL(`../../events/${log}.log.gz`, import.meta.url);
  const { events } = await readLog(createReadStream(path).pipe(createGunzip()));
  return events;
}

/** From the first initcall of a level to the last that touches networking. */
function bootOf(lines: readonly string[]): readonly string[] {
  const end = lines.findLastIndex((line) => /^return\((handshake|packet)_init/.test(line));
  return lines.slice(lines.indexOf('level(early)'), end + 1);
}

/** Most operations have no function of their own in the trace: their names are not shown. */
function asShown(simulated: string, recorded: string | undefined): string {
  const isHidden = recorded !== undefined && /^(reg|init|alloc)\(null/.test(recorded);
  return isHidden ? simulated.replace(/^(reg|init|alloc)\(\w+/, '$1(null') : simulated;
}

/** Most initcalls of a real boot have nothing to do with networking; their softirqs neither. */
function isShared(line: string, initcalls: ReadonlySet<string>): boolean {
  if (/^(start|return)\(/.test(line)) {
    return initcalls.has(line.replace(/^return\((\w+),.*$/, 'start($1)'));
  }
  return !/^(open|cpuhp|run)\((?!NET_|net\/dev:dead)/.test(line);
}
