import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseArgs } from '../../src/recording/args.ts';

function read(text: string): unknown {
  return parseArgs(text, 0);
}

/** What dev_valid_name (net/core/dev.c) accepts: up to 15 bytes, no white space, `/` or `:`. */
const deviceName = fc
  .string({ unit: fc.constantFrom(...'ab"\\=(){}%,.1é'), minLength: 1, maxLength: 15 })
  .map(String);

describe('parseArgs', () => {
  it('reads numbers, symbols and strings by name', () => {
    expect(
      read(' dev=0xff2e name="lo" ifindex=1 init=sit_init_net+0x0/0x1c0 [sit] rc=-17'),
    ).toEqual({
      dev: '0xff2e',
      name: 'lo',
      ifindex: '1',
      init: 'sit_init_net+0x0/0x1c0 [sit]',
      rc: '-17',
    });
  });

  it('reads any device name the kernel accepts, whatever it imitates', () => {
    fc.assert(
      fc.property(deviceName, deviceName, (name, other) => {
        const args = { name, ifindex: '5', newname: other };
        expect(read(` name="${name}" ifindex=5 newname="${other}"`)).toEqual(args);
      }),
    );
  });

  it.each(['name="lo"', 'a"', '"', '""', 'ifindex=1', '(fault)', 'back\\', 'x=1,y=2'])(
    'reads the device name %s',
    (name) => {
      expect(read(` name="${name}" ifindex=5`)).toEqual({ name, ifindex: '5' });
    },
  );

  it('takes the first end of a string that imitates a following argument', () => {
    expect(read(' newname="a" ifindex=5" rc=0')).toEqual({ newname: 'a', ifindex: '5"', rc: '0' });
  });

  it('leaves out what the kernel could not read', () => {
    expect(read(' name=(fault) ifindex=5 other=(efault)')).toEqual({ ifindex: '5' });
  });

  it('leaves out a string that was cut off', () => {
    expect(read(' ifindex=5 name="ve')).toEqual({ ifindex: '5' });
  });

  it('keeps empty values', () => {
    expect(read(' name="" x= y=1')).toEqual({ name: '', x: '', y: '1' });
  });

  it('takes linear time for a line of nothing but quotes', () => {
    const quotes = ' a="'.repeat(16_000);
    expect(read(quotes)).toEqual({ a: ' a=' });
  });
});
