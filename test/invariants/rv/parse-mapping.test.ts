import { describe, expect, it } from 'vitest';
import { RV_MODELS } from '../../../src/invariants/rv/models/catalogue.ts';
import { parseAutomaton } from '../../../src/invariants/rv/parse-automaton.ts';
import { parseMapping } from '../../../src/invariants/rv/parse-mapping.ts';

const { dot, mapping } = RV_MODELS.netdev;
const netdev = parseAutomaton('netdev', dot);
const [first, ...rest] = mapping.events;
const withFirst = (changes: object) => ({
  ...mapping,
  events: [{ ...first, ...changes }, ...rest],
});

describe('a mapping of events', () => {
  it('says which event is which, whose, and where lives begin and end', () => {
    const events = [
      ...mapping.events,
      {
        type: 'netdev.moved',
        when: { from: ['a', null], ifindex: 3 },
        of: 'to',
        is: 'list_netdevice',
      },
    ];
    const parsed = parseMapping({ per: 'dev', events }, netdev);
    expect(parsed[0]).toEqual({
      type: 'netdev.allocated',
      when: new Map(),
      of: 'dev',
      is: 'alloc_netdev',
      begins: 'always',
      ends: false,
    });
    expect(parsed.at(-1)).toMatchObject({
      of: 'to',
      when: new Map<string, unknown>([
        ['from', ['a', null]],
        ['ifindex', [3]],
      ]),
    });
    expect(parseMapping({ ...mapping, per: 'system' }, netdev)[0]?.of).toBeNull();
  });

  it.each([
    [null, 'mapping: expected an object, found null'],
    ['netdev', 'mapping: expected an object, found "netdev"'],
    [[], 'mapping: expected an object, found []'],
    [
      { ...mapping, per: '' },
      'per: expected "system" or a field, such as "net" or "dev", found ""',
    ],
    [{ ...mapping, extra: 1 }, 'mapping.extra: expected no more than per, events'],
    [{ per: 'dev' }, 'events: expected a list, found nothing'],
    [{ ...mapping, per: 4 }, 'per: expected "system" or a field, such as "net" or "dev", found 4'],
    [withFirst({ type: 'netdev.born' }), 'events[0].type: expected a type of event'],
    [withFirst({ type: 'toString' }), 'events[0].type: expected a type of event'],
    [withFirst({ is: 'alloc' }), 'events[0].is: expected one of alloc_netdev, change_net'],
    [withFirst({ begins: true }), 'events[0].begins: expected "always" or "unseen", found true'],
    [withFirst({ ends: 'yes' }), 'events[0].ends: expected true or false, found "yes"'],
    [withFirst({ when: { name: {} } }), 'events[0].when.name: expected a text, a number, null'],
    [withFirst({ when: { name: ['lo', {}] } }), 'events[0].when.name: expected a text, a number'],
    [withFirst({ when: { name: [] } }), 'events[0].when.name: expected a text, a number, null'],
    [withFirst({ If: 1 }), 'events[0].If: expected no more than type, when, of'],
    [{ ...mapping, events: rest }, 'events: expected alloc_netdev among what they are, as netdev'],
    [
      { ...mapping, events: [first, first] },
      'among what they are, as netdev has it, found ["alloc_netdev"]',
    ],
    [
      { ...mapping, events: mapping.events.map(({ type, is }) => ({ type, is })) },
      'events: expected one that begins a life, found nothing',
    ],
  ])('says where it does not fit: %j', (json, message) => {
    expect(() => parseMapping(json, netdev)).toThrow(message);
  });
});
