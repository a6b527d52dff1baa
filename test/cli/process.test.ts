import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JudgingOrder } from '../../src/cli/judging-order.ts';
import { defects, simulateDefect } from '../../src/testing/defects/catalogue.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type Build, build } from './build.ts';
import { jsonl, recording, runIn } from './shell.ts';

const LIFE = recording('6.1-cloud/life-kprobe.log.gz');

let program: Build;
beforeAll(async () => {
  program = await build('cli');
}, 60_000);

afterAll(() => program.remove());

/** Runs a shell line in which `$cli` is the program. */
async function shell(line: string): Promise<{ code: number; out: string; err: string }> {
  const env = {
    ...process.env,
    cli: `${process.execPath} ${program.main}`,
    log: LIFE,
    LANG: 'C.UTF-8',
  };
  const child = spawn('bash', ['-o', 'pipefail', '-c', line], { env });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const code = await new Promise<number>((resolve) => child.on('close', resolve));
  return { code, out, err };
}

describe('the program', () => {
  it('judges a recording', async () => {
    const { code, out, err } = await shell('$cli check $log');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('life-kprobe.log.gz: holds');
  });

  it('reads a pipe, and what it prints itself', async () => {
    const { code, out } = await shell('$cli events $log | $cli check');
    expect(code).toBe(0);
    expect(out).toContain('standard input: holds');
  });

  it('stops quietly where its reader goes away', async () => {
    const { code, out, err } = await shell('$cli events $log | head -n 1');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n')).toHaveLength(2);
    expect(await shell('$cli --version | true')).toEqual({ code: 0, out: '', err: '' });
  });

  it('says so where the output cannot be written', async () => {
    for (const command of ['$cli events $log', '$cli --version']) {
      const { code, err } = await shell(`${command} > /dev/full`);
      expect(code).toBe(2);
      expect(err).toMatch(/^netdev-replay: could not write the output \(.*\)\n$/);
    }
    expect((await shell('$cli replay /nowhere 2> /dev/full')).code).toBe(2);
  });

  it('tells errors in one line, without a stack', async () => {
    const { code, out, err } = await shell('$cli replay /nowhere');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe('netdev-replay: /nowhere: found no such file, expected a log\n');
  });

  it('is colourful where it is told to be', async () => {
    const esc = String.fromCharCode(27);
    expect((await shell('FORCE_COLOR=1 $cli check $log')).out).toContain(`${esc}[32m`);
    expect((await shell('$cli check $log')).out).not.toContain(esc);
  });

  it('loads no more than it needs to tell its version', async () => {
    const { out } = await shell('NODE_DEBUG=module $cli --version 2>&1');
    expect(out).toMatch(/\d+\.\d+\.\d+\n/);
    expect(out).toContain('REQUEST ./tool-');
    for (const name of ['start', 'check', 'compiled']) {
      expect(out).not.toContain(`REQUEST ./${name}`);
    }
  });

  it('judges without what starts programs, and what sockets take', async () => {
    const loaded = 'process.on("exit", () => console.error(process.moduleLoadList.join()))';
    const probe = join(dirname(program.main), 'probe.cjs');
    writeFileSync(probe, loaded);
    const { err } = await shell(`${process.execPath} -r ${probe} ${program.main} check $log | cat`);
    expect(err).toContain('NativeModule v8');
    expect(err).not.toMatch(/NativeModule (child_process|net|tty)\b/);
  });

  it('lets the young generation grow only at the start of a long log, and behind it', async () => {
    const script = `
      import { getHeapSpaceStatistics } from 'node:v8';
      import { steadily } from '${join(dirname(program.main), '../node/engine.js')}';
      const young = () => getHeapSpaceStatistics().find((it) => it.space_name === 'new_space');
      const sizes = [];
      const fill = () => {
        Array.from({ length: 400_000 }, (_, at) => ({ at, few: [at] }));
        sizes.push(young().space_size);
      };
      async function* chunks() {
        for (;;) yield new Uint8Array(1 << 20);
      }
      const log = steadily(chunks());
      for (let mib = 0; mib <= 64; mib += 1) await log.next();
      sizes.push(young().space_size);
      fill();
      await log.return();
      fill();
      const [start, during, behind] = sizes;
      console.log(during === start, behind > during);`;
    const probe = join(dirname(program.main), 'steadily.mjs');
    writeFileSync(probe, script);
    const { out, err } = await shell(`${process.execPath} ${probe}`);
    expect({ out, err }).toEqual({ out: 'true true\n', err: '' });
  });

  it('starts with what V8 compiled when it was built', async () => {
    const script = `
      const { keptBeside, loadCompiled } = require('./compiled.js');
      const files = fs.readdirSync('.').filter((name) => name.endsWith('.body.js'));
      for (const file of files.map((name) => path.resolve(name))) {
        console.log(loadCompiled(file, fs.readFileSync(keptBeside(file))).reused);
      }`;
    const { out, err } = await shell(
      `cd ${dirname(program.main)}; ${process.execPath} -e "${script}"`,
    );
    expect({ out, err }).toEqual({ out: 'true\n', err: '' });
  });
});

describe('several logs', () => {
  const folder = temporaryFolder();
  const written = (name: string, text: string) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const broken = jsonl(simulateDefect(defects['lo leaves first']));
  const rules = written(
    'rules.mjs',
    `export const noVeth = {
      id: 'no-veth', statement: 'No veth.', mechanism: 'None.', versions: 'all', breaks: 'A veth.',
      source: { function: 'us', file: 'here' }, needs: ['netdev.registered'], spoiledBy: 'recording',
      monitor: ({ kept, broken }) => ({
        'netdev.registered': (event) => /^v/.test(event.name) ? broken(event, 'a veth') : kept(),
      }),
    };`,
  );

  it('are judged by workers as they are one after the other, whatever is asked for', async () => {
    // As long as it takes to be worth a thread.
    const noise = `# ${'much ado about nothing '.repeat(500)}\n`.repeat(800);
    const life = gunzipSync(readFileSync(LIFE)).toString('latin1');
    const long = written('long', life + noise);
    const longer = written('longer', `${life}${noise}${noise}`);
    const logs = [longer, '-', long, join(folder, 'nowhere'), written('broken', broken)];
    for (const more of [['--rules', rules, '--assert', 'lo before dummy0'], ['--json']]) {
      const args = ['check', ...more, ...logs];
      const quoted = args.map((arg) => `'${arg}'`).join(' ');
      const { code, out, err } = await shell(`$cli ${quoted} < ${join(folder, 'broken')}`);
      const world = { files: { '-': broken } };
      expect({ code, out, err }).toEqual(await runIn(world, ...args));
    }
  });

  it('are judged by a worker that reads, and makes its own promises', async () => {
    const order: JudgingOrder = {
      promises: { only: ['loopback-last'], rules: [rules], assert: ['net_dev_init < 5ms'] },
      reading: {},
      kernel: null,
      told: true,
      hashed: false,
    };
    const main = join(dirname(program.main), 'judge-worker.js');
    const worker = new Worker(main, { workerData: order });
    const words: unknown[] = [];
    try {
      await new Promise<void>((resolve, reject) => {
        worker.on('error', reject).on('message', (word) => {
          words.push(word);
          if (word.said === 'result') resolve();
        });
        worker.postMessage(written('broken', broken));
      });
    } finally {
      await worker.terminate();
    }
    expect(words.at(-1)).toMatchObject({
      said: 'result',
      result: {
        judgement: {
          verdict: 'violated',
          invariants: [
            { id: 'loopback-last', verdict: 'violated' },
            { id: 'no-veth', verdict: 'holds' },
            { id: 'net_dev_init < 5ms', verdict: 'holds' },
          ],
        },
        explanations: [{ id: 'loopback-last' }],
      },
    });
  });
});
