import type { EventType } from '../../model/events.ts';
import type { Findings, Invariant, Monitor } from '../invariant.ts';
import { watchOrder } from './before.ts';
import type { Claim } from './claim.ts';
import { claimWords } from './claim-words.ts';
import { watchCount } from './happens.ts';
import { parseAssertion } from './parse-assertion.ts';
import { watchDuration } from './took.ts';

/**
 * Turns a line such as `net_dev_init < 5ms`, `eth0 before eth1` or `softirq NET_RX opened` into
 * something to judge like a promise of the kernel (the grammar: {@link parseAssertion}). Where the
 * recording cannot show it, the verdict is `unknown`.
 *
 * @throws AssertionSyntaxError where the text makes no sense, with column, expected and found.
 *
 * @example
 * ```ts
 * judge(events, { invariants: [assertion('net_dev_init < 5ms')] });
 * ```
 */
export function assertion(text: string): Invariant {
  const claim = parseAssertion(text);
  const id = text.trim().replaceAll(/\s+/g, ' ');
  return {
    id,
    statement: claimWords(claim),
    mechanism: 'Asserted by the user, not promised by the kernel.',
    source: { function: id, file: 'assertion' },
    versions: 'all',
    needs: needsOf(claim),
    breaks: 'The recording shows something else.',
    // The monitors see the gaps, and tell whether what they look for may be in one.
    spoiledBy: 'monitor',
    monitor: (findings) => monitorOf(claim, findings),
  };
}

function needsOf({ claim }: Claim): readonly EventType[] {
  return claim === 'took' ? ['initcall.returned'] : [];
}

function monitorOf(claim: Claim, findings: Findings): Monitor {
  switch (claim.claim) {
    case 'took':
      return watchDuration(claim, findings);
    case 'before':
      return watchOrder(claim, findings);
    case 'happens':
      return watchCount(claim, findings);
    default:
      return claim satisfies never;
  }
}
