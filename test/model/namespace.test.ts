import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../src/model/events.ts';
import { D0, D0_APPEARS, D0_DISAPPEARS, given, NET } from './given.ts';

const SETUP: EventBody = { type: 'net.setup', net: NET };

describe('a namespace', () => {
  it.each([
    ['setup', [SETUP]],
    ['ready', [SETUP, { type: 'net.ready', net: NET }]],
    ['failed', [SETUP, { type: 'net.failed', net: NET, rc: -12 }]],
    ['dying', [SETUP, { type: 'net.dying', net: NET }]],
    ['cleanup', [SETUP, { type: 'net.cleanup', net: NET }]],
  ] as const)('is in the state %s after the event of that name', (status, events) => {
    expect(given(...events).nets.get(NET)?.status).toBe(status);
  });

  it('that is first heard of in mid-life is older than the log', () => {
    const state = given({ type: 'pernet.exited', ops: 'x_ops', net: NET, phase: 'exit' });
    expect(state.nets.get(NET)?.status).toBe('unknown');
  });

  it('counts the operations that were initialised in it', () => {
    const init: EventBody = { type: 'pernet.initialized', ops: 'x_ops', net: NET };
    const failed: EventBody = { type: 'pernet.failed', ops: 'y_ops', net: NET, rc: -12 };
    expect(given(SETUP, init, init, failed).nets.get(NET)?.initialized).toBe(2);
  });

  it('takes the devices that were on their way out along when it is freed', () => {
    const state = given(SETUP, D0_APPEARS, D0_DISAPPEARS, { type: 'net.freed', net: NET });
    expect(state.nets.size).toBe(0);
    expect(state.devices.has(D0)).toBe(false);
    expect(state.freed.nets).toBe(1);
  });

  it('that the log does not name changes nothing', () => {
    expect(given({ type: 'net.cleanup', net: null }).nets.size).toBe(0);
    expect(given({ type: 'net.freed', net: null }).freed.nets).toBe(0);
  });
});

describe('the pernet list', () => {
  const registered = (ops: string, kind: 'subsys' | 'device'): EventBody => {
    return { type: 'pernet.registered', ops, kind };
  };

  it('keeps subsys operations in front of device operations, whenever they come', () => {
    const { pernet } = given(
      registered('early_ops', 'subsys'),
      registered('loopback_net_ops', 'device'),
      registered('late_ops', 'subsys'),
    );
    expect(pernet).toEqual({ subsys: ['early_ops', 'late_ops'], device: ['loopback_net_ops'] });
  });

  it('lets go of an operation, of unknown kind too', () => {
    const gone: EventBody = { type: 'pernet.unregistered', ops: 'sit_net_ops', kind: null };
    const unknown: EventBody = { type: 'pernet.unregistered', ops: 'other_ops', kind: 'subsys' };
    const { pernet } = given(registered('sit_net_ops', 'device'), gone, unknown);
    expect(pernet).toEqual({ subsys: [], device: [] });
  });

  it('lets go of an operation in the half it is in, and of no other', () => {
    const gone = (ops: string, kind: 'subsys' | null): EventBody => {
      return { type: 'pernet.unregistered', ops, kind };
    };
    const listed = [
      registered('a_ops', 'subsys'),
      registered('b_ops', 'subsys'),
      registered('a_ops', 'device'),
      registered('c_ops', 'device'),
    ];
    const pernetAfter = (event: EventBody) => given(...listed, event).pernet;
    expect(pernetAfter(gone('a_ops', 'subsys')).subsys).toEqual(['b_ops']);
    expect(pernetAfter(gone('a_ops', 'subsys')).device).toEqual(['a_ops', 'c_ops']);
    expect(pernetAfter(gone('a_ops', null)).subsys).toEqual(['a_ops', 'b_ops']);
    expect(pernetAfter(gone('a_ops', null)).device).toEqual(['c_ops']);
    expect(pernetAfter(gone('b_ops', null)).subsys).toEqual(['a_ops']);
    expect(pernetAfter(gone('b_ops', null)).device).toEqual(['a_ops', 'c_ops']);
    expect(pernetAfter(gone('z_ops', 'subsys')).subsys).toEqual(['a_ops', 'b_ops']);
  });
});

describe('trouble', () => {
  it('counts warnings, bugs and gaps, and keeps the panic', () => {
    const { trouble } = given(
      { type: 'kernel.warned', message: 'at net/core/dev.c' },
      { type: 'kernel.bug', message: 'kernel BUG at net/core/dev.c' },
      { type: 'recording.gap', lost: 7 },
      { type: 'recording.gap', lost: null },
      { type: 'kernel.panicked', message: 'Attempted to kill init!' },
    );
    expect(trouble).toEqual({
      warnings: 1,
      bugs: 1,
      panic: 'Attempted to kill init!',
      gaps: 2,
      lost: 7,
    });
  });
});
