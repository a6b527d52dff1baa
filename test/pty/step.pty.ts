import { execFileSync, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Build, build } from '../cli/build.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LOG = `${ROOT}events/6.1-cloud/life-kprobe.log.gz`;
const LEFT = '\x1b[?7h\x1b[?25h\x1b[?1049l';

let program: Build;
beforeAll(async () => {
  program = await build('pty');
}, 60_000);

afterAll(() => program.remove());

/** What to wait for on the screen, and what to type then, or do by what was printed so far. */
type Cue = readonly [seen: string | RegExp, then: string | ((printed: string) => void)];

/**
 * Runs a shell line on a pseudo-terminal of 80 columns and 24 rows, made by util-linux' script(1).
 * Everything it printed, the state of the terminal afterwards included.
 */
async function onTerminal(line: string, cues: readonly Cue[]): Promise<string> {
  const cli = `${process.execPath} ${program.main}`;
  const env = { ...process.env, cli, log: LOG, LANG: 'C.UTF-8', TERM: 'xterm' };
  const whole = `stty cols 80 rows 24; ${line}; echo "exit $?"; stty -a; echo end`;
  const child = spawn('script', ['-qfec', `bash -c '${whole}'`, '/dev/null'], { env });
  child.stdout.setEncoding('utf8');
  const left = [...cues];
  let [all, unseen] = ['', ''];
  child.stdout.on('data', (text: string) => {
    all += text;
    unseen += text;
    const [cue] = left;
    if (cue === undefined || !isSeen(cue[0], unseen)) return;
    left.shift();
    unseen = '';
    if (typeof cue[1] === 'string') child.stdin.write(cue[1]);
    else cue[1](all);
  });
  await new Promise((resolve, reject) => {
    child.on('error', (cause) => reject(new Error('expected script(1) of util-linux', { cause })));
    child.on('close', resolve);
  });
  expect(left).toEqual([]);
  return all;
}

function isSeen(wanted: string | RegExp, text: string): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}

/** The end of a session in which a terminal was taken over and given back. */
function expectRestored(all: string): string {
  const [before = '', after = ''] = all.split(LEFT);
  expect(before).toContain('\x1b[?1049h');
  expect(after).toMatch(/[^-]icanon/);
  expect(after).toMatch(/[^-]echo /);
  return after;
}

describe('step on a real terminal', () => {
  it('walks with the arrow and page keys, and leaves the terminal as it was', async () => {
    const all = await onTerminal('$cli step $log', [
      [' 0 of 2,096 events', '\x1b[C'],
      [' 1 of 2,096 events', '\x1b[6~'],
      [/setup of \d+/, '/netdev.moved\r'],
      ['moves from init_net', 'q'],
    ]);
    expect(expectRestored(all)).toContain('exit 0');
  });

  it('takes the log from a pipe and the keys from the terminal', async () => {
    const all = await onTerminal('gzip -dc $log | $cli step', [
      ['standard input', 'l'],
      [' 1 of 2,096 events', 'q'],
    ]);
    expect(expectRestored(all)).toContain('exit 0');
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const)('gives the terminal back when it gets %s, and dies of it', async (signal, code) => {
    const all = await onTerminal('(echo pid $BASHPID; exec $cli step $log)', [
      [' 0 of 2,096 events', (printed) => process.kill(told(/pid (\d+)/, printed), signal)],
    ]);
    expect(expectRestored(all)).toContain(`exit ${code}`);
  });

  it('draws again when the window grows', async () => {
    const grow = (printed: string) => {
      const tty = `/dev/pts/${told(/\/dev\/pts\/(\d+)/, printed)}`;
      execFileSync('stty', ['-F', tty, 'cols', '100', 'rows', '30']);
    };
    const all = await onTerminal('tty; $cli step $log', [
      [' 0 of 2,096 events', grow],
      ['\x1b[30;1H', 'q'],
    ]);
    expect(expectRestored(all)).toContain('exit 0');
  });
});

function told(number: RegExp, printed: string): number {
  return Number(number.exec(printed)?.[1]);
}
