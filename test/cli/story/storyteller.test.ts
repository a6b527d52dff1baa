import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Story, Storyteller } from '../../../src/cli/story/storyteller.ts';
import type { EventBody, KernelEvent } from '../../../src/model/events.ts';
import { devId, netId } from '../../../src/model/ids.ts';
import { initialState } from '../../../src/model/initial-state.ts';
import { Overlay } from '../../../src/model/overlay.ts';
import { absurdHistory, stamped } from '../../replay/histories.ts';

function told(events: readonly KernelEvent[], whole = false): Story {
  const teller = new Storyteller({ whole });
  const overlay = new Overlay(initialState);
  for (const event of events) {
    teller.hear(event, overlay.view);
    overlay.apply(event);
  }
  return teller.story;
}

const given = (...bodies: readonly EventBody[]) => told(stamped(bodies));

const a = netId('4026532193');
const b = netId('4026532194');
const lo = { dev: devId('0xa0'), net: a, name: 'lo', ifindex: 1 };

describe('a story', () => {
  it('of any history tells every device that comes or goes, where the log says where', () => {
    fc.assert(
      fc.property(absurdHistory(), (events) => {
        const kinds = ['created', 'deleted', 'arrived', 'left'];
        const items = told(events, true).namespaces.flatMap((life) => life.items);
        const presences = events.map((event) => {
          if (event.type === 'netdev.moved') {
            return (event.from === null ? 0 : 1) + (event.to === null ? 0 : 1);
          }
          const listed = event.type === 'netdev.registered' || event.type === 'netdev.unregistered';
          return listed && event.net !== null ? 1 : 0;
        });
        expect(items.filter(({ kind }) => kinds.includes(kind))).toHaveLength(
          presences.reduce<number>((sum, number) => sum + number, 0),
        );
      }),
    );
  });

  it('has the namespaces by birth, those older than the log first', () => {
    const { namespaces } = given(
      { type: 'net.setup', net: a },
      { type: 'netdev.registered', ...lo, net: b },
    );
    expect(namespaces.map(({ net, born }) => [net, born])).toEqual([
      [b, false],
      [a, true],
    ]);
  });

  it('names the operations that made a device', () => {
    const { namespaces } = given(
      { type: 'net.setup', net: a },
      { type: 'pernet.initialized', ops: 'net_ns_ops', net: a },
      { type: 'netdev.registered', ...lo },
      { type: 'pernet.initialized', ops: 'loopback_net_ops', net: a },
      { type: 'pernet.initialized', ops: 'default_device_ops', net: a },
    );
    expect(namespaces[0]?.items).toMatchObject([
      { kind: 'setup' },
      { kind: 'initialised', names: ['net_ns_ops'] },
      { kind: 'created', by: 'loopback_net_ops', device: { loopback: true } },
      { kind: 'initialised', names: ['default_device_ops'] },
    ]);
  });

  it('tells a move in both namespaces, with both names', () => {
    const eth0 = devId('0xe0');
    const { namespaces } = given(
      { type: 'netdev.registered', dev: eth0, net: a, name: 'eth0', ifindex: 2 },
      {
        type: 'netdev.moved',
        dev: eth0,
        from: a,
        to: b,
        name: 'dev7',
        fromIfindex: 2,
        ifindex: 7,
      },
    );
    expect(namespaces.map(({ items }) => items.at(-1))).toMatchObject([
      { kind: 'left', device: { name: 'eth0', ifindex: 2 }, to: b, as: 'dev7' },
      { kind: 'arrived', device: { name: 'dev7', ifindex: 7 }, from: a },
    ]);
  });

  it('knows the batches of cleanup_net, one after the other', () => {
    const { batches } = given(
      { type: 'net.cleanup', net: b },
      { type: 'net.cleanup', net: a },
      { type: 'netdev.unregistered', ...lo },
      { type: 'net.freed', net: b },
      { type: 'net.freed', net: a },
      { type: 'net.cleanup', net: null },
    );
    expect(batches).toMatchObject([
      { number: 1, nets: [b, a], devices: 1, closing: true },
      { number: 2, nets: [null], devices: 0, closing: false },
    ]);
  });

  it('says once what the kernel says every ten seconds', () => {
    const waiting = { type: 'netdev.waiting', name: 'lo', refs: 2 } as const;
    const { asides } = given(waiting, waiting, { ...waiting, refs: 3 }, waiting);
    expect(asides.map(({ first, times }) => [first.seq, times])).toEqual([
      [0, 3],
      [2, 1],
    ]);
  });

  it('ends net_dev_init where the next initcall begins, though no line says so', () => {
    const { boot } = given(
      { type: 'initcall.started', name: 'net_dev_init' },
      { type: 'proc.created' },
      { type: 'initcall.started', name: 'inet_init' },
      { type: 'kobject.registered' },
    );
    expect(boot.netDevInit).toHaveLength(1);
    expect(boot.netDevInit[0]?.steps.map(({ first }) => first.type)).toEqual(['proc.created']);
    expect(boot.netDevInit[0]?.returned).toBeNull();
  });
});
