import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Graves } from '../../src/invariants/graves.ts';
import type { EventOf, EventStamp } from '../../src/model/events.ts';
import { type NetId, netId } from '../../src/model/ids.ts';

type Note = EventOf<'net.setup' | 'net.freed'>;

function note(seq: number, type: Note['type'], net: NetId): Note {
  const stamp: EventStamp = { seq, at: null, cpu: 0, task: null, evidence: 'observed', line: seq };
  return type === 'net.setup' ? { ...stamp, type, net } : { ...stamp, type, net };
}

describe('the graves of namespaces', () => {
  it('are found until another namespace begins under the number', () => {
    const types = fc.constantFrom('net.setup' as const, 'net.freed' as const);
    const notes = fc.array(fc.tuple(types, fc.constantFrom('a', 'b', 'c').map(netId)));
    fc.assert(
      fc.property(notes, fc.nat({ max: 9 }), (told, cleared) => {
        const graves = new Graves();
        const expected = new Map<NetId, Note>();
        for (const [seq, [type, net]] of told.entries()) {
          const event = note(seq, type, net);
          graves.note(event);
          if (type === 'net.freed') expected.set(net, event);
          else expected.delete(net);
          if (seq !== cleared) continue;
          graves.clear();
          expected.clear();
        }
        for (const net of ['a', 'b', 'c'].map(netId)) {
          expect(graves.of(net)).toBe(expected.get(net) ?? null);
        }
      }),
    );
  });

  it('are let go, the oldest first, where there are too many', () => {
    const graves = new Graves();
    const nets = Array.from({ length: 5000 }, (_, index) => netId(`n${index}`));
    for (const [seq, net] of nets.entries()) graves.note(note(seq, 'net.freed', net));
    const found = nets.filter((net) => graves.of(net) !== null);
    expect(found).toEqual(nets.slice(-2048));
  });
});
