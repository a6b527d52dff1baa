import type { Findings, Invariant, Monitor } from '../invariants/invariant.ts';
import type { EventType, KernelEvent } from '../model/events.ts';
import { duration } from './render/duration.ts';
import { UsageError } from './usage-error.ts';

const NANOSECONDS: Readonly<Record<string, number>> = { s: 1e9, ms: 1e6, us: 1e3, µs: 1e3, ns: 1 };

// net_dev_init < 5ms
const FASTER = /^(\S+)\s*<\s*(\d+(?:\.\d+)?)\s*(s|ms|us|µs|ns)$/;
// eth0 before eth1
const BEFORE = /^(\S+)\s+before\s+(\S+)$/;
// softirq NET_RX opened
const OPENED = /^softirq\s+(\S+)\s+opened$/;

/**
 * Reads what a user asserts of a log, as a promise like the kernel's own: `net_dev_init < 5ms` (an
 * initcall is faster), `eth0 before eth1` (initcalls, operations, devices or softirqs show up in
 * that order), `softirq NET_RX opened`.
 *
 * @throws {@link UsageError} for anything else.
 */
export function parseAssertion(text: string): Invariant {
  const [, initcall, amount, unit] = FASTER.exec(text) ?? [];
  const factor = NANOSECONDS[unit ?? ''];
  if (initcall !== undefined && factor !== undefined) {
    const limit = Number(amount) * factor;
    return promise(text, ['initcall.returned'], (findings) => faster(initcall, limit, findings));
  }
  const [, first, second] = BEFORE.exec(text) ?? [];
  if (first !== undefined && second !== undefined) {
    return promise(text, [], (findings) => inOrder(first, second, findings));
  }
  const vector = OPENED.exec(text)?.[1];
  if (vector !== undefined) {
    return promise(text, ['softirq.opened'], (findings) => opened(vector, findings));
  }
  throw new UsageError(
    `--assert: found ${JSON.stringify(text)}, expected NAME < 5ms, ONE before OTHER, or softirq NAME opened`,
  );
}

function promise(
  text: string,
  needs: readonly EventType[],
  monitor: Invariant['monitor'],
): Invariant {
  return {
    id: text,
    statement: text,
    mechanism: 'Asserted by you.',
    source: { function: '--assert', file: 'the command line' },
    versions: 'all',
    needs,
    breaks: 'You said so.',
    spoiledBy: 'recording',
    monitor,
  };
}

function faster(name: string, limit: number, { kept, broken, blind }: Findings): Monitor {
  return {
    'initcall.returned': (event) => {
      if (event.name !== name) return;
      if (event.duration === null) blind(`the log does not say how long ${name} took`);
      else if (event.duration < limit) kept();
      else
        broken(event, `${name} took ${duration(event.duration)}, not less than ${duration(limit)}`);
    },
  };
}

function inOrder(first: string, second: string, { kept, broken, blind }: Findings): Monitor {
  const seen = new Map<string, KernelEvent>();
  const see = (name: string | null, event: KernelEvent): void => {
    if (name === null || seen.has(name) || (name !== first && name !== second)) return;
    seen.set(name, event);
    const early = seen.get(second);
    if (name === second && seen.has(first)) kept();
    if (name === first && early !== undefined) {
      broken(event, `${second} came before ${first}`, [early]);
    }
  };
  return {
    'initcall.started': (event) => see(event.name, event),
    'pernet.registered': (event) => see(event.ops, event),
    'netdev.registered': (event) => see(event.name, event),
    'softirq.opened': (event) => see(event.vector, event),
    end: () => {
      for (const name of [first, second]) {
        if (!seen.has(name)) blind(`${name} is not in this recording`);
      }
    },
  };
}

function opened(vector: string, { kept }: Findings): Monitor {
  return {
    'softirq.opened': (event) => {
      if (event.vector === vector) kept();
    },
  };
}
