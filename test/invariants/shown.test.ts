import { describe, expect, it } from 'vitest';
import { isEventType, shown } from '../../src/invariants/shown.ts';
import type { EventBody, EventStamp, KernelEvent } from '../../src/model/events.ts';
import { devId, netId } from '../../src/model/ids.ts';

const net = netId('a');
const dev = devId('d');
const presence = { dev, net, name: 'd0', ifindex: 2 };

/** An event of every type, each field of it known. */
const EVERYTHING: readonly EventBody[] = [
  { type: 'initcall.level', level: 'subsys' },
  { type: 'initcall.started', name: 'f' },
  { type: 'initcall.returned', name: 'f', rc: 0, duration: 1 },
  { type: 'proc.created' },
  { type: 'kobject.registered' },
  { type: 'ptype.initialized', list: 'all' },
  { type: 'softnet.initialized', softnet: 0 },
  { type: 'bootphase.ended' },
  { type: 'softirq.opened', vector: 'NET_TX', action: 'f' },
  { type: 'softirq.entered', vector: 'NET_TX' },
  { type: 'cpuhp.installed', state: 's' },
  { type: 'pernet.registered', ops: 'o', kind: 'subsys' },
  { type: 'pernet.unregistered', ops: 'o', kind: 'subsys' },
  { type: 'pernet.initialized', ops: 'o', net },
  { type: 'pernet.failed', ops: 'o', net, rc: -1 },
  { type: 'pernet.exited', ops: 'o', net, phase: 'exit' },
  { type: 'net.setup', net },
  { type: 'net.ready', net },
  { type: 'net.failed', net, rc: -1 },
  { type: 'net.dying', net },
  { type: 'net.cleanup', net },
  { type: 'net.freed', net },
  { type: 'netdev.allocated', dev, name: 'd0' },
  { type: 'netdev.registered', ...presence },
  { type: 'netdev.unregistered', ...presence },
  { type: 'netdev.failed', dev, net, name: 'd0', rc: -1 },
  { type: 'netdev.renamed', dev, from: 'd0', to: 'd1' },
  { type: 'netdev.moved', dev, from: net, to: net, name: 'd0', fromIfindex: 1, ifindex: 2 },
  { type: 'netdev.freed', dev, name: 'd0' },
  { type: 'netdev.waiting', name: 'd0', refs: 1 },
  { type: 'kernel.warned', message: 'm' },
  { type: 'kernel.bug', message: 'm' },
  { type: 'kernel.panicked', message: 'm' },
  { type: 'recording.gap', lost: 1 },
];

/** The fields without which an event says nothing. */
const ESSENTIAL =
  /^(initcall\.\w+ (name|level)|(ptype|softnet)\.\w+ (list|softnet)|softirq\.entered vector|pernet\.registered kind|pernet\.exited phase|net\.(setup|ready|dying) net|netdev\.waiting name|kernel\.\w+ message)$/;

const STAMP: EventStamp = { seq: 0, at: 1, cpu: 0, task: 't-1', evidence: 'observed', line: 1 };
const withField = EVERYTHING.flatMap((body) =>
  Object.keys(body)
    .filter((field) => field !== 'type')
    .map((field) => [`${body.type} ${field}`, body, field] as const),
);

describe('what a recording shows of an event', () => {
  it.each(withField)('is not what was inferred of it: %s', (what, body, field) => {
    const event: KernelEvent = { ...STAMP, ...body, inferred: [field] };
    const expected = ESSENTIAL.test(what) ? null : { ...event, [field]: null };
    expect(shown(event)).toEqual(expected);
  });

  it('is nothing where one field of many was inferred that it cannot do without', () => {
    const event: KernelEvent = {
      ...STAMP,
      type: 'initcall.returned',
      name: 'f',
      rc: 0,
      duration: 1,
    };
    expect(shown({ ...event, inferred: ['rc', 'name'] })).toBeNull();
    expect(shown({ ...event, inferred: ['rc', 'duration'] })).toMatchObject({
      name: 'f',
      rc: null,
    });
  });

  it('is nothing of an event that was inferred as a whole, and all of any other', () => {
    for (const body of EVERYTHING) {
      const event: KernelEvent = { ...STAMP, ...body };
      const bare: KernelEvent = { ...event, inferred: [] };
      expect(shown(event)).toBe(event);
      expect(shown(bare)).toBe(bare);
      expect(shown({ ...event, evidence: 'inferred' })).toBeNull();
    }
  });

  it('has a type that is one of these', () => {
    expect(EVERYTHING.filter(({ type }) => !isEventType(type))).toEqual([]);
    expect(['toString', 'net', '', 'net.setups'].filter(isEventType)).toEqual([]);
  });
});
