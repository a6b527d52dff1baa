import type { MessagePatterns } from '../dmesg/message-filter.ts';
import { holdersIn } from '../dmesg/ref-tracker.ts';
import type { Observation } from '../observation.ts';
import { initcallReturned, initcallStarted } from './initcalls.ts';
import { lose } from './loss.ts';
import type { Scene } from './scene.ts';

/** A kernel message. */
export type Printed = Extract<Observation, { readonly kind: 'printed' }>;

/** What a console or dmesg log tells about its kernel. */
export interface KernelFacts {
  /** `uname -r`, from "Linux version …". */
  release: string | null;
  /** How many CPUs are possible. */
  cpus: number | null;
}

const RENAMED = /^(?:\S+ \S+ )?(\S+?)(?: \(\w+\))?: renamed from (\S+?)(?: \(while UP\))?$/;
const WAITING = /^unregister_netdevice: waiting for (.+) to become free\. Usage count = (-?\d+)$/;
const CALLING = /^calling {2}(\S+?)\+0x[\da-f]+\/0x[\da-f]+(?: \[\w+\])? @ \d+$/;
const RETURNED =
  /^initcall (\S+?)\+0x[\da-f]+\/0x[\da-f]+(?: \[\w+\])? returned (-?\d+) after (\d+) usecs/;
const RELEASE = /^Linux version (\d+\.\d+\S*)/;
/** The kernels we have read: 6.1 fills the head of `ptype_all` in net_dev_init, 6.12 does not. */
const LAST_RUNTIME_PTYPE_ALL = 6001;
const FIRST_STATIC_PTYPE_ALL = 6012;
const CPUS = /\b(?:Allowing (\d+) CPUs|nr_cpu_ids:(\d+))/;

/** The beginnings of an oops or a BUG, told once by the line that says what is wrong. */
const BUGS = [
  'BUG: ',
  'kernel BUG at ',
  'general protection fault',
  'Unable to handle kernel',
  'Internal error: ',
];

const RENAMED_PART = ': renamed from ';

/** What marks the messages {@link interpretMessage} reads. */
export const WANTED_MESSAGES: MessagePatterns = {
  starts: [
    'calling  ',
    'initcall ',
    'unregister_netdevice: waiting',
    'Kernel panic - not syncing: ',
    'WARNING: ',
    'Linux version ',
    ...BUGS,
  ],
  contains: [RENAMED_PART, 'Allowing ', 'nr_cpu_ids:'],
};

/** Messages of the kernel as events: init/main.c, net/core/dev.c, kernel/panic.c. */
export function interpretMessage(line: Printed, scene: Scene, facts: KernelFacts): void {
  const { message } = line;
  switch (message.charAt(0)) {
    case 'c':
      calling(line, scene);
      break;
    case 'i':
      returned(line, scene);
      break;
    case 'u':
      waiting(line, scene);
      break;
    case 'K':
      if (message.startsWith('Kernel panic - not syncing: ')) panicked(line, scene);
      break;
    case 'W':
      if (message.startsWith('WARNING: ')) warned(line, scene);
      break;
    case 'L':
      linuxVersion(line, scene, facts);
      break;
    default:
  }
  if (message.includes(RENAMED_PART)) renamed(line, scene);
  if (BUGS.some((start) => message.startsWith(start))) {
    scene.outbox.post(line, () => ({ type: 'kernel.bug', message }));
  }
  countCpus(message, scene, facts);
}

/** "Linux version 6.1.0-56-cloud-amd64 (…)": init/version.c, linux_banner. */
function linuxVersion(line: Printed, scene: Scene, facts: KernelFacts): void {
  const release = RELEASE.exec(line.message)?.[1];
  if (release === undefined) return;
  // A console that saw a reboot: nothing of the life before is known to the kernel any longer.
  if (facts.release !== null || scene.outbox.hasLetters) {
    lose(line, null, scene);
    scene.reboots.forget();
  }
  facts.release = release;
  learnRelease(release, scene);
}

/** What the steps of net_dev_init are depends on the kernel. */
export function learnRelease(release: string, scene: Scene): void {
  const [major = Number.NaN, minor = Number.NaN] = release.split('.').map(Number.parseFloat);
  const version = major * 1000 + minor;
  if (version <= LAST_RUNTIME_PTYPE_ALL) scene.boot.ptypeAllIs(true);
  if (version >= FIRST_STATIC_PTYPE_ALL) scene.boot.ptypeAllIs(false);
}

function calling(line: Printed, scene: Scene): void {
  const name = CALLING.exec(line.message)?.[1];
  if (name === undefined) return;
  initcallStarted(line, name, scene);
}

function returned(line: Printed, scene: Scene): void {
  const found = RETURNED.exec(line.message);
  if (found === null) return;
  const [, name = '', code, usecs] = found;
  initcallReturned(line, name, Number(code), Number(usecs) * 1000, scene);
}

function waiting(line: Printed, scene: Scene): void {
  const [first = '', ...more] = line.message.split('\n');
  const found = WAITING.exec(first);
  if (found === null) return;
  const [, name = '', refs] = found;
  const holders = holdersIn(more);
  const told = holders.length === 0 ? {} : { holders };
  scene.outbox.post(line, () => ({ type: 'netdev.waiting', name, refs: Number(refs), ...told }));
}

function renamed(line: Printed, scene: Scene): void {
  const found = RENAMED.exec(line.message);
  if (found === null) return;
  const [, to = '', from = ''] = found;
  scene.outbox.post(line, () => ({ type: 'netdev.renamed', dev: null, from, to }));
}

function panicked(line: Printed, scene: Scene): void {
  const message = line.message.slice('Kernel panic - not syncing: '.length);
  scene.outbox.post(line, () => ({ type: 'kernel.panicked', message }));
}

function warned(line: Printed, scene: Scene): void {
  const message = line.message.slice('WARNING: '.length);
  scene.outbox.post(line, () => ({ type: 'kernel.warned', message }));
}

/** "Allowing 4 CPUs" (x86 before 6.8) and "nr_cpu_ids:4" (mm/percpu.c) count the possible ones. */
function countCpus(message: string, scene: Scene, facts: KernelFacts): void {
  if (!message.includes('Allowing ') && !message.includes('nr_cpu_ids:')) return;
  const found = CPUS.exec(message);
  if (found === null) return;
  const [, allowed, ids] = found;
  const cpus = Math.min(Number(allowed ?? ids), MAX_CPUS);
  facts.cpus = Math.max(cpus, facts.cpus ?? 0);
  scene.boot.atLeastCpus(cpus);
}

/** NR_CPUS of x86 at its largest; a forged line must not make us infer millions. */
const MAX_CPUS = 8192;
