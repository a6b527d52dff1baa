import { describe, expect, it } from 'vitest';
import { fold } from '../../src/model/fold.ts';
import { devicesOf } from '../../src/model/selectors.ts';
import { D0, D0_APPEARS, given, LO, LO_APPEARS, NET, OTHER_NET } from './given.ts';

describe('the devices of a namespace', () => {
  it('come in list order', () => {
    const state = given(D0_APPEARS, LO_APPEARS);
    expect(devicesOf(state, NET).map(({ dev }) => dev)).toEqual([D0, LO]);
  });

  it('are none where the namespace is not known', () => {
    expect(devicesOf(fold([]), OTHER_NET)).toEqual([]);
  });

  it('leave out what a state made by hand lists and does not know', () => {
    const state = { ...given(D0_APPEARS), devices: new Map() };
    expect(devicesOf(state, NET)).toEqual([]);
  });
});
