import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventOf, EventType, KernelEvent } from '../../src/model/events.ts';
import { INIT_NET } from '../../src/model/ids.ts';
import { arbitraryHistory } from '../../src/testing/index.ts';

// How often the arbitraries make what they are for. To see the whole table, with 10,000 histories:
//   STATISTICS=1 npx vitest run --config test/vitest.config.ts test/testing/statistics.test.ts

const WHOLE = process.env.STATISTICS !== undefined;
const RUNS = WHOLE ? 10_000 : 1_000;

/** In how many of a hundred histories each trait should show, at least. */
const WANTED: Readonly<Record<string, number>> = {
  'the boot succeeds': 90,
  'three namespaces or more': 50,
  'a namespace dies': 35,
  'a batch of two or more': 8,
  'a device moves': 15,
  'a rename': 20,
  'lo is renamed': 8,
  'another device is called lo': 1,
  'an operation registers late': 50,
  'a veth pair across namespaces': 10,
  'a fallback tunnel': 7,
  'a setup fails': 5,
  'a registration fails': 12,
  'setups overlap': 3,
  'a device is waited for': 1,
  'a card goes home': 0.8,
};

describe('arbitrary histories', () => {
  it('make interesting things happen often', { timeout: 60_000 }, () => {
    const shares = statistics();
    if (WHOLE) console.info(shares);
    for (const [trait, wanted] of Object.entries(WANTED)) {
      expect(shares.get(trait) ?? 0, trait).toBeGreaterThanOrEqual(wanted);
    }
  });
});

/** Percent of the histories by trait, as fc.statistics counts them. */
function statistics(): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  fc.statistics(arbitraryHistory(), ({ events }) => traitsOf(events), {
    numRuns: RUNS,
    seed: 20_261_122,
    logger: (line) => {
      const { trait, percent } = /^(?<trait>.*?)\.+(?<percent>[\d.]+)%$/.exec(line)?.groups ?? {};
      if (trait !== undefined) shares.set(trait, Number(percent));
    },
  });
  return shares;
}

function traitsOf(events: readonly KernelEvent[]): string[] {
  const traits = new Map<string, boolean>([
    ['the boot succeeds', events.some(isSuccess)],
    ['three namespaces or more', ofType(events, 'net.ready').length >= 3],
    ['a namespace dies', ofType(events, 'net.cleanup').length > 0],
    ['a batch of two or more', neighbours(events, 'net.cleanup')],
    ['a device moves', ofType(events, 'netdev.moved').length > 0],
    ['a rename', ofType(events, 'netdev.renamed').length > 0],
    ['lo is renamed', ofType(events, 'netdev.renamed').some(({ from }) => from === 'lo')],
    ['another device is called lo', ofType(events, 'netdev.registered').some(isFalseLo)],
    ['an operation registers late', events.some(isLateOps)],
    ['a veth pair across namespaces', hasDistantPair(events)],
    ['a fallback tunnel', ofType(events, 'netdev.registered').some(({ name }) => name === 'sit0')],
    ['a setup fails', ofType(events, 'net.failed').some(({ net }) => net !== null)],
    ['a registration fails', ofType(events, 'netdev.failed').length > 0],
    ['setups overlap', overlap(events)],
    ['a device is waited for', ofType(events, 'netdev.waiting').length > 0],
    ['a card goes home', ofType(events, 'netdev.moved').some(isReturn)],
  ]);
  return [...traits].filter(([, shows]) => shows).map(([trait]) => trait);
}

function ofType<T extends EventType>(events: readonly KernelEvent[], type: T): EventOf<T>[] {
  return events.filter((event): event is EventOf<T> => event.type === type);
}

function isSuccess(event: KernelEvent): boolean {
  return event.type === 'initcall.returned' && event.name === 'net_dev_init' && event.rc === 0;
}

function isFalseLo({ name, ifindex }: EventOf<'netdev.registered'>): boolean {
  return name === 'lo' && ifindex !== 1;
}

function isLateOps(event: KernelEvent): boolean {
  return event.type === 'pernet.registered' && /^(ip|modprobe)-/.test(event.task ?? '');
}

function isReturn({ to, task }: EventOf<'netdev.moved'>): boolean {
  return to === INIT_NET && task?.startsWith('kworker') === true;
}

function neighbours(events: readonly KernelEvent[], type: EventType): boolean {
  return events.some((event, at) => event.type === type && events[at + 1]?.type === type);
}

/** Two devices registered one right after the other, by one task, in two namespaces. */
function hasDistantPair(events: readonly KernelEvent[]): boolean {
  const listed = ofType(events, 'netdev.registered');
  return listed.some(({ seq, net, name }, at) => {
    const next = listed[at + 1];
    return next?.seq === seq + 1 && next.net !== net && name?.startsWith('v') === true;
  });
}

function overlap(events: readonly KernelEvent[]): boolean {
  let open = 0;
  for (const { type } of events) {
    if (type === 'net.setup') open += 1;
    if (type === 'net.ready' || type === 'net.freed') open -= 1;
    if (open > 1) return true;
  }
  return false;
}
