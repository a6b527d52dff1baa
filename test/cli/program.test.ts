import { describe, expect, it } from 'vitest';
import { runIn } from './shell.ts';

describe('the command line', () => {
  it('prints its version and its help on stdout', async () => {
    expect(await runIn({}, '--version')).toEqual({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      err: '',
    });
    const { code, out, err } = await runIn({}, '--help');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const command of ['replay', 'check', 'state', 'events', 'explain', 'formats', 'cmdline']) {
      expect(out).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    }
  });

  it('prints its help on stderr where it is asked for nothing, and exits with 2', async () => {
    const { code, out, err } = await runIn({});
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('Usage: netdev-replay');
  });

  it.each([
    [['chek'], "unknown command 'chek' (Did you mean check?)"],
    [['check', '--onyl', 'x'], "unknown option '--onyl' (Did you mean --only?)"],
    [['state', 'a', 'b'], 'too many arguments'],
    [['check', '--only'], 'argument missing'],
  ])('answers %j in one line, and exits with 2', async (args, message) => {
    const { code, out, err } = await runIn({}, ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^netdev-replay: [^\n]+\n$/);
    expect(err).toContain(message);
  });

  it('shows what it was given without obeying it', async () => {
    const { err } = await runIn({}, '\x1b[2J');
    expect(err).toContain('\\x1b[2J');
    expect(err).not.toContain('\x1b');
  });
});
