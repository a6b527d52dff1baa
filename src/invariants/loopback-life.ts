import type { EventOf } from '../model/events.ts';
import { INIT_NET, LOOPBACK_IFINDEX } from '../model/ids.ts';
import { pidOf } from '../model/pid.ts';
import type { Findings, Invariant, Monitor } from './invariant.ts';
import type { Known, KnownNet } from './known.ts';
import { LOOPBACK_OPS } from './ops-names.ts';
import { PerLife } from './per-life.ts';
import { deviceWords, netWords } from './words.ts';

/** L3 and L6: lo is immutable, and init_net is never cleaned up. */
export const loopbackStays: Invariant = {
  id: 'loopback-stays',
  statement: 'No loopback device ever moves to another namespace, and that of init_net never goes.',
  mechanism:
    'lo is marked NETIF_F_NETNS_LOCAL (netns_immutable since 6.12), which a move refuses with ' +
    'EINVAL; init_net keeps a reference for ever, so cleanup_net never meets it.',
  source: { function: '__dev_change_net_namespace', file: 'net/core/dev.c' },
  versions: 'all',
  needs: ['netdev.registered'],
  breaks: 'A loopback without the immutable mark, or a cleanup of init_net.',
  spoiledBy: 'recording',
  monitor: watchStays,
};

/** net_dev_init runs in the first task. */
const INIT_PID = '1';

function watchStays(findings: Findings, known: Known): Monitor {
  const { kept, broken, brokenBySilence, blind } = findings;
  const isLoopback = (life: KnownNet, dev: string | null, ifindex: number | null): boolean => {
    const byIfindex = life.loopback === null || dev === null;
    return byIfindex ? ifindex === LOOPBACK_IFINDEX : life.loopback === dev;
  };
  return {
    'netdev.moved': (event) => {
      if (event.from === null) {
        const isOther = event.fromIfindex !== null && event.fromIfindex !== LOOPBACK_IFINDEX;
        if (!isOther) blind('the log does not say which device moved, or from where');
        return;
      }
      const life = known.net(event.from);
      if (!isLoopback(life, event.dev, event.fromIfindex)) return;
      const from = netWords(event.from);
      const name = event.name ?? event.dev ?? 'ifindex 1';
      const message = `the loopback of ${from}, ${name}, moved to ${netWords(event.to)}`;
      broken(event, message, life.loopbackArrival === null ? [] : [life.loopbackArrival]);
    },
    'netdev.unregistered': (event) => {
      if (event.net === null) return;
      const life = known.net(event.net);
      if (!isLoopback(life, event.dev, event.ifindex)) return;
      if (event.net !== INIT_NET) {
        if (life.loopbackArrival !== null) kept();
        return;
      }
      // The log may show that it came, and not with which index.
      const own = event.dev === null ? null : known.device(event.dev).arrival;
      const arrival = life.loopbackArrival ?? own;
      // While it is being made it may be taken back: a notifier refused it, and the boot panics.
      const pid = pidOf(event.task);
      const outOfBoot = pid !== null && pid !== INIT_PID;
      if (life.made === null && arrival !== null && !outOfBoot) return;
      const message = `the loopback of init_net, ${deviceWords(event)}, was unregistered`;
      if (arrival !== null) broken(event, message, [arrival]);
      else if (outOfBoot) broken(event, message);
      else if (event.dev === null) blind('the log does not say which device left init_net');
      else brokenBySilence(event, message, ['netdev.registered']);
    },
    end: () => {
      for (const life of known.nets()) {
        if (life.loopback !== null && known.isListed(life, life.loopback)) kept();
      }
    },
  };
}

/** L4: one operation, one namespace, one loopback. */
export const loopbackOnce: Invariant = {
  id: 'loopback-once',
  statement: 'Every namespace has exactly one loopback device, from setup to teardown.',
  mechanism: 'loopback_net_init registers one device, and setup_net calls it once for a namespace.',
  source: { function: 'loopback_net_init', file: 'drivers/net/loopback.c' },
  versions: 'all',
  needs: ['netdev.registered', 'pernet.initialized'],
  breaks: 'A loopback_net_init that succeeds without a device, or with two.',
  spoiledBy: 'recording',
  monitor: watchOnce,
};

function watchOnce({ kept, brokenBySilence, blind }: Findings, known: Known): Monitor {
  /** Whatever was listed since it began would have been seen. */
  const inSight = (life: KnownNet): boolean =>
    life.setup !== null || known.ops(LOOPBACK_OPS).since !== null;
  const judge = (event: EventOf<'pernet.initialized'>, life: KnownNet): void => {
    const [lo, second] = life.made ?? [];
    const where = netWords(life.net);
    if (lo !== undefined && second !== undefined) {
      const two = `${deviceWords(lo)} and ${deviceWords(second)}`;
      const message = `loopback_net_init registered two devices in ${where}: ${two}`;
      // Lost may be that it was over, and another operation began, which registered the second.
      brokenBySilence(second, message, ['pernet.initialized'], [lo]);
    } else if (lo !== undefined) kept();
    else if (inSight(life)) {
      const message = `loopback_net_init registered no device in ${where}`;
      brokenBySilence(event, message, ['netdev.registered']);
    } else blind(`the registration of the loopback of ${where} is not in this recording`);
  };
  return {
    only: {
      [LOOPBACK_OPS]: {
        'pernet.initialized': (event) => event.net !== null && judge(event, known.net(event.net)),
      },
    },
  };
}

/** L7: before 6.1, netdev_run_todo waited for its devices strictly in order. */
export const loopbackFreedLast: Invariant = {
  id: 'loopback-freed-last',
  statement: 'The loopback device is freed after every other device of its namespace.',
  mechanism:
    'netdev_run_todo waits for one device after the other in the order they were unregistered, ' +
    'and lo comes last; since 6.1 it frees whichever device is ready first.',
  source: { function: 'netdev_run_todo', file: 'net/core/dev.c' },
  versions: '5.17',
  needs: ['netdev.unregistered', 'netdev.freed'],
  breaks: 'A todo run that does not wait for the devices in order.',
  spoiledBy: 'recording',
  monitor: watchFreedLast,
};

function watchFreedLast({ kept, broken, blind }: Findings, known: Known): Monitor {
  if (known.kernel === null) blind('a promise of 5.17 only; which kernel this is, is not known');
  else if (!known.kernel.startsWith('5.17')) blind(`a promise of 5.17, not of ${known.kernel}`);
  const freed = new PerLife<KnownNet, EventOf<'netdev.freed'>>();
  const judge = (event: EventOf<'netdev.freed'>, dev: string, life: KnownNet): void => {
    if (life.loopback === dev) {
      freed.set(life, event);
      if (life.leaving.size === 1) kept();
      return;
    }
    const lo = freed.get(life);
    if (lo === undefined) return;
    const message = `the loopback of ${netWords(life.net)} was freed before ${event.name ?? dev}`;
    broken(lo, message, [event]);
  };
  if (!known.kernel?.startsWith('5.17')) return {};
  return {
    'netdev.freed': (event) => {
      if (event.dev === null) return;
      const device = known.device(event.dev);
      if (device.status === 'unlisted' && device.net !== null) {
        judge(event, event.dev, known.net(device.net));
      }
    },
  };
}
