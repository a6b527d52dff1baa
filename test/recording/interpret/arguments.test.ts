import { describe, expect, it } from 'vitest';
import {
  nameOf,
  numberOf,
  pointerOf,
  resultOf,
  symbolOf,
  variableOf,
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
    ['3 and more', null],
    ['no 3', null],
    [' 3', null],
    ['0X1F', 31],
    [undefined, null],
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

  it.each([
    ['0x00000abcdef0123', '0xabcdef0123'],
    ['00000abcdef01234', '0xabcdef01234'],
    ['4294967296', '0x100000000'],
    ['-4294967297', '0xfffffffeffffffff'],
  ])('read %j as the pointer %j', (text, pointer) => {
    expect(pointerOf(text)).toBe(pointer);
  });

  it.each([
    '0x0',
    '0',
    '3',
    undefined,
    'lo',
    '4294967295',
    'ff2eb51ec',
    'x4294967296',
    '4294967296x',
    'abcdef0120x',
  ])('find no pointer in %j', (text) => {
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
    ['a count', { rc: '7' }, 0],
    ['the largest int', { rc: '0x7fffffff' }, 0],
    ['the smallest number that is no int', { rc: '0x100000000' }, 0],
    ['a number whose lower half would be an error', { rc: '0x1fffffff4' }, 0],
    ['a negative number whose lower half would be an error', { rc: '-4294967308' }, 0],
    ['the least error', { rc: '-1' }, -1],
    ['the greatest error, MAX_ERRNO', { rc: '-4095' }, -4095],
    ['what is below it', { rc: '-4096' }, 0],
    ['what is no number', { rc: 'EINVAL' }, null],
    ['a number with more behind it', { rc: '-12 (ENOMEM)' }, null],
    ['rc before ret', { rc: '-1', ret: '-2' }, -1],
    ['nothing', {}, null],
  ])('read %s as the kernel does', (_what, args, rc) => {
    expect(resultOf(args)).toBe(rc);
  });

  it('take a symbol by its name only where it points at its start', () => {
    expect(symbolOf('loopback_net_ops+0x0/0x60')).toBe('loopback_net_ops');
    expect(symbolOf('sit_net_ops+0x0/0xffffffffffffcfa0 [sit]')).toBe('sit_net_ops');
    expect(symbolOf('__param_log_ecn_error+0x870/0xfffffffffffff810 [sit]')).toBeNull();
    expect(symbolOf('0x0')).toBeNull();
    expect(symbolOf(undefined)).toBeNull();
  });

  it('take no mark of a section of a module for a symbol', () => {
    expect(symbolOf('__start_set+0x0/0x10 [sit]')).toBeNull();
    expect(symbolOf('__stop_set+0x0/0x10 [sit]')).toBeNull();
    expect(symbolOf('my__start_set+0x0/0x10 [sit]')).toBe('my__start_set');
  });

  it('take a variable only where its size was printed: else perf took the nearest name', () => {
    expect(variableOf('sit_net_ops+0x0/0x60')).toBe('sit_net_ops');
    expect(variableOf('sit_net_ops')).toBe('sit_net_ops');
    expect(variableOf('sit_net_ops+0x0')).toBeNull();
    expect(variableOf(undefined)).toBeNull();
  });

  it('take a name as it is, unless it is an address, which is longer than a name can be', () => {
    expect(nameOf({ name: 'veth%d' })).toBe('veth%d');
    expect(nameOf({})).toBeNull();
    expect(nameOf({ name: '0xffffffff982543ae' })).toBeNull();
    expect(nameOf({ name: '0xffffffff9825' })).toBe('0xffffffff9825');
    expect(nameOf({ name: '0xfffffffffffff' })).toBe('0xfffffffffffff');
    expect(nameOf({ name: 'a long name, 0xffffffff982543ae' })).toMatch(/^a long name/);
    expect(nameOf({ name: '0xffffffff982543ae, a long name' })).toMatch(/long name$/);
  });
});
