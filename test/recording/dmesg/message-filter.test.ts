import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MessageFilter } from '../../../src/recording/dmesg/message-filter.ts';
import { WANTED_MESSAGES } from '../../../src/recording/interpret/messages.ts';
import { decode } from '../observe.ts';

const filter = new MessageFilter(WANTED_MESSAGES);
const { starts, contains } = WANTED_MESSAGES;

/** Pieces of the patterns, whole and nearly so, in any order. */
const pieces = [...starts, ...contains].flatMap((pattern) => [
  pattern,
  pattern.slice(1),
  pattern.slice(0, -1),
]);
const messages = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'grapheme' })), { maxLength: 4 })
  .map((parts) => parts.join(''));

function wantsBytes(message: string): boolean {
  const bytes = new TextEncoder().encode(`${message}\n`);
  const places = Array.from(bytes.keys());
  return filter.beginsAt(bytes, 0) || places.some((at) => filter.isPart(bytes, at));
}

describe('MessageFilter', () => {
  it('wants the same messages by their text and by their bytes', () => {
    fc.assert(
      fc.property(messages, (message) => {
        expect(wantsBytes(message)).toBe(filter.wants(message));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    'calling  net_dev_init+0x0/0x24f @ 1',
    'virtio_net virtio0 ens3: renamed from eth0',
    'smpboot: Allowing 2 CPUs, 0 hotplug CPUs',
    'setup_percpu: NR_CPUS:8192 nr_cpumask_bits:2 nr_cpu_ids:2 nr_node_ids:1',
  ])('wants %j', (message) => {
    expect(filter.wants(message)).toBe(true);
    expect(wantsBytes(message)).toBe(true);
  });

  it.each(['calling all stations', 'Freeing unused kernel memory', ''])(
    'lets %j pass',
    (message) => {
      expect(filter.wants(message)).toBe(false);
      expect(wantsBytes(message)).toBe(false);
    },
  );
});

describe('a message of no interest', () => {
  const log = [
    '[    1.000000] systemd[1]: one',
    '               two',
    '[    2.000000] ens3: renamed from eth0',
    '[    3.000000] last',
  ].join('\n');

  it('is noise, and so are its further lines', () => {
    const { observations, lines } = decode('dmesg', log, { wantedMessages: WANTED_MESSAGES });
    expect(observations.map(({ line }) => line)).toEqual([3]);
    expect(lines.reasons).toEqual({ 'other message': 3, used: 1 });
  });

  it('is told where nobody said what is of interest', () => {
    const { observations, lines } = decode('dmesg', log);
    expect(observations.map(({ line }) => line)).toEqual([1, 3, 4]);
    expect(lines.reasons).toEqual({ used: 4 });
  });
});
