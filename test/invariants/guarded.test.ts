import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/invariants/catalogue.ts';
import { guarded, MonitorError } from '../../src/invariants/guarded.ts';
import type { Invariant, Monitor } from '../../src/invariants/invariant.ts';
import { judge } from '../../src/invariants/judge.ts';
import { minimize } from '../../src/invariants/minimize.ts';
import { defects, simulateDefect } from '../../src/testing/defects/catalogue.ts';
import { A, boot, born, given, listed, net, opsExit, unlisted } from './history.ts';

const FIELDS: Omit<Invariant, 'monitor'> = {
  id: 'mine',
  statement: 'S.',
  mechanism: 'M.',
  source: { function: 'us', file: 'here' },
  versions: 'all',
  needs: [],
  breaks: 'B.',
  spoiledBy: 'recording',
};

const events = given(...boot, ...born(A), listed(A, 'd0', 2), unlisted(A, 'd0', 2));

function mine(monitor: Invariant['monitor']): Invariant {
  return guarded({ ...FIELDS, monitor }, '--rules mine.ts');
}

function thrownBy(monitor: Invariant['monitor'], history = events): unknown {
  try {
    judge(history, { invariants: [mine(monitor)] });
  } catch (error) {
    return error;
  }
  return null;
}

const oops = (): never => {
  throw new TypeError('oops');
};

describe('a promise that somebody else wrote', () => {
  const lines = (type: string) => events.filter((event) => event.type === type)[0]?.line;
  const cases: readonly (readonly [place: string, Invariant['monitor']])[] = [
    ['before the first event', oops],
    [`at line ${lines('netdev.registered')}`, () => ({ 'netdev.registered': oops })],
    [
      `at line ${lines('pernet.initialized')}`,
      () => ({ only: { net_ns_ops: { 'pernet.initialized': oops } } }),
    ],
    ['at the end', () => ({ end: oops })],
  ];

  it.each(cases)('is told to have thrown %s', (place, monitor) => {
    const error = thrownBy(monitor);
    expect(error).toBeInstanceOf(MonitorError);
    expect(error).toMatchObject({
      message: `--rules mine.ts: mine threw ${place}: oops`,
      cause: new TypeError('oops'),
    });
  });

  it.each(['outside', 'cleanup'])('is told to have thrown where it hears of %s only', (group) => {
    const history = given(net('net.cleanup', A), opsExit(A, 'x_ops'));
    const error = thrownBy(() => ({ [group]: { 'pernet.exited': oops } }), history);
    expect(error).toMatchObject({ message: '--rules mine.ts: mine threw at line 2: oops' });
  });

  it('is told by the number of the event where no line shows it', () => {
    const simulated = events.map((event) => ({ ...event, line: null }));
    expect(thrownBy(() => ({ 'proc.created': oops }), simulated)).toMatchObject({
      message: expect.stringMatching(/^--rules mine\.ts: mine threw at event \d+: oops$/),
    });
  });

  it.each([
    ['a text', 'no good', 'no good'],
    ['an error without a message', new RangeError(), 'RangeError'],
  ])('may throw %s', (_what, thrown, message) => {
    const throws = () => {
      throw thrown;
    };
    expect(thrownBy(throws)).toMatchObject({
      message: `--rules mine.ts: mine threw before the first event: ${message}`,
    });
  });

  it('may not do later what it is to do at once', () => {
    const late: Monitor = { 'netdev.registered': async () => oops() };
    expect(thrownBy(() => late)).toMatchObject({
      message: expect.stringContaining('found a promise, expected a function that is done'),
    });
  });

  it('is reduced for where the whole makes sense to it, and parts do not', () => {
    const fussy: Invariant['monitor'] = ({ broken }) => {
      let booted = false;
      return {
        'initcall.started': () => {
          booted = true;
        },
        'netdev.registered': (event) => {
          if (!booted) throw new Error('not booted');
          if (event.name === 'd0') broken(event, 'd0');
        },
      };
    };
    expect(() => minimize(events, { ...FIELDS, monitor: fussy })).toThrow('not booted');
    expect(minimize(events, mine(fussy))?.events.map(({ type }) => type)).toEqual([
      'initcall.started',
      'netdev.registered',
    ]);
  });

  it('is judged as if it were not guarded as long as it throws nothing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(defects)), (defect) => {
        const history = simulateDefect(defect);
        const own = catalogue.map((invariant) => guarded(invariant, 'x'));
        const { kernel = '6.1' } = defect.plan;
        const { invariants } = judge(history, { invariants: own, kernel });
        expect(invariants).toEqual(judge(history, { kernel }).invariants);
      }),
    );
  });
});
