import { describe, expect, it } from 'vitest';
import { defects, simulateDefect } from '../../../src/testing/defects/catalogue.ts';
import { jsonl, recording, runIn, type World } from '../shell.ts';
import { FakeTerminal, UNTOUCHED } from '../stepper/fake-terminal.ts';

const LIFE = recording('6.1-cloud/life-kprobe.log.gz');
const BROKEN = { broken: jsonl(simulateDefect(defects['lo leaves first'])) };

/** Begins to step through a log, and waits for the first picture. */
async function stepping(args: readonly string[], world: World = {}) {
  const terminal = new FakeTerminal();
  const drawn = terminal.drawing();
  const outcome = runIn({ console: terminal.console, ...world }, 'step', ...args);
  await drawn;
  return { terminal, outcome };
}

describe('step', () => {
  it('walks through a log: events, phases, search, focus, the end', async () => {
    const { terminal, outcome } = await stepping([LIFE]);
    expect(terminal.modes).toEqual({ raw: true, alternate: true, cursor: false, wrap: false });
    expect(terminal.screen).toContain('0 of 2,096 events');
    await terminal.type('\x1b[C');
    expect(terminal.screen).toContain(' 1 of 2,096 events');
    await terminal.type('/netdev.moved\r');
    expect(terminal.screen).toMatch(/▸ +L602 ● d0 #2 moves from init_net/);
    expect(terminal.screen).toContain('list_netdevice: ');
    await terminal.type('d\x1b[6~');
    expect(terminal.screen).toContain('only device d0 #2');
    expect(terminal.screen).toContain('no phase of device d0 #2 further on');
    await terminal.type('\x1b[F');
    expect(terminal.screen).toContain('2,096 of 2,096 events');
    await terminal.type('\x1b[H');
    expect(terminal.screen).toContain(' 0 of 2,096 events');
    terminal.console.input.emit('data', 'q');
    expect(await outcome).toEqual({ code: 0, out: '', err: '' });
    expect(terminal.modes).toEqual(UNTOUCHED);
    expect(terminal.listeners).toBe(0);
  });

  it('stops at violations, in a log of events as well', async () => {
    const { terminal, outcome } = await stepping(['broken'], { files: BROKEN });
    await terminal.type('v');
    expect(terminal.screen).toContain('✗ loopback-last: ');
    expect(terminal.screen).toContain('{"seq":100,"type":"netdev.unregistered"');
    terminal.hangUp();
    expect((await outcome).code).toBe(0);
  });

  it('begins where it is told to', async () => {
    for (const at of ['L602', '305', '6.1s']) {
      const { terminal, outcome } = await stepping([LIFE, '--at', at]);
      expect(terminal.screen).not.toContain(' 0 of 2,096');
      expect(terminal.rows.some((row) => row.startsWith('▸'))).toBe(true);
      terminal.hangUp();
      await outcome;
    }
  });

  it('draws again when the terminal changes its size', async () => {
    const { terminal, outcome } = await stepping([LIFE]);
    await terminal.resize(140, 40);
    expect(terminal.rows).toHaveLength(40);
    await terminal.resize(30, 5);
    expect(terminal.rows).toHaveLength(5);
    terminal.hangUp();
    await outcome;
  });

  it('takes keys that arrive in pieces, and ESC alone once nothing follows', async () => {
    const { terminal, outcome } = await stepping([LIFE]);
    await terminal.type('\x1b[6~nx');
    expect(terminal.screen).toContain('only netns');
    terminal.console.input.emit('data', '\x1b');
    await terminal.type('[C');
    expect(terminal.screen).toContain('only netns');
    await terminal.type('\x1b');
    await terminal.drawing();
    expect(terminal.screen).not.toContain('only netns');
    terminal.hangUp();
    await outcome;
  });

  it('takes a log from a pipe', async () => {
    const files = { '-': BROKEN.broken };
    const { terminal, outcome } = await stepping([], { files, keyboard: false });
    expect(terminal.screen).toContain('standard input');
    terminal.hangUp();
    expect((await outcome).code).toBe(0);
  });
});

describe('a terminal that was stepped on', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'])(
    'is restored on %s, which goes on',
    async (name) => {
      const { terminal, outcome } = await stepping(['broken'], { files: BROKEN });
      terminal.signal(name);
      expect(terminal.modes).toEqual(UNTOUCHED);
      expect(terminal.killed).toEqual([name]);
      expect(terminal.listeners).toBe(0);
      terminal.hangUp();
      await outcome;
    },
  );

  it.each(['exit', 'uncaughtExceptionMonitor'])('is restored on %s', async (name) => {
    const { terminal, outcome } = await stepping(['broken'], { files: BROKEN });
    terminal.signal(name);
    expect(terminal.modes).toEqual(UNTOUCHED);
    terminal.hangUp();
    await outcome;
  });

  it('is restored before anybody hears of a failure', async () => {
    const { terminal, outcome } = await stepping(['broken'], { files: BROKEN });
    Object.defineProperty(terminal.console.output, 'columns', {
      get: () => {
        throw new Error('no size');
      },
    });
    terminal.console.input.emit('data', 'l');
    await expect(outcome).rejects.toThrow('no size');
    expect(terminal.modes).toEqual(UNTOUCHED);
  });

  it('is restored when it hangs up', async () => {
    const { terminal, outcome } = await stepping(['broken'], { files: BROKEN });
    terminal.console.output.emit('error', new Error('EIO'));
    expect((await outcome).code).toBe(0);
    expect(terminal.modes).toEqual(UNTOUCHED);
  });
});

describe('step without what it needs', () => {
  it('says in one line that there is no terminal', async () => {
    const { code, out, err } = await runIn({}, 'step', LIFE);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(
      'netdev-replay: step: found no terminal, expected one to draw on (state prints)\n',
    );
  });

  it('does not touch the terminal for a log it cannot read, or with nothing in it', async () => {
    const { console, modes } = new FakeTerminal();
    const files = { dull: '[    0.000000] nothing of interest\n' };
    for (const log of ['/nowhere', 'dull']) {
      const { code, err } = await runIn({ console, files }, 'step', log);
      expect(code).toBe(2);
      expect(err).toContain(`${log}: `);
    }
    expect(modes).toEqual(UNTOUCHED);
  });
});
