import type { Ignorer } from '@stryker-mutator/api/ignore';

const NEVER = /^default:\s*(return )?\w+ satisfies never;?$/;

/**
 * Leaves out the last case of an exhaustive switch: the compiler proves that it is never reached,
 * and no test may reach it.
 */
export const unreachable: Ignorer = {
  shouldIgnore(path) {
    const isCase = Reflect.get(path, 'type') === 'SwitchCase';
    return isCase && NEVER.test(String(path)) ? 'the compiler proves it unreachable' : undefined;
  },
};
