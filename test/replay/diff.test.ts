import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planOf } from '../../src/kernel/plan.ts';
import { simulate } from '../../src/kernel/simulate.ts';
import type { EventBody, KernelEvent } from '../../src/model/events.ts';
import { devId, INIT_NET, netId } from '../../src/model/ids.ts';
import { type DiffOptions, diff, type Finding, type RecordingDiff } from '../../src/replay/diff.ts';
import { arbitraryHistory } from '../../src/testing/arbitrary-history.ts';
import { absurdHistory, stamped } from './histories.ts';

const anyHistory = fc.oneof(
  absurdHistory(),
  arbitraryHistory().map(({ events }) => events),
);

describe('the diff of two recordings', () => {
  it('is empty for a recording and itself', () => {
    fc.assert(
      fc.property(anyHistory, (events) => {
        expect(diff(events, events)).toEqual({ findings: [], unseen: [] });
      }),
    );
  });

  it('is empty for the same things under other ids, at other times, by other tasks', () => {
    fc.assert(
      fc.property(anyHistory, fc.integer({ min: 1, max: 10 }), (events, factor) => {
        expect(diff(events, disguised(events, factor), { slower: 99 }).findings).toEqual([]);
      }),
    );
  });

  it('turns around when the recordings change places', () => {
    fc.assert(
      fc.property(anyHistory, anyHistory, (before, after) => {
        expect(inOrder(diff(after, before))).toEqual(inOrder(mirrored(diff(before, after))));
      }),
    );
  });

  it('is plain JSON', () => {
    fc.assert(
      fc.property(anyHistory, anyHistory, (before, after) => {
        const result = diff(before, after);
        expect(JSON.parse(JSON.stringify(result))).toEqual(result);
      }),
    );
  });

  it('finds an initcall that came, one that went, and one that changed its place', () => {
    const boot = (...names: string[]) =>
      stamped(names.map((name) => ({ type: 'initcall.started', name })));
    expect(told(diff(boot('a', 'b', 'c', 'd'), boot('b', 'c', 'e', 'a')))).toEqual([
      'gone initcalls/d',
      'added initcalls/e',
      'moved initcalls/a null e',
    ]);
  });

  it('finds what failed and what does not fail any more', () => {
    const returned = (rc: number) =>
      stamped([{ type: 'initcall.returned', name: 'net_dev_init', rc, duration: 0 }]);
    expect(told(diff(returned(0), returned(-12)))).toEqual(['failed initcalls/net_dev_init 0 -12']);
    expect(told(diff(returned(-12), returned(0)))).toEqual(['mended initcalls/net_dev_init -12 0']);
    expect(told(diff(returned(-12), returned(-17)))).toEqual([
      'failed initcalls/net_dev_init -12 -17',
    ]);
  });

  it('finds what became slower by the share and by the time asked for', () => {
    const lasting = (ms: number) =>
      stamped([{ type: 'initcall.returned', name: 'inet_init', rc: 0, duration: ms * 1e6 }]);
    const slower = (before: number, after: number, options?: DiffOptions) =>
      diff(lasting(before), lasting(after), options).findings.map(({ kind }) => kind);
    expect(slower(10, 12)).toEqual([]);
    expect(slower(10, 13)).toEqual(['slower']);
    expect(slower(13, 10)).toEqual(['faster']);
    expect(slower(1, 1.9)).toEqual([]);
    expect(slower(1, 1.9, { slowerBy: 0 })).toEqual(['slower']);
    expect(slower(10, 13, { slower: 0.5 })).toEqual([]);
  });

  it('does not take what a log cannot show for something gone', () => {
    const boot = simulate(planOf({ kernel: '6.1' }));
    const withoutDevices = boot.filter(({ type }) => !type.startsWith('netdev.'));
    expect(diff(boot, withoutDevices)).toEqual({
      findings: [],
      unseen: [{ part: 'namespaces/devices', in: 'after' }],
    });
    const parts = ['boot', 'initcalls', 'namespaces', 'pernet'];
    expect(diff([], boot)).toEqual({
      findings: [],
      unseen: parts.map((part) => ({ part, in: 'before' })),
    });
  });

  it('tells namespaces by their birth and devices by name, in what they lived through', () => {
    const [net, lo, eth] = [netId('4026532193'), devId('0xa0'), devId('0xb0')];
    const life: readonly EventBody[] = [
      { type: 'net.setup', net },
      { type: 'netdev.registered', dev: lo, net, name: 'lo', ifindex: 1 },
      { type: 'net.ready', net },
      { type: 'netdev.registered', dev: eth, net, name: 'eth0', ifindex: 2 },
    ];
    const moved: EventBody = {
      type: 'netdev.moved',
      dev: eth,
      from: net,
      to: INIT_NET,
      name: 'eth0',
      fromIfindex: 2,
      ifindex: 3,
    };
    expect(told(diff(stamped(life), stamped([...life, moved])))).toEqual([
      'added namespaces/netns 1/devices/eth0/moved to init_net',
    ]);
  });

  it('does not count what the log does not name: batches depend on timing', () => {
    const cleanup = (count: number) =>
      stamped(
        Array.from({ length: count }, () => [
          { type: 'net.cleanup', net: null } as const,
          { type: 'pernet.exited', ops: 'fib_net_ops', net: null, phase: 'exit' } as const,
          { type: 'net.freed', net: null } as const,
        ]).flat(),
      );
    expect(diff(cleanup(1), cleanup(3), { slowerBy: 0 }).findings).toEqual([]);
  });

  it('takes an id that is set up again for another namespace', () => {
    const births = (count: number) =>
      stamped(Array.from({ length: count }, () => ({ type: 'net.setup', net: netId('net1') })));
    expect(told(diff(births(1), births(2)))).toEqual(['added namespaces/netns 2']);
  });

  it('shows what a fault changed in a simulated kernel', () => {
    const commands = [{ do: 'netns.add', net: 'a' }] as const;
    const sound = simulate(planOf({ kernel: '6.1', commands }));
    const faults = [{ site: 'ops_init', of: 'netdev_net_ops', nth: 2 }] as const;
    const faulty = simulate(planOf({ kernel: '6.1', commands, faults }));
    expect(told(diff(sound, faulty))).toContain('failed namespaces/netns 1/life/setup 0 -12');
    expect(told(diff(sound, faulty))).toContain(
      'failed namespaces/netns 1/pernet/init netdev_net_ops 0 -12',
    );
  });
});

function told({ findings }: RecordingDiff): readonly string[] {
  return findings.map((finding) => {
    const change = 'before' in finding ? ` ${finding.before} ${finding.after}` : '';
    return `${finding.kind} ${finding.path.join('/')}${change}`;
  });
}

const OPPOSITE = {
  added: 'gone',
  gone: 'added',
  slower: 'faster',
  faster: 'slower',
} as const;

function mirrored({ findings, unseen }: RecordingDiff): RecordingDiff {
  return {
    findings: findings.map((finding) => {
      const { path } = finding;
      const lines = { before: finding.lines.after, after: finding.lines.before };
      switch (finding.kind) {
        case 'added':
        case 'gone':
          return { kind: OPPOSITE[finding.kind], path, lines };
        case 'moved':
          return { kind: 'moved', path, lines, before: finding.after, after: finding.before };
        case 'slower':
        case 'faster':
          return {
            kind: OPPOSITE[finding.kind],
            path,
            lines,
            before: finding.after,
            after: finding.before,
          };
        default: {
          const kind = finding.before < 0 ? 'failed' : 'mended';
          return { kind, path, lines, before: finding.after, after: finding.before };
        }
      }
    }),
    unseen: unseen.map(({ part, in: side }) => ({
      part,
      in: side === 'before' ? 'after' : 'before',
    })),
  };
}

function inOrder({ findings, unseen }: RecordingDiff): unknown {
  const key = ({ path, kind }: Finding) => `${path.join('/')} ${kind}`;
  return { findings: new Map(findings.map((finding) => [key(finding), finding])), unseen };
}

/** The same history as another machine would tell it. */
function disguised(events: readonly KernelEvent[], factor: number): readonly KernelEvent[] {
  return events.map((event) => {
    const ids = event.type === 'netdev.moved' ? ['dev', 'from', 'to'] : ['dev', 'net'];
    const renamed = Object.entries(event).map(([field, value]) => [
      field,
      ids.includes(field) && typeof value === 'string' && value !== INIT_NET ? `~${value}` : value,
    ]);
    const at = event.at === null ? null : event.at * factor + 5_000_000_000;
    return {
      ...Object.fromEntries(renamed),
      at,
      cpu: 3,
      task: 'init-1',
      line: (event.line ?? 0) + 9,
    };
  });
}
