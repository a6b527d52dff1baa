import { describe, expect, it } from 'vitest';
import {
  numberOf,
  pointerOf,
  resultOf,
  symbolOf,
} from '../../../src/recording/interpret/arguments.ts';

describe('arguments of probes', () => {
  it.each([
    ['3', 3],
    ['0x3', 3],
    ['-22', -22],
    ['2147483647', 2147483647],
    ['', null],
    ['three', null],
    ['0xff2eb51ec47f3240', null],
  ])('read %j as the number %j', (text, value) => {
    expect(numberOf(text)).toBe(value);
  });

  it('read a kernel address in every spelling as the same pointer', () => {
    const spellings = [
      '0xff2eb51ec47f3240',
      '0xFF2EB51EC47F3240',
      'ff2eb51ec47f3240',
      '-58910601358921152',
      '18387833472350630464',
    ];
    expect(new Set(spellings.map(pointerOf))).toEqual(new Set(['0xff2eb51ec47f3240']));
  });

  it.each(['0x0', '0', '3', undefined, 'lo'])('find no pointer in %j', (text) => {
    expect(pointerOf(text)).toBeNull();
  });

  it.each([
    ['rc=-12', { rc: '-12' }, -12],
    ['32-bit hex', { ret: '0xfffffff4' }, -12],
    ['an int that perf trace prints unsigned', { rc: '4294967284' }, -12],
    ['64-bit hex', { ret: '0xfffffffffffffff4' }, -12],
    ['a pointer', { ret: '0xffff888003abc000' }, 0],
    ['a pointer printed as a signed number', { ret: '-131941257625600' }, 0],
    ['success', { rc: '0' }, 0],
    ['nothing', {}, null],
  ])('read %s as the kernel does', (_what, args, rc) => {
    expect(resultOf(args)).toBe(rc);
  });

  it('take a symbol by its name only where it points at its start', () => {
    expect(symbolOf('loopback_net_ops+0x0/0x60')).toBe('loopback_net_ops');
    expect(symbolOf('sit_net_ops+0x0/0xffffffffffffcfa0 [sit]')).toBe('sit_net_ops');
    expect(symbolOf('__param_log_ecn_error+0x870/0xfffffffffffff810 [sit]')).toBeNull();
    expect(symbolOf('0x0')).toBeNull();
  });
});
