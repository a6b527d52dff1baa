import { describe, expect, it } from 'vitest';
import { recording, runIn } from '../shell.ts';

const BOOT = recording('6.1-cloud/boot-function-1cpu.log.gz');
const LIFE = recording('6.1-cloud/life-kprobe.log.gz');

describe('state', () => {
  it('shows at the end of a boot what net_dev_init has set up', async () => {
    const { code, out } = await runIn({}, 'state', BOOT);
    expect(code).toBe(0);
    expect(out).toContain('net_dev_init returned 0 after 9.54 ms');
    expect(out).toContain('NET_TX → net_tx_action, NET_RX → net_rx_action');
    expect(out).toContain('2 device\n               (loopback_net_ops, default_device_ops)');
    expect(out).toMatch(/init_net {2}ready\n +lo #1/);
  });

  it('lists the devices of a namespace in list order, at any moment', async () => {
    const { out } = await runIn({}, 'state', '--at', 'L1063', LIFE);
    expect(out).toContain('at line 1063');
    expect(out).toMatch(/4026532116 {2}ready\n +lo #1 · d0 #2 · d9 #9 · v0 #4 · sit0 #5\n/);
  });

  it('is the same by event, by line and by time', async () => {
    const { out: events } = await runIn({}, 'events', LIFE);
    const moved = JSON.parse(
      events.split('\n').find((text) => text.includes('netdev.moved')) ?? '',
    );
    const moments = [`${moved.seq}`, `L${moved.line}`, `${moved.at / 1000}us`];
    const [event, line, time] = await Promise.all(
      moments.map((at) => runIn({}, 'state', '--json', '--at', at, LIFE)),
    );
    expect(JSON.parse(event?.out ?? '').nets['4026532116'].devices).toHaveLength(2);
    expect(line?.out).toBe(event?.out);
    expect(time?.out).toBe(event?.out);
  });

  it('says when a moment lies behind the end, and shows the end', async () => {
    const { code, out, err } = await runIn({}, 'state', '--at', '1h', LIFE);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('expected an event (41), a line (L574) or a time (2.36s, 15ms)');
    const late = await runIn({}, 'state', '--at', '99999s', LIFE);
    expect(late.code).toBe(0);
    expect(late.err).toContain('99999 s lies behind the end of the log');
    const last = await runIn({}, 'state', '--at', 'L4887', LIFE);
    expect(last.err).toBe('');
  });
});

describe('state --json', () => {
  it('prints the state as the contract has it', async () => {
    const { out } = await runIn({}, 'state', '--json', BOOT);
    const state = JSON.parse(out);
    expect(state).toMatchObject({
      boot: { phase: 'returned', rc: 0 },
      softnet: { 0: expect.anything() },
      softirqs: { NET_TX: { action: 'net_tx_action' } },
      pernet: { device: ['loopback_net_ops', 'default_device_ops'] },
      nets: { 4026531840: { status: 'ready', devices: [{ name: 'lo', ifindex: 1 }] } },
    });
  });
});

describe('state --hash', () => {
  it('prints the hash that check reports, whatever the form of the log', async () => {
    const { code, out } = await runIn({}, 'state', '--hash', LIFE);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^[0-9a-f]{64}\n$/) });
    const { recordings } = JSON.parse((await runIn({}, 'check', '--json', LIFE)).out);
    expect(recordings[0].state.hash).toBe(out.trim());
    const files = { events: (await runIn({}, 'events', LIFE)).out };
    expect((await runIn({ files }, 'state', '--hash', 'events')).out).toBe(out);
  });

  it('changes with the moment', async () => {
    const hashes = ['L574', 'L578', 'L602'].map(
      async (at) => (await runIn({}, 'state', '--hash', '--at', at, LIFE)).out,
    );
    expect(new Set(await Promise.all(hashes)).size).toBe(3);
  });

  it('is not mixed with JSON', async () => {
    const { code, err } = await runIn({}, 'state', '--hash', '--json', LIFE);
    expect(code).toBe(2);
    expect(err).toContain('found --json and --hash, expected one of them');
  });
});
