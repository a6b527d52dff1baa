import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AssertionSyntaxError } from '../../../src/invariants/assertions/assertion-syntax-error.ts';
import { COMPARISONS, DEEDS, KINDS, UNITS } from '../../../src/invariants/assertions/claim.ts';
import { claimWords } from '../../../src/invariants/assertions/claim-words.ts';
import { parseAssertion } from '../../../src/invariants/assertions/parse-assertion.ts';

const device = (name: string, wildcard = false) => ({ kind: 'device', name, wildcard });

describe('an assertion', () => {
  it('says how long an initcall runs', () => {
    const claim = { claim: 'took', comparison: '<', amount: 5, unit: 'ms' };
    const subject = { kind: 'initcall', name: 'net_dev_init', wildcard: false };
    expect(parseAssertion('net_dev_init < 5ms')).toEqual({ ...claim, subject });
    expect(parseAssertion(' initcall net_dev_init<5 ms ')).toEqual({ ...claim, subject });
    expect(parseAssertion('"net_dev_init" < 5ms')).toEqual({ ...claim, subject });
    expect(parseAssertion('x < 5ms')).toEqual({ ...claim, subject: { ...subject, name: 'x' } });
    expect(parseAssertion('*_init >= 12.25s')).toMatchObject({
      comparison: '>=',
      amount: 12.25,
      unit: 's',
      subject: { name: '*_init', wildcard: true },
    });
  });

  it('says what happens first; without a word for it, what appears first', () => {
    expect(parseAssertion('eth0 before eth1')).toEqual({
      claim: 'before',
      first: { subject: device('eth0'), deed: 'appears' },
      second: { subject: device('eth1'), deed: 'appears' },
    });
    expect(parseAssertion('d0 unregistered before lo disappears')).toMatchObject({
      first: { deed: 'unregistered' },
      second: { deed: 'disappears' },
    });
  });

  it('says that something happens, how often, or never', () => {
    const happens = (text: string) => {
      const claim = parseAssertion(text);
      return claim.claim === 'happens' ? [claim.comparison, claim.times] : null;
    };
    expect(happens('softirq NET_RX opened')).toEqual(['>=', 1]);
    expect(happens('softirq NET_RX opened once')).toEqual(['=', 1]);
    expect(happens('eth0 never appears')).toEqual(['=', 0]);
    expect(happens('veth* appears <= 4 times')).toEqual(['<=', 4]);
    expect(happens('veth* appears 4 times')).toEqual(['=', 4]);
    expect(happens('veth* appears > 12 times')).toEqual(['>', 12]);
  });

  it.each([
    ['NET_RX appears', 'softirq'],
    ['NET_RX opened', 'softirq'],
    ['loopback_net_ops registered', 'ops'],
    ['loopback_net_init initialized', 'ops'],
    ['net_dev_init appears', 'initcall'],
    ['ipv6_mc_late_netns appears', 'initcall'],
    ['anything returned', 'initcall'],
    ['eth0 registered', 'device'],
    ['enp0s31f6123456 appears', 'device'],
    ['NET_RX2 appears', 'device'],
    ['MY_TIMER appears', 'device'],
    ['"softirq" appears', 'device'],
    ['device NET_RX appears', 'device'],
    ['device net_dev_init registered', 'device'],
  ])('%s: speaks of the likely kind, unless it says which', (text, kind) => {
    expect(parseAssertion(text)).toMatchObject({ occurrence: { subject: { kind } } });
  });

  it('takes quoted names literally: no keyword, no wildcard, any character', () => {
    const parsed = parseAssertion(String.raw`device "never" before "a\"*\\<"`);
    expect(parsed).toMatchObject({
      first: { subject: device('never') },
      second: { subject: device(String.raw`a"*\<`) },
    });
  });

  it('is told as a sentence', () => {
    expect(claimWords(parseAssertion('net_dev_init < 5ms'))).toBe(
      'initcall net_dev_init takes < 5 ms.',
    );
    expect(claimWords(parseAssertion('eth0 before eth1'))).toBe(
      'device eth0 appears before device eth1 appears.',
    );
    expect(claimWords(parseAssertion('NET_RX opened once'))).toBe('softirq NET_RX is opened once.');
    expect(claimWords(parseAssertion('eth0 never appears'))).toBe('device eth0 never appears.');
    expect(claimWords(parseAssertion('eth0 appears <= 0 times'))).toBe(
      'device eth0 appears at most 0 times.',
    );
    expect(claimWords(parseAssertion('veth* appears 4 times'))).toBe(
      'device veth* appears 4 times.',
    );
  });
});

describe('a text that is no assertion', () => {
  it.each([
    ['', 1, 'a name', 'the end'],
    ['eth0', 5, 'before, never, appears', 'the end'],
    ['softirq', 8, 'the name of the softirq', 'the end'],
    ['net_dev_init < 5', 17, 'a unit: ns, us, µs, ms or s', 'the end'],
    ['net_dev_init < 5min', 17, 'a unit', '"min"'],
    ['net_dev_init < 5 parsecs', 18, 'a unit', '"parsecs"'],
    ['net_dev_init < fast', 16, 'a duration such as 5ms', '"fast"'],
    ['net_dev_init = 5ms', 14, '<, <=, > or >=', '"="'],
    ['device eth0 < 5ms', 13, 'appears, disappears', '"<"'],
    ['net_dev_init < x5ms', 16, 'a duration such as 5ms', '"x5ms"'],
    ['net_dev_init < 5ms9', 16, 'a duration such as 5ms', '"5ms9"'],
    ['net_dev_init < "5ms"', 16, 'a duration such as 5ms', '"5ms"'],
    ['eth0 before', 12, 'a name', 'the end'],
    ['eth0 before < eth1', 13, 'a name', '"<"'],
    ['eth0 "before" eth1', 6, 'before, never, appears', '"before"'],
    ['eth0 "opened"', 6, '(of a device)', '"opened"'],
    ['eth0 before eth1 before eth2', 18, 'appears, disappears', '"before"'],
    ['device eth0 opened', 13, '(of a device)', '"opened"'],
    ['eth0 appears often', 14, 'the end, once, or a number', '"often"'],
    ['eth0 appears < x times', 16, 'a whole number', '"x"'],
    ['eth0 appears < x2 times', 16, 'a whole number', '"x2"'],
    ['eth0 appears < 2x times', 16, 'a whole number', '"2x"'],
    ['eth0 appears < "2" times', 16, 'a whole number', '"2"'],
    ['eth0 appears 2', 15, 'times', 'the end'],
    ['eth0 never appears twice', 20, 'the end', '"twice"'],
    ['"eth0', 6, 'a closing quote', 'the end'],
  ])('%s: is refused at column %i', (text, column, expected, found) => {
    expect(refusal(text)).toMatchObject({
      name: 'AssertionSyntaxError',
      code: 'assertion-syntax',
      column,
      expected: expect.stringContaining(expected),
      found,
    });
  });

  it('is told all that could stand there, and nothing else', () => {
    const expectedIn = (text: string) => refusal(text)?.expected;
    expect(expectedIn('eth0 often')).toBe(
      'before, never, appears, disappears, registered, unregistered or freed (of a device)',
    );
    expect(expectedIn('eth0 never')).toBe(
      'appears, disappears, registered, unregistered or freed (of a device)',
    );
    expect(expectedIn('initcall x')).toBe(
      'before, never, <, appears, started, returned or failed (of an initcall)',
    );
  });

  it('never makes the parser fail in any other way, and is pointed at within the text', () => {
    const word = fc.oneof(
      fc.constantFrom(...KINDS, ...Object.values(DEEDS).flat(), ...COMPARISONS, 'before', 'never'),
      fc.constantFrom('once', 'times', '5ms', '5', '"', '\\', '"a b"', ...Object.keys(UNITS)),
      fc.string({ maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (words) => {
        const text = words.join(' ');
        const error = refusal(text);
        if (error === null) return;
        expect(error).toBeInstanceOf(AssertionSyntaxError);
        expect(error.column).toBeGreaterThanOrEqual(1);
        expect(error.column).toBeLessThanOrEqual(text.length + 1);
      }),
    );
  });
});

function refusal(text: string): AssertionSyntaxError | null {
  try {
    parseAssertion(text);
    return null;
  } catch (error) {
    if (error instanceof AssertionSyntaxError) return error;
    throw error;
  }
}
