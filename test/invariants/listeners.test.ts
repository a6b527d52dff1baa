import { describe, expect, it } from 'vitest';
import type { Monitor } from '../../src/invariants/invariant.ts';
import { Lives } from '../../src/invariants/lives.ts';
import type { KernelEvent } from '../../src/model/events.ts';
import { A, given, net, opsExit, opsInit } from './history.ts';
import { tell } from './known-lives.ts';

/** What is noted when some operations are initialised in a namespace, one after the other. */
function notedOf(watch: (note: (word: string) => void) => readonly Monitor[]): readonly string[] {
  const noted: string[] = [];
  const steps = ['proc_net_ns_ops', 'loopback_net_init', 'proc_net_ns_ops', 'loopback_net_ops'];
  const setup: readonly KernelEvent[] = given(
    net('net.setup', A),
    ...steps.map((ops) => opsInit(A, ops)),
  );
  tell(setup, new Lives(null), ...watch((word) => noted.push(word)));
  return noted;
}

describe('a monitor', () => {
  it('hears the steps of certain operations only, by whatever name the log has for them', () => {
    const noted = notedOf((note) => [
      { only: { loopback_net_ops: { 'pernet.initialized': ({ ops }) => note(ops ?? '?') } } },
    ]);
    expect(noted).toEqual(['loopback_net_init', 'loopback_net_ops']);
  });

  it('hears all steps beside those of certain operations, before or after other monitors', () => {
    const noted = notedOf((note) => [
      { 'pernet.initialized': () => note('all') },
      { only: { loopback_net_ops: { 'pernet.initialized': () => note('lo') } } },
      { 'pernet.initialized': () => note('all too') },
    ]);
    const [other, lo] = [
      ['all', 'all too'],
      ['all', 'lo', 'all too'],
    ];
    expect(noted).toEqual([other, lo, other, lo].flat());
  });

  it('hears the steps outside of setups only, or those of cleanups only', () => {
    const noted: string[] = [];
    const ops = 'proc_net_ns_ops';
    const noting =
      (word: string) =>
      ({ ops: name }: { readonly ops: string | null }) => {
        noted.push(`${word} ${name}`);
      };
    const life = given(
      net('net.setup', A),
      opsInit(A, 'in_setup_ops'),
      net('net.ready', A),
      opsInit(A, 'later_ops'),
      net('net.dying', A),
      opsExit(A, 'dying_ops'),
      net('net.cleanup', A),
      opsExit(A, ops),
      { type: 'pernet.exited', ops: 'unnamed_ops', net: null, phase: 'exit' },
    );
    tell(life, new Lives(null), {
      outside: { 'pernet.initialized': noting('outside') },
      cleanup: { 'pernet.exited': noting('cleanup') },
      only: { [ops]: { 'pernet.exited': noting('only') } },
    });
    expect(noted).toEqual(['outside later_ops', 'cleanup proc_net_ns_ops', 'only proc_net_ns_ops']);
  });
});
