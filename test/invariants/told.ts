import type { PromiseJudgement } from '../../src/invariants/findings.ts';
import type { KernelEvent } from '../../src/model/events.ts';

/** Messages of what did not happen, or of another namespace than that of any event. */
const SPEAKS_OF_MORE =
  /(was|were) not undone| never |(was|were) left out|with .* still listed|, unlike in|^the loopback of|, which stands before it/;

/**
 * What the messages of a judgement name and none of the events told with them is about: whoever
 * reads a violation is shown the lines it speaks of.
 */
export function untold(
  { violations }: Pick<PromiseJudgement, 'violations'>,
  events: readonly KernelEvent[],
): readonly string[] {
  const things = [...new Set(events.flatMap(thingsIn))];
  return violations.flatMap(({ seq, related, message }) => {
    if (SPEAKS_OF_MORE.test(message)) return [];
    const story = events.filter((event) => event.seq === seq || related.includes(event.seq));
    const told = new Set(story.flatMap(thingsIn));
    return things
      .filter((thing) => !told.has(thing) && names(message, thing))
      .map((thing) => `${thing} in: ${message}`);
  });
}

/** What an event is about, in the words of messages. */
function thingsIn(event: KernelEvent): readonly string[] {
  const nets =
    event.type === 'netdev.moved' ? [event.from, event.to] : 'net' in event && [event.net];
  const name = event.type !== 'initcall.started' && 'name' in event ? event.name : null;
  const ops = 'ops' in event ? event.ops : null;
  return [
    ...(nets || []).flatMap((net) => (net === null ? [] : [`net ${net}`])),
    ...[name, ops].filter((word) => word !== null && word !== 'net_dev_init'),
  ].filter((word) => word !== null);
}

function names(message: string, thing: string): boolean {
  const at = ` ${message} `.indexOf(` ${thing}`);
  return at !== -1 && /^[ ,)]/.test(` ${message} `.slice(at + thing.length + 1));
}
