import { describe, expect, it } from 'vitest';
import type { EventOf, EventType, KernelEvent } from '../../../src/model/events.ts';
import { recordedEvents, recordings } from '../events.ts';

/**
 * What grep and awk read out of a recording (test/lab/facts), which knows nothing of our decoders:
 * `"602 d0 2 4026532116"` is line, name, ifindex, inode number of the namespace.
 */
interface Facts {
  readonly listed?: readonly string[];
  readonly unlisted?: readonly string[];
}

const probed = recordings().filter(({ facts }) => facts.listed !== undefined);

/** An inode number that came back has a suffix in ids; a reader of the log sees only the number. */
const inode = (net: string | null): string | undefined => net?.split('~')[0];

describe.each(probed)('the events of $name', ({ name, facts }) => {
  const { listed = [], unlisted = [] }: Facts = facts;

  it('show every list_netdevice of the log as an appearance or an arrival, and no other', async () => {
    const events = await recordedEvents(name);
    const appeared = events.filter(isOneOf('netdev.registered', 'netdev.moved')).map((event) => {
      const net = event.type === 'netdev.moved' ? event.to : event.net;
      return place(event.line, event.name, event.ifindex, net);
    });
    expect(appeared.map(likeThe(listed))).toEqual(listed.map(readable));
  });

  it('show every unlist_netdevice of the log as a disappearance, or as half a move', async () => {
    const events = await recordedEvents(name);
    const moves = events.filter(isOneOf('netdev.moved'));
    const left = events
      .filter(isOneOf('netdev.unregistered'))
      .map((event) => place(event.line, event.name, event.ifindex, event.net))
      .map(likeThe(unlisted));
    const facts = unlisted.map(readable);
    expect(facts).toEqual(expect.arrayContaining(left));
    expect(left.length + moves.length).toBe(facts.length);
    const halves = facts.filter((fact) => !left.includes(fact)).map(withoutLine);
    expect(halves).toEqual(
      moves.map((event) => withoutLine(place(0, event.name, event.fromIfindex, event.from))),
    );
  });
});

const withSetups = recordings().filter(({ facts }) => facts.setups !== undefined);

describe.each(withSetups)('the events of $name', ({ name, facts }) => {
  it('show every setup_net', async () => {
    const events = await recordedEvents(name);
    const lines = events.filter(isOneOf('net.setup')).map((event) => String(event.line));
    expect(lines).toEqual(facts.setups);
  });
});

function place(
  line: number | null,
  name: string | null,
  ifindex: number | null,
  net: string | null,
): string {
  return readable(`${line} ${name} ${ifindex} ${inode(net)}`);
}

/** Bytes that are no ASCII are spelled differently by awk's JSON and by us; compare around them. */
function readable(fact: string): string {
  return fact
    .replace(/[^ -~]+/g, '?')
    .replace(PAIRS, '$1 $2 $3')
    .replace(PAIRS_OF_PERF, '$1 $2 $3 $4')
    .replace(/ 4026531833$/, ' 4026531840'); // The number of init_net in 7.x.
}

/** Where the facts were read out of trace-cmd they do not tell the namespace. */
const PAIRS = /^(\d+) name="?(.*?)"? ifindex=(\d+)$/;
const PAIRS_OF_PERF =
  /^(\d+) name[=:] ?"(.*?)",? ifindex[=:] ?(\d+),? net[=:] ?\S+ inum[=:] ?(\d+)\)?$/;

function likeThe(facts: readonly string[]): (place: string) => string {
  const withoutNet = facts.some((fact) => PAIRS.test(fact));
  return (place) => (withoutNet ? place.slice(0, place.lastIndexOf(' ')) : place);
}

function withoutLine(fact: string): string {
  // A device coming home to init_net may be renamed on the way (dev%d): compare the rest.
  const [, , ifindex, net] = /^(\d+) .+ (\d+) (\d+)$/.exec(fact) ?? [];
  return `${ifindex} ${net}`;
}

function isOneOf<T extends EventType>(
  ...types: readonly T[]
): (event: KernelEvent) => event is EventOf<T> {
  return (event): event is EventOf<T> => types.some((type) => type === event.type);
}
