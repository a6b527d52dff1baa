import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../src/recording/observation.ts';
import { observe } from '../observe.ts';

const CPU = (cpu: number) => `              ip-105     [00${cpu}] .....     3.540097: `;

function tracer(fn: string, cpu = 0): string {
  return `${CPU(cpu)}${fn} <-somebody`;
}

function probe(fn: string, cpu = 0): string {
  return `${CPU(cpu)}p: (${fn}+0x0/0x9) n=1`;
}

const noise = `${CPU(0)}net_dev_queue: dev=d1 len=70`;

/** `fn caller args` of every entry. */
function entries(...lines: readonly string[]): readonly string[] {
  return observe('function', ...lines).map(shown);
}

function shown(observation: Observation): string {
  if (observation.kind !== 'entered') return observation.kind;
  const { fn, caller, args } = observation;
  const known = [caller === null ? [] : ['caller'], args.n === undefined ? [] : ['args']];
  return [fn, ...known.flat()].join(' ');
}

describe('a call seen by a tracer and by a probe', () => {
  it.each([
    ['tracer first', [tracer('f'), probe('f')]],
    ['probe first', [probe('f'), tracer('f')]],
  ])('is one observation with all that both know: %s', (_, lines) => {
    expect(entries(...lines)).toEqual(['f caller args']);
  });

  it('is shown at the line of the probe, which tells more', () => {
    expect(observe('function', tracer('f'), probe('f'))).toMatchObject([{ line: 2 }]);
    expect(observe('function', probe('f'), tracer('f'))).toMatchObject([{ line: 1 }]);
  });

  it('may have a stack trace between its two lines', () => {
    const stack = [`${CPU(0)}<stack trace>`, ' => f', ' => do_syscall_64'];
    expect(entries(probe('f'), ...stack, tracer('f'))).toEqual(['f caller args']);
  });

  it('may have lines of other CPUs between its two lines, and keeps its place among them', () => {
    expect(entries(tracer('f'), tracer('g', 1), probe('f'))).toEqual(['f caller args', 'g caller']);
  });

  it('may be interrupted once it is known which line comes first', () => {
    expect(entries(tracer('f'), noise, probe('f'))).toEqual(['f caller', 'f args']);
    expect(entries(tracer('f'), probe('f'), tracer('f'), noise, probe('f'))).toEqual([
      'f caller args',
      'f caller args',
    ]);
  });

  it('is not confused with the call before or after it', () => {
    const lines = [tracer('f'), probe('f'), tracer('f'), tracer('f'), probe('f'), probe('f')];
    expect(entries(...lines)).toEqual(['f caller args', 'f caller', 'f caller args', 'f args']);
  });

  it('is told as often as it was made, in the order it was made, however CPUs interleave', () => {
    const call = fc.record({ fn: fc.constantFrom('f', 'g', 'h'), cpu: fc.nat(2) });
    const probed = new Set(['f', 'g']);
    fc.assert(
      fc.property(fc.array(call), fc.boolean(), (calls, probeFirst) => {
        const lines = calls.flatMap(({ fn, cpu }) => {
          const both = probed.has(fn) ? [tracer(fn, cpu), probe(fn, cpu)] : [tracer(fn, cpu)];
          return probeFirst ? both.reverse() : both;
        });
        const told = observe('function', ...lines);
        expect(told.map(({ cpu }) => cpu)).toEqual(calls.map(({ cpu }) => cpu));
        expect(told.map(shown)).toEqual(
          calls.map(({ fn }) => (probed.has(fn) ? `${fn} caller args` : `${fn} caller`)),
        );
      }),
    );
  });

  it('has its return told once too, with the duration of the graph and the result of the probe', () => {
    const lines = [
      ' 0)               |  f() {',
      ' 0)               |    /* f_ret: (return_to_handler+0x0/0x40 <- f) rc=-12 */',
      ' 0)   1.500 us    |  }',
    ];
    expect(observe('function-graph', ...lines)).toMatchObject([
      { kind: 'entered', fn: 'f' },
      { kind: 'returned', fn: 'f', args: { rc: '-12' }, duration: 1500, depth: 0 },
    ]);
  });

  it('holds back no more than it must: a silent CPU does not stop the others for ever', () => {
    const others = Array.from({ length: 3000 }, () => tracer('g', 1));
    const observations = observe('function', tracer('f'), ...others);
    expect(observations).toHaveLength(3001);
    expect(shown(observations[0] ?? fail())).toBe('f caller');
  });
});

function fail(): never {
  throw new Error('expected an observation');
}
