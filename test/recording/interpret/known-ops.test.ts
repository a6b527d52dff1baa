import { describe, expect, it } from 'vitest';
import { isCallback, knownCallbacks, opsOf } from '../../../src/recording/interpret/known-ops.ts';
import { recordedBytes } from '../events.ts';

const LOGS = ['6.1-cloud', '6.12-cloud', '7.2-cloud'].map((kernel) => `${kernel}/life-kprobe`);
const OPS = / ops=(\w+)\+0x0\//;
const CALLBACK = / (?:init|exit|exit_batch)=(\w+)\+0x0\//g;

/** Callback and operation, as the probes of a running kernel printed them side by side. */
const printed = new Map(
  LOGS.flatMap((log) => new TextDecoder('latin1').decode(recordedBytes(log)).split('\n')).flatMap(
    (line) => {
      const ops = OPS.exec(line)?.[1];
      if (ops === undefined) return [];
      return [...line.matchAll(CALLBACK)].map(([, callback = '']) => [callback, ops] as const);
    },
  ),
);

describe('the operations known by their callbacks', () => {
  it('are those that kernels printed with these callbacks', () => {
    const known = [...knownCallbacks()].map((callback) => [callback, opsOf(callback)]);
    expect(known.filter(([callback = '', ops]) => printed.get(callback) !== ops)).toEqual([]);
  });

  it('are all that kernels printed', () => {
    expect([...printed.keys()].filter((callback) => !isCallback(callback))).toEqual([]);
  });

  it('leave a callback of nobody as it is', () => {
    expect(opsOf('my_module_init_net')).toBe('my_module_init_net');
    expect(isCallback('my_module_init_net')).toBe(false);
  });
});
