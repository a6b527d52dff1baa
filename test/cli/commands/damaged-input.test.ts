import { describe, expect, it } from 'vitest';
import { damagedAt, PACKINGS, type Packing } from '../../node/stored.ts';
import { recording, runIn, type World } from '../shell.ts';
import { FakeTerminal } from '../stepper/fake-terminal.ts';

const WHOLE = recording('6.1-cloud/life-sparse.log');

/** How the commands that read logs are told to read `it`. */
const COMMANDS: readonly (readonly string[])[] = [
  ['replay', 'it'],
  ['replay', '--by-time', 'it'],
  ['replay', '--until', 'loopback-last', 'it'],
  ['check', 'it'],
  ['check', '--json', 'it'],
  ['check', '--together', WHOLE, 'it'],
  ['state', 'it'],
  ['state', '--hash', 'it'],
  ['events', 'it'],
  ['diff', WHOLE, 'it'],
  ['diff', 'it', WHOLE],
  ['reduce', 'it', '--for', 'loopback-last'],
  ['history', 'it', 'nets'],
  ['why', 'it', 'freed/nets'],
];

/** A log that breaks a promise, far from its end. */
const LOG = runIn({}, 'simulate', '--defect', 'lo leaves first', '--as', 'kprobe').then(
  ({ out }) => {
    const noise = '              ip-102     [000] .....     1.000200: kfree: (kfree+0x0/0x610)\n';
    return new TextEncoder().encode(out + noise.repeat(3000));
  },
);

/** What is left of the log: the file was cut, or is broken, behind two thirds of its blocks. */
async function damages({ kind, pack }: Packing) {
  const { bytes, blocks } = pack(await LOG);
  const block = blocks[Math.floor((2 * blocks.length) / 3)] ?? 0;
  return [
    { it: bytes.subarray(0, block + 1), found: `${kind} data that ends early` },
    // fzstd tells a block of no known type and a missing one alike.
    { it: damagedAt(bytes, block), found: `(damaged ${kind} data|${kind} data that ends early)` },
  ];
}

describe.each(PACKINGS)('a log in damaged $kind', (packing) => {
  it.each(COMMANDS)(
    '%s %s %s: is read up to the damage, which is told with exit 2',
    async (...args) => {
      for (const { it: bytes, found } of await damages(packing)) {
        const { code, out, err } = await runIn({ files: { it: bytes } }, ...args);
        expect(err).toMatch(
          new RegExp(`^netdev-replay: it:\\d+: expected a whole file, found ${found}$`, 'm'),
        );
        expect(code).toBe(2);
        expect(out).not.toBe('');
      }
    },
  );

  it('is stepped through up to the damage, which is told with exit 2', async () => {
    for (const { it: bytes, found } of await damages(packing)) {
      const terminal = new FakeTerminal();
      const drawn = terminal.drawing();
      const world: World = { console: terminal.console, files: { it: bytes } };
      const outcome = runIn(world, 'step', 'it');
      await drawn;
      await terminal.type('v');
      expect(terminal.screen).toContain('✗ loopback-last: ');
      terminal.hangUp();
      const { code, err } = await outcome;
      expect(err).toMatch(new RegExp(`: expected a whole file, found ${found}\n`));
      expect(code).toBe(2);
    }
  });
});
