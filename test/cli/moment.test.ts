import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAfter, parseMoment } from '../../src/cli/moment.ts';
import { UsageError } from '../../src/cli/usage-error.ts';
import { timeline } from '../../src/replay/timeline.ts';
import { absurdHistory } from '../replay/histories.ts';

describe('a moment', () => {
  it.each([
    ['41', { by: 'seq', seq: 41 }],
    ['#41', { by: 'seq', seq: 41 }],
    ['L574', { by: 'line', line: 574 }],
    ['line:574', { by: 'line', line: 574 }],
    ['2.36s', { by: 'time', ns: 2_360_000_000 }],
    ['15ms', { by: 'time', ns: 15_000_000 }],
    ['3us', { by: 'time', ns: 3000 }],
    ['7ns', { by: 'time', ns: 7 }],
  ])('is read from %s', (text, moment) => {
    expect(parseMoment('--at', text)).toEqual(moment);
  });

  it.each(['noon', '', '-1', '1.5', '2.36', 'L', '5 s'])('is not read from %j', (text) => {
    expect(() => parseMoment('--at', text)).toThrow(UsageError);
  });

  it('includes what the timeline has there', () => {
    fc.assert(
      fc.property(absurdHistory(), fc.nat({ max: 80 }), (events, place) => {
        const whole = timeline(events);
        const before = (text: string) => {
          const moment = parseMoment('--at', text);
          const end = events.findIndex((event) => isAfter(event, moment));
          return end === -1 ? events.length : end;
        };
        expect(before(`${place}`)).toBe(whole.countTo({ seq: place }));
        expect(before(`L${place}`)).toBe(whole.countTo({ line: place }));
        expect(before(`${place}us`)).toBe(whole.countTo({ time: place * 1000 }));
      }),
    );
  });
});
