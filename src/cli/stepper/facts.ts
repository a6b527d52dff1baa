import { devicesOf } from '../../model/selectors.ts';
import type { BootState, DeviceState, KernelState, NetState } from '../../model/state.ts';
import { ranges } from '../render/listing.ts';
import { deviceName, netName, resultName } from '../render/names.ts';
import { count } from '../render/quantity.ts';
import type { Focus } from './focus.ts';

/** Values of the state that belong on one row. */
export interface Facts {
  readonly label: string;
  readonly facts: readonly Fact[];
}

/** A value of the state in words. Two states are compared by the words under the same key. */
export interface Fact {
  readonly key: string;
  readonly text: string;
}

/** The rows a state has, those of the namespaces named `first` before those of others. */
export function factsOf(
  state: KernelState,
  focus: Focus | null,
  first: readonly string[],
): readonly Facts[] {
  if (focus?.on === 'net') {
    const net = state.nets.get(focus.id);
    return net === undefined ? [] : netInFull(state, net);
  }
  if (focus?.on === 'device') {
    const device = state.devices.get(focus.id);
    return device === undefined ? [] : deviceInFull(device);
  }
  const rank = ({ net }: NetState) => (first.includes(net) ? 0 : 1);
  const nets = [...state.nets.values()].sort((a, b) => rank(a) - rank(b));
  return [
    ...bootRows(state),
    ...row('pernet', [
      ['pernet/subsys', lengthText(state.pernet.subsys.length, 'subsys')],
      ['pernet/device', lengthText(state.pernet.device.length, 'device')],
    ]),
    ...nets.flatMap((net) => netRows(state, net)),
    ...troubleRows(state),
    ...row('freed', [
      ['freed/nets', lengthText(state.freed.nets, 'netns')],
      ['freed/devices', lengthText(state.freed.devices, 'devices')],
    ]),
  ];
}

type Told = readonly [key: string, text: string | null];

/** A row of what there is to tell; none where there is nothing. */
function row(label: string, told: readonly Told[]): readonly Facts[] {
  const facts = told.flatMap(([key, text]) => (text === null ? [] : [{ key, text }]));
  return facts.length === 0 ? [] : [{ label, facts }];
}

function lengthText(length: number, noun: string): string | null {
  return length === 0 ? null : `${count(length)} ${noun}`;
}

function bootRows({ boot, softnet, softirqs }: KernelState): readonly Facts[] {
  const { returned, failed } = boot.initcalls;
  return [
    ...row('boot', [
      ['boot/level', boot.level === null ? null : `level ${boot.level}`],
      ['boot/phase', phaseText(boot)],
    ]),
    ...row('initcalls', [
      ['boot/initcalls/returned', lengthText(returned, 'returned')],
      ['boot/initcalls/failed', lengthText(failed, 'failed')],
    ]),
    ...row('ready', [
      ['boot/proc', boot.proc ? '/proc/net' : null],
      ['boot/kobject', boot.kobject ? '/sys/class/net' : null],
      ['boot/ptypes', lengthText(boot.ptypes.length, 'packet lists')],
      ['softnet', softnet.size === 0 ? null : `CPU ${ranges(softnet.keys())}`],
      ['boot/registrationOpen', boot.registrationOpen ? 'registration' : null],
      ...[...softirqs.keys()].map((vector) => [`softirqs/${vector}`, vector] as const),
      ...boot.cpuhp.map((name) => [`boot/cpuhp/${name}`, name] as const),
    ]),
  ];
}

function phaseText({ phase, rc }: BootState): string | null {
  if (phase === 'unseen') return null;
  return phase === 'running' ? 'net_dev_init runs' : `net_dev_init = ${resultName(rc)}`;
}

/** A namespace in two rows, or one where it has no device. */
function netRows(state: KernelState, net: NetState): readonly Facts[] {
  const key = `nets/${net.net}`;
  return [
    ...row(netName(net.net), statusFacts(net)),
    ...row('', [
      ...devicesOf(state, net.net).map(
        (device) => [`${key}/${device.dev}`, nameOf(device)] as const,
      ),
      ...leavingOf(state, net).map(
        (device) => [`${key}/${device.dev}`, `${nameOf(device)} leaving`] as const,
      ),
    ]),
  ];
}

function netInFull(state: KernelState, net: NetState): readonly Facts[] {
  const key = `nets/${net.net}`;
  const present = devicesOf(state, net.net);
  const leaving = leavingOf(state, net);
  return [
    ...row(netName(net.net), statusFacts(net)),
    ...row('devices', present.length === 0 ? [[`${key}/devices`, 'none known']] : []),
    ...present.flatMap((device, place) =>
      row(place === 0 ? 'devices' : '', [[`${key}/${device.dev}`, nameOf(device)]]),
    ),
    ...leaving.flatMap((device, place) =>
      row(place === 0 ? 'leaving' : '', [[`${key}/${device.dev}/leaving`, nameOf(device)]]),
    ),
  ];
}

function statusFacts({ net, status, initialized }: NetState): readonly Told[] {
  return [
    [`nets/${net}/status`, status === 'unknown' ? 'older than the log' : status],
    [`nets/${net}/initialized`, lengthText(initialized, 'ops')],
  ];
}

function deviceInFull({ dev, name, ifindex, status, net }: DeviceState): readonly Facts[] {
  const key = `devices/${dev}`;
  return [
    ...row('device', [[key, dev]]),
    ...row('name', [[`${key}/name`, name ?? 'not known']]),
    ...row('ifindex', [[`${key}/ifindex`, ifindex === null ? 'not known' : String(ifindex)]]),
    ...row('status', [[`${key}/status`, status]]),
    ...row('netns', [[`${key}/net`, net === null ? 'none yet' : netName(net)]]),
  ];
}

/** Devices that are waited for; one that is back in the list is not, whatever was said before. */
function leavingOf(state: KernelState, { leaving, devices }: NetState): readonly DeviceState[] {
  return [...leaving].flatMap((dev) => (devices.has(dev) ? [] : (state.devices.get(dev) ?? [])));
}

function nameOf({ name, ifindex }: DeviceState): string {
  return deviceName(name, ifindex);
}

function troubleRows({ waiting, trouble }: KernelState): readonly Facts[] {
  const { warnings, bugs, panic, gaps } = trouble;
  return [
    ...[...waiting].flatMap(([name, { refs, warnings: times }]) =>
      row('waiting', [[`waiting/${name}`, `${name}, ${refs ?? '?'} refs, said ${times} ×`]]),
    ),
    ...row('trouble', [
      ['trouble/warnings', lengthText(warnings, 'warned')],
      ['trouble/bugs', lengthText(bugs, 'bugs')],
      ['trouble/panic', panic === null ? null : `panic: ${panic}`],
      ['trouble/gaps', lengthText(gaps, 'lost')],
    ]),
  ];
}
