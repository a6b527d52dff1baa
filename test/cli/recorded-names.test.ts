import { describe, expect, it } from 'vitest';
import { recording, runIn } from './shell.ts';

/** What terminals obey or readers cannot see, but for the newline. */
const UNSAFE = /(?!\n)[\p{C}\p{Zl}\p{Zp}]/u;

const COMMANDS = [
  'replay',
  'replay --all',
  'replay --by-time',
  'check',
  'check --together',
  'check --json',
  'check --junit',
  'check --sarif',
  'check --github',
  'state',
  'state --json',
  'events',
];

/** ESC, invalid UTF-8, U+0085, U+2028 and worse, as a real kernel printed them. */
describe.each(['6.1-cloud', '6.12-cloud'])('device names recorded on %s', (kernel) => {
  it.each(COMMANDS)('leave no control character in what `%s` prints', async (command) => {
    const log = recording(`${kernel}/life-hostile.log.gz`);
    const { out, err } = await runIn({}, ...command.split(' '), log);
    expect(out).not.toMatch(UNSAFE);
    expect(err).not.toMatch(UNSAFE);
  });

  it('come out of `events` as they went in: what is read back is the same', async () => {
    const { out: once } = await runIn({}, 'events', recording(`${kernel}/life-hostile.log.gz`));
    const { out: twice } = await runIn({ files: { once } }, 'events', 'once');
    expect(twice).toBe(once);
  });
});

describe('names of files', () => {
  it('are escaped in complaints', async () => {
    const { err } = await runIn({}, 'check', '/nowhere/\u001B[31m\u202E');
    expect(err).not.toMatch(UNSAFE);
    expect(err).toContain('/nowhere/\\x1b[31m\\u{202e}');
  });
});
