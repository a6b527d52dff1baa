import type { EventBody, PernetKind } from '../../model/events.ts';
import { LOOPBACK_IFINDEX } from '../../model/ids.ts';
import type { Context } from '../observation.ts';
import type { Devices } from './devices.ts';
import {
  NET_DEV_DEAD,
  NET_SOFTIRQS,
  REGISTRATIONS,
  type Shown,
  STEPS,
  type Step,
} from './net-dev-steps.ts';
import type { Nets } from './nets.ts';
import type { Outbox } from './outbox.ts';
import { PtypeAll } from './ptype-all.ts';

/** PTYPE_HASH_SIZE of include/linux/netdevice.h. */
const PTYPE_HASH_SIZE = 16;

/**
 * Adds what the program order of net_dev_init implies. The compiler inlines the packet-type loop,
 * the per-CPU loop and `dev_boot_phase = 0`, so no log shows them; other steps are inferred only
 * where this log shows nothing of their kind. A step is implied by any later one.
 */
export class NetDevInit {
  readonly #outbox: Outbox;
  readonly #nets: Nets;
  readonly #devices: Devices;
  readonly #done = new Set<Step>();
  /** Kinds of steps this log is known to show. */
  readonly #shown = new Set<Shown>();
  #cpus = 1;
  #softnets = 0;
  #ptypeAll = new PtypeAll();
  #softirqs = 0;

  constructor(outbox: Outbox, nets: Nets, devices: Devices) {
    this.#outbox = outbox;
    this.#nets = nets;
    this.#devices = devices;
  }

  /** A line that shows a step of some kind, be it in net_dev_init or elsewhere. */
  shows(kind: Shown): void {
    this.#shown.add(kind);
  }

  /** Whether a line showed a step of this kind so far. */
  hasShown(kind: Shown): boolean {
    return this.#shown.has(kind);
  }

  /** At least so many CPUs are possible. */
  atLeastCpus(cpus: number): void {
    this.#cpus = Math.max(this.#cpus, cpus);
  }

  /** net_dev_init begins (again: a console capture may hold several boots). */
  begin(): void {
    this.#done.clear();
    this.#softirqs = 0;
    this.#softnets = 0;
  }

  /**
   * Whether net_dev_init initialises the head of `ptype_all`: 5.17 and 6.1 do, in 6.12 it is
   * initialised statically, later it belongs to the namespace.
   */
  ptypeAllIs(initialised: boolean): void {
    this.#ptypeAll.learn(initialised);
  }

  /** It probably does, as far as the log goes until net_dev_init itself shows more. */
  ptypeAllMayBe(): void {
    this.#ptypeAll.guess(true);
  }

  /** page_pool_create_percpu (6.12+) runs once per possible CPU, after its queues are set up. */
  pagePool(context: Context): void {
    this.ptypeAllIs(false);
    this.approach('softnet', context);
    const softnet = this.#softnets;
    this.#softnets += 1;
    this.#infer(context, { type: 'softnet.initialized', softnet });
  }

  /** net_dev_init registers its next operation of a kind; the name program order gives it. */
  registration(kind: PernetKind, context: Context, exact: boolean): string | null {
    // A graph shows every call, and this one follows the per-CPU loop: 6.12 has page pools in it.
    if (exact && kind === 'device') this.ptypeAllIs(true);
    // Behind netdev_kobject_init, a kernel without CONFIG_PROC_FS has left out the first two.
    const steps: readonly Step[] = REGISTRATIONS[kind];
    const step = steps.find((each) => !this.#done.has(each)) ?? null;
    if (step !== null) this.reach(step, context);
    return step;
  }

  /** net_dev_init opens its next softirq; what program order says it is. */
  softirq(context: Context): (typeof NET_SOFTIRQS)[number] | null {
    const softirq = NET_SOFTIRQS[this.#softirqs] ?? null;
    this.#softirqs += 1;
    if (softirq !== null) this.reach(softirq.vector, context);
    return softirq;
  }

  /** The log shows a step of the running net_dev_init. */
  reach(step: Step, context: Context): void {
    this.approach(step, context);
    this.#done.add(step);
  }

  /** The log shows netdev_kobject_init running: late, if a step behind it had implied it already. */
  kobject(context: Context): void {
    this.shows('kobject');
    if (!this.#done.has('kobject')) this.approach('kobject', context);
    else this.#outbox.post(context, () => ({ type: 'kobject.registered' }));
  }

  /** The log shows net_dev_init beginning a step, so that all before it are done. */
  approach(step: Step, context: Context): void {
    for (const earlier of STEPS) {
      if (earlier === step) return;
      if (this.#done.has(earlier)) continue;
      this.#done.add(earlier);
      this.#add(earlier, context);
    }
  }

  #add(step: Step, context: Context): void {
    switch (step) {
      case 'dev_proc_ops':
      case 'dev_mc_net_ops':
      case 'netdev_net_ops':
        if (!this.#shown.has('pernet')) this.#register(step, context);
        return;
      case 'proc':
        this.#outbox.post(context, () => ({ type: 'proc.created' }), this.#evidence('proc'));
        return;
      case 'kobject':
        this.#outbox.post(
          context,
          () => ({ type: 'kobject.registered' }),
          this.#evidence('kobject'),
        );
        return;
      case 'ptype':
        this.#ptypes(context);
        return;
      case 'softnet':
        this.#softnetLoop(context);
        return;
      case 'bootphase':
        this.#infer(context, { type: 'bootphase.ended' });
        return;
      case 'loopback_net_ops':
        if (!this.#shown.has('pernet')) this.#loopback(context);
        return;
      case 'default_device_ops':
        if (this.#shown.has('pernet')) return;
        this.#infer(context, { type: 'pernet.registered', ops: step, kind: 'device' });
        return;
      case 'NET_TX':
      case 'NET_RX':
        if (!this.#shown.has('softirq')) this.#openSoftirq(step, context);
        return;
      case 'cpuhp':
        if (this.#shown.has('cpuhp')) return;
        this.#infer(context, { type: 'cpuhp.installed', state: NET_DEV_DEAD });
        return;
      case 'end':
        return;
      default:
        step satisfies never;
    }
  }

  #evidence(kind: 'proc' | 'kobject'): { evidence: 'observed' | 'inferred' } {
    return { evidence: this.#shown.has(kind) ? 'observed' : 'inferred' };
  }

  #register(ops: string, context: Context): void {
    this.#infer(context, { type: 'pernet.registered', ops, kind: 'subsys' });
    this.#infer(context, { type: 'pernet.initialized', ops, net: this.#nets.initNet.id });
  }

  #openSoftirq(vector: string, context: Context): void {
    const action = NET_SOFTIRQS.find((softirq) => softirq.vector === vector)?.action ?? null;
    this.#infer(context, { type: 'softirq.opened', vector, action });
  }

  #ptypes(context: Context): void {
    const head = this.#ptypeAll;
    this.#outbox.post(
      context,
      () => (head.initialised ? { type: 'ptype.initialized', list: 'all' } : null),
      { evidence: 'inferred', waitsFor: [head] },
    );
    for (let list = 0; list < PTYPE_HASH_SIZE; list += 1) {
      this.#infer(context, { type: 'ptype.initialized', list });
    }
  }

  #softnetLoop(context: Context): void {
    this.#ptypeAll.settle();
    if (this.#softnets > 0) return;
    for (; this.#softnets < this.#cpus; this.#softnets += 1) {
      this.#infer(context, { type: 'softnet.initialized', softnet: this.#softnets });
    }
  }

  #loopback(context: Context): void {
    const ops = 'loopback_net_ops';
    const net = this.#nets.initNet;
    this.#infer(context, { type: 'pernet.registered', ops, kind: 'device' });
    const device = this.#devices.unnamed();
    this.#devices.place(device, net, LOOPBACK_IFINDEX, 'lo');
    this.#infer(context, { type: 'netdev.allocated', dev: device.id, name: 'lo' });
    const presence = { dev: device.id, net: net.id, name: 'lo', ifindex: LOOPBACK_IFINDEX };
    this.#infer(context, { type: 'netdev.registered', ...presence });
    this.#infer(context, { type: 'pernet.initialized', ops, net: net.id });
  }

  #infer(context: Context, body: EventBody): void {
    this.#outbox.post(context, () => body, { evidence: 'inferred' });
  }
}
