import { describe, expect, it } from 'vitest';
import { isEntry, parsePlace, symbolName } from '../../src/recording/symbol.ts';

describe('symbolName', () => {
  it.each([
    ['ops_init', 'ops_init'],
    ['loopback_net_ops+0x0/0x60', 'loopback_net_ops'],
    ['sit_init_net+0x17/0x1c0 [sit]', 'sit_init_net'],
    ['ops_undo_single.constprop.0+0x4/0x110', 'ops_undo_single'],
    ['ip6_mr_forward.isra.0.cold', 'ip6_mr_forward'],
    ['setup_net+0x13b', 'setup_net'],
  ])('finds the name in %s', (text, name) => {
    expect(symbolName(text)).toBe(name);
  });

  it.each(['0x0', '0xffffffff81a0b0c0', '', 'ffffffff81a0b0c0 x', '17'])(
    'finds none in %j',
    (text) => {
      expect(symbolName(text)).toBeNull();
    },
  );
});

describe('isEntry', () => {
  it.each([
    ['ops_init+0x0/0x110', true],
    ['ops_init+0x4/0x110', true],
    ['ops_init+0x8/0x110', true],
    ['ops_init+0x2f/0x110', false],
  ])('%s: %s', (text, entry) => {
    const place = parsePlace(text);
    expect(place !== null && isEntry(place)).toBe(entry);
  });
});
