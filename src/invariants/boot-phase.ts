import { NET_DEV_INIT } from '../model/boot.ts';
import type { EventOf, KernelEvent } from '../model/events.ts';
import type { Findings, Invariant, Monitor } from './invariant.ts';
import { canonicalOps, LOOPBACK_OPS } from './ops-names.ts';
import { turnsBack } from './turns-back.ts';
import { deviceWords, netWords } from './words.ts';

/** B4: register_netdevice starts with BUG_ON(dev_boot_phase). */
export const bootPhase: Invariant = {
  id: 'boot-phase',
  statement: 'No network device is registered before net_dev_init has ended the boot phase.',
  mechanism: 'BUG_ON(dev_boot_phase) stands first in register_netdevice.',
  source: { function: 'register_netdevice', file: 'net/core/dev.c' },
  versions: 'all',
  needs: ['netdev.registered'],
  breaks: 'A driver that registers a device in an earlier initcall.',
  spoiledBy: 'monitor',
  monitor: watchPhase,
};

function watchPhase(findings: Findings): Monitor {
  const { kept, blind } = findings;
  const early = new EarlyDevice(findings);
  let running = false;
  /** In net_dev_init, and nothing of it lost so far. */
  let inside = false;
  let open = false;
  let lost = false;
  return {
    'recording.gap': () => {
      lost = true;
      inside = false;
      // What follows may be another boot, or another recording of this one.
      early.forget();
    },
    'initcall.started': (event) => {
      if (event.name !== NET_DEV_INIT || early.judged) return;
      early.listedBefore(event, 'net_dev_init started');
      running = true;
      inside = true;
    },
    'initcall.returned': ({ name }) => {
      if (name === NET_DEV_INIT) inside = false;
    },
    'bootphase.ended': (event) => {
      if (early.judged) return;
      early.listedBefore(event, 'the boot phase had ended');
      open = true;
    },
    'pernet.registered': (event) => {
      // dev_boot_phase falls without a trace; the first device operation comes right after it.
      if (!running || event.kind !== 'device') return;
      if (inside && !open && !early.judged) early.listedBeforeOperation(event);
      open = true;
    },
    'netdev.registered': (event) => {
      if (early.judged) return;
      if (!open) {
        early.see(event);
        return;
      }
      early.judged = true;
      if (lost) blind('records were lost before the boot phase ended');
      else kept();
    },
  };
}

/** The first device that was listed before anything showed that the boot phase was over. */
class EarlyDevice {
  judged = false;
  #first: EventOf<'netdev.registered'> | null = null;
  readonly #findings: Findings;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  see(event: EventOf<'netdev.registered'>): void {
    this.#first ??= event;
  }

  forget(): void {
    this.#first = null;
  }

  /** Something happens that comes before the end of the boot phase. */
  listedBefore(event: KernelEvent, what: string): void {
    const first = this.#first;
    if (first === null || turnsBack(first, event)) return;
    const where = netWords(first.net);
    const message = `${deviceWords(first)} was listed in ${where} before ${what}`;
    this.#findings.broken(first, message, [event]);
    this.judged = true;
  }

  /** A device operation is registered, the first that is seen. */
  listedBeforeOperation(event: EventOf<'pernet.registered'>): void {
    const first = this.#first;
    if (event.ops !== null && canonicalOps(event.ops) === LOOPBACK_OPS) {
      this.listedBefore(event, 'loopback_net_ops was registered, which comes after the boot phase');
    } else if (first !== null) {
      // Without a name it may be the second one, if the record of loopback_net_ops is lost.
      const where = netWords(first.net);
      const message = `${deviceWords(first)} was listed in ${where} before any device operation`;
      this.#findings.brokenBySilence(first, message, ['pernet.registered'], [event]);
      this.judged = true;
    }
  }
}
