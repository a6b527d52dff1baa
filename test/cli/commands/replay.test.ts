import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../../src/model/events.ts';
import { devId, netId } from '../../../src/model/ids.ts';
import { defects, simulateDefect } from '../../../src/testing/defects/catalogue.ts';
import { stamped } from '../../replay/histories.ts';
import { jsonl, PLAIN, recording, runIn } from '../shell.ts';

const BOOT = recording('6.1-cloud/boot-function-1cpu.log.gz');
const LIFE = recording('6.1-cloud/life-kprobe.log.gz');

describe('the story of a boot', () => {
  it('opens up net_dev_init step by step, in order, and marks what was inferred', async () => {
    const { code, out } = await runIn({}, 'replay', BOOT);
    expect(code).toBe(0);
    const steps = [
      /\+0 s ● net_dev_init +begins +L574/,
      /● dev_proc_ops +each namespace gets \/proc\/net\/dev/,
      /● netdev_kobject_init +\/sys\/class\/net exists/,
      /○ 17 packet lists +empty and ready: ptype_all and the 16/,
      /● netdev_net_ops/,
      /○ softnet_data +queues of CPU 0 are ready/,
      /○ dev_boot_phase = 0/,
      /● loopback_net_ops/,
      /◐ lo #1 +appears in init_net, its first device/,
      /default_device_ops +clears/,
      /softirq NET_TX +is handled by net_tx_action/,
      /softirq NET_RX/,
      /\(net\/dev:dead\)/,
      /● net_dev_init +returns 0/,
    ].map((step) => out.search(step));
    expect(steps).not.toContain(-1);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
  });

  it('sums up the initcall levels', async () => {
    const { out } = await runIn({}, 'replay', BOOT);
    expect(out).toMatch(/^ {2}subsys +107 +241 ms {2}13: /m);
    expect(out).toMatch(/net_dev_init in level subsys: returned 0 after 9\.54 ms/);
  });
});

describe('the life of a namespace', () => {
  it('is told inside the bracket its loopback opens and closes', async () => {
    const { out } = await runIn({}, 'replay', LIFE);
    const block = blockOf(out, '4026532218');
    const drawn = block.filter((row) => / [┌├└]─ /.test(row));
    expect(drawn[0]).toContain('┌─ lo #1 appears first, made by loopback_net_ops');
    expect(drawn.at(-1)).toContain('└─ foo #1 disappears last');
    expect(drawn.filter((row) => row.includes('┌') || row.includes('└'))).toHaveLength(2);
    expect(block.join('\n')).toContain('├─ lo is now called foo #1');
    expect(block.join('\n')).toContain('├─ e1 #8 arrives from 4026532167');
  });

  it('is seen to break the bracket where lo does not leave last', async () => {
    const files = { broken: jsonl(simulateDefect(defects['lo leaves first'])) };
    const { code, out } = await runIn({ files }, 'replay', 'broken');
    expect(code).toBe(1);
    const block = blockOf(out, '4026532193').join('\n');
    expect(block).toMatch(/└─ lo #1 disappears\n.* ◆ d0 #2 disappears after lo has left/);
  });

  it('tells a failed setup and its undoing', async () => {
    const { out } = await runIn({}, 'replay', LIFE);
    const block = blockOf(out, '4026532361').join('\n');
    expect(block).toContain('loopback_net_ops fails: -4 (EINTR)');
    expect(block).toContain('setup failed: -4 (EINTR)');
  });

  it('has lo as unseen where the namespace is older than the recording', async () => {
    const { out } = await runIn({}, 'replay', LIFE);
    const block = blockOf(out, 'init_net, older than this recording');
    expect(block[0]).toContain('┆─ d0 #2 appears');
    expect(block.join('\n')).not.toMatch(/[┌└]/);
  });

  it('is cut in the middle where it is too long, and says so', async () => {
    const files = { busy: jsonl(busyLife(100)) };
    const short = await runIn({ files }, 'replay', 'busy');
    expect(short.out).toContain('… 165 more events (--all, or see netdev-replay events)');
    expect(short.out).toContain('└─ lo #1 disappears last');
    const whole = await runIn({ files }, 'replay', '--all', 'busy');
    expect(whole.out).not.toContain('more events');
    expect(whole.out).toContain('d57 #59 appears');
  });
});

describe('the end of a story', () => {
  it('is the state and the promises', async () => {
    const { out } = await runIn({}, 'replay', LIFE);
    expect(out).toMatch(/── At the end ─+\n[\s\S]*eth0 #5 · sit0 #7 · dev9 #9/);
    expect(out).toMatch(/── The promises of the kernel ─+\n[\s\S]*✓ holds {4}loopback-last/);
  });
});

describe('replay --by-time', () => {
  it('tells one thing after another, and sums up what is many of a kind', async () => {
    const { code, out } = await runIn({}, 'replay', '--by-time', LIFE);
    expect(code).toBe(0);
    expect(out).toContain('82 operations (net_ns_ops … packet_net_ops) initialised in');
    expect(out).toContain('vlan_net_ops initialised in 4 namespaces');
    expect(linesOf(out)).toEqual([...linesOf(out)].sort((a, b) => a - b));
  });
});

describe('replay --speed', () => {
  it('tells the same at any pace', async () => {
    const atOnce = await runIn({}, 'replay', '--by-time', LIFE);
    const paced = await runIn({}, 'replay', '--speed', '100000', LIFE);
    expect(linesOf(paced.out)).toEqual(linesOf(atOnce.out));
    expect(paced.code).toBe(0);
  });

  it.each(['fast', '0', '-1', '', 'Infinity'])('does not take %j', async (speed) => {
    const { code, err } = await runIn({}, 'replay', '--speed', speed, LIFE);
    expect(code).toBe(2);
    expect(err).toContain('--speed: found');
    expect(err).toContain('expected max, or a number above 0');
  });
});

describe('replay --from --to', () => {
  it('tells what lies between, both ends included, and knows what was before', async () => {
    for (const extra of [[], ['--by-time'], ['--speed', 'original']]) {
      const bounds = ['--from', 'L575', '--to', 'L602'];
      const { code, out } = await runIn({}, 'replay', ...extra, ...bounds, LIFE);
      expect(code).toBe(0);
      const [story = '', end = ''] = out.split('── At the end');
      expect([linesOf(story).at(0), linesOf(story).at(-1)]).toEqual([
        extra.length === 0 ? 578 : 575,
        602,
      ]);
      expect(story).toContain('Told from line 575 to line 602; the log goes on.');
      expect(end).toMatch(/4026532218 {2}ready\n +lo #1\n/);
    }
  });

  it('takes events, lines and times alike', async () => {
    const { out: events } = await runIn({}, 'events', LIFE);
    const all = events
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    const moved = all.find(({ type }) => type === 'netdev.moved');
    for (const at of [`${moved.seq}`, `L${moved.line}`, `${moved.at / 1000}us`]) {
      const { out } = await runIn({}, 'replay', '--by-time', '--from', at, '--to', at, LIFE);
      expect(linesOf(out)).toEqual([602]);
    }
  });

  it('says so where nothing lies between', async () => {
    const { code, err } = await runIn({}, 'replay', '--from', 'L9', '--to', 'L2', LIFE);
    expect(code).toBe(0);
    expect(err).toContain('found nothing from line 9 to line 2');
  });

  it('tells no more of the log than it has to', async () => {
    const files = {
      endless: jsonl(busyLife(20)).replace(/.*"netdev.unregistered"[\s\S]*/, 'broken'),
    };
    const { code } = await runIn({ files }, 'replay', 'endless', '--to', '3');
    expect(code).toBe(0);
    expect((await runIn({ files }, 'replay', 'endless')).code).toBe(2);
  });
});

describe('replay --until', () => {
  const files = { broken: jsonl(simulateDefect(defects['lo leaves first'])) };

  it('ends with the event that breaks the promise, and says so', async () => {
    for (const extra of [[], ['--by-time'], ['--speed', '1000000']]) {
      const { code, out } = await runIn(
        { files },
        ...['replay', '--until', 'loopback-last', ...extra, 'broken'],
      );
      expect(code).toBe(1);
      const [story = '', end = ''] = out.split('✗ loopback-last is broken here: ');
      expect(story).toMatch(/lo #1 disappears/);
      expect(story).not.toMatch(/d0 #2 disappears/);
      expect(end).toMatch(
        /^lo \(ifindex 1\) left net [\s\S]*── At that moment [\s\S]*d0 #2 · d1 #3/,
      );
    }
  });

  it('goes to the end, and says so, where the promise is kept', async () => {
    const { code, out, err } = await runIn({}, 'replay', '--until', 'loopback-last', LIFE);
    expect(code).toBe(0);
    expect(err).toContain('nothing here breaks loopback-last');
    expect(out).toContain('── The promises of the kernel');
  });

  it('ends with a promise of the user’s own, or of an automaton', async () => {
    const ends = async (...options: readonly string[]) => {
      const { code, out } = await runIn({ files }, 'replay', '--until', ...options, 'broken');
      expect(code).toBe(1);
      return out;
    };
    const own = 'd0 before lo';
    expect(await ends(own, '--assert', own)).toContain('✗ d0 before lo is broken here: ');
    const log = jsonl(simulateDefect(defects['a device is freed before it is unlisted']));
    const { out } = await runIn({ files: { log } }, 'replay', '--until', 'rv-netdev', 'log');
    expect(out).toContain('✗ rv-netdev is broken here: ');
  });

  it('looks for the promise within the bounds only', async () => {
    const args = ['replay', '--until', 'loopback-last', '--to', '50', 'broken'];
    expect((await runIn({ files }, ...args)).err).toContain('nothing here breaks loopback-last');
  });

  it('knows which promises there are', async () => {
    const { code, err } = await runIn({}, 'replay', '--until', 'loopback-lst', LIFE);
    expect(code).toBe(2);
    expect(err).toContain('did you mean loopback-last?');
  });
});

describe('replay --assert', () => {
  it('judges it beside what the kernel promises', async () => {
    const asserted = ['--assert', 'd0 appears', '--assert', 'eth9 appears'];
    const { code, out } = await runIn({}, 'replay', ...asserted, LIFE);
    expect(code).toBe(1);
    expect(out).toMatch(/✓ holds {4}d0 appears/);
    expect(out).toMatch(/✗ violated eth9 appears/);
  });
});

describe('a story on a terminal', () => {
  it('fits into 80 columns', async () => {
    for (const log of [BOOT, LIFE]) {
      const { out } = await runIn({ terminal: PLAIN }, 'replay', log);
      expect(Math.max(...out.split('\n').map((row) => row.length))).toBeLessThanOrEqual(80);
    }
  });
});

/** The rows of a namespace's block, below its title. */
function blockOf(out: string, title: string): readonly string[] {
  const [, after = ''] = out.split(`\n  ${title}\n`);
  return (after.split('\n\n')[0] ?? '').split('\n');
}

/** The lines of the log that the rows refer to. */
function linesOf(out: string): readonly number[] {
  return [...out.matchAll(/ L(\d+)$/gm)].map(([, number]) => Number(number));
}

function busyLife(devices: number) {
  const net = netId('4026532193');
  const presence = (index: number) => ({
    dev: devId(`0x${index}`),
    net,
    name: index === 0 ? 'lo' : `d${index}`,
    ifindex: index === 0 ? 1 : index + 2,
  });
  const arrivals = Array.from({ length: devices }, (_, index) => presence(index));
  const departures = [...arrivals].reverse();
  const bodies: EventBody[] = [
    { type: 'net.setup', net },
    ...arrivals.map((device) => ({ type: 'netdev.registered' as const, ...device })),
    ...departures.map((device) => ({ type: 'netdev.unregistered' as const, ...device })),
  ];
  return stamped(bodies);
}
