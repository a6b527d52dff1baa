import { devicesOf } from '../../model/selectors.ts';
import type { BootState, DeviceState, KernelState, NetState } from '../../model/state.ts';
import { duration } from './duration.ts';
import { type Line, line, type Piece, spaces, span } from './line.ts';
import { ends, ranges } from './listing.ts';
import { deviceName, netName, opsName, resultName } from './names.ts';
import { count } from './quantity.ts';

const LABEL_COLUMNS = 13;
/** More namespaces than anybody reads are left to --json. */
const MOST_NETS = 40;
const MOST_DEVICES = 60;

/** The state for a reader: what the boot did, what is alive, what is wrong. */
export function stateLines(state: KernelState): readonly Line[] {
  return [
    row('boot', [bootText(state.boot)]),
    ...bootRows(state),
    row('operations', [pernetText(state)]),
    ...netRows(state),
    ...waitingRows(state),
    ...troubleRows(state),
  ];
}

function bootText({ phase, rc, startedAt, returnedAt, initcalls }: BootState): string {
  const took =
    startedAt === null || returnedAt === null ? '' : ` after ${duration(returnedAt - startedAt)}`;
  const result = {
    unseen: 'net_dev_init is not in this recording',
    running: 'net_dev_init is running',
    returned: `net_dev_init returned ${resultName(rc)}${took}`,
  }[phase];
  if (initcalls.returned === 0) return result;
  const failed = initcalls.failed === 0 ? '' : `, ${count(initcalls.failed)} with an error`;
  return `${result}; ${count(initcalls.returned, 'initcall')} returned${failed}`;
}

function bootRows({ boot, softnet, softirqs }: KernelState): readonly Line[] {
  const lists = boot.ptypes.length;
  const opened = [...softirqs].map(([vector, { action }]) => `${vector} → ${action ?? '?'}`);
  return [
    ...(lists > 0 ? [row('packet types', [`${count(lists, 'list')} ready`])] : []),
    ...(softnet.size > 0 ? [row('queues', [`of CPU ${ranges(softnet.keys())}`])] : []),
    ...(opened.length > 0 ? [row('softirqs', [opened.join(', ')])] : []),
  ];
}

function pernetText({ pernet: { subsys, device } }: KernelState): string {
  if (subsys.length + device.length === 0) return 'none seen being registered';
  const halves = [
    ...(subsys.length > 0 ? [`${count(subsys.length)} subsys (${ends(subsys.map(opsName))})`] : []),
    ...(device.length > 0 ? [`${count(device.length)} device (${ends(device.map(opsName))})`] : []),
  ];
  return halves.join(', then ');
}

function netRows(state: KernelState): readonly Line[] {
  const nets = [...state.nets.values()];
  const { freed } = state;
  const gone =
    freed.nets + freed.devices === 0
      ? ''
      : `; gone: ${count(freed.nets, 'namespace')}, ${count(freed.devices, 'device')}`;
  const rest = nets.length - MOST_NETS;
  return [
    row('namespaces', [`${count(nets.length)} known${gone}`]),
    ...nets.slice(0, MOST_NETS).flatMap((net) => netLines(state, net)),
    ...(rest > 0 ? [row('', [`… ${count(rest)} more (see --json)`])] : []),
  ];
}

function netLines(state: KernelState, net: NetState): readonly Line[] {
  const devices = devicesOf(state, net.net);
  const leaving = [...net.leaving].flatMap((dev) => state.devices.get(dev) ?? []);
  const status = net.status === 'unknown' ? 'older than the recording' : net.status;
  const shown = devices.slice(0, MOST_DEVICES).flatMap((device) => devicePieces(device, net));
  const rest = devices.length - MOST_DEVICES;
  return [
    row('', [span('name', netName(net.net)), `  ${status}`]),
    row('', ['  ', ...(shown.length === 0 ? ['no device known'] : shown.slice(0, -1))]),
    ...(rest > 0
      ? [row('', [`  … ${count(rest, 'more device', 'more devices')} (see --json)`])]
      : []),
    ...(leaving.length > 0
      ? [
          row('', [
            `  leaving: ${leaving.map(({ name, ifindex }) => deviceName(name, ifindex)).join(' · ')}`,
          ]),
        ]
      : []),
  ];
}

/** A device and the separator after it; loopback stands out. */
function devicePieces({ dev, name, ifindex }: DeviceState, net: NetState): readonly Piece[] {
  const text = deviceName(name, ifindex);
  return [dev === net.loopback ? span('strong', text) : text, ' · '];
}

function waitingRows({ waiting }: KernelState): readonly Line[] {
  return [...waiting].map(([name, { refs, warnings, holders }]) =>
    row('waiting', [
      span('bad', name),
      ` is still held by ${refs ?? '?'} references (said ${count(warnings)} ×)`,
      ...(holders === undefined ? [] : [`, taken by ${holders}`]),
    ]),
  );
}

function troubleRows({ trouble }: KernelState): readonly Line[] {
  const { warnings, bugs, panic, gaps, lost } = trouble;
  const records = lost === 0 ? '' : `, ${count(lost, 'record')} at least`;
  return [
    ...(warnings > 0 ? [row('warnings', [span('unsure', count(warnings))])] : []),
    ...(bugs > 0 ? [row('bugs', [span('bad', count(bugs))])] : []),
    ...(panic === null ? [] : [row('panic', [span('bad', panic)])]),
    ...(gaps > 0 ? [row('lost', [span('unsure', `${count(gaps, 'gap')}${records}`)])] : []),
  ];
}

function row(label: string, pieces: readonly Piece[]): Line {
  const hang = [spaces(2 + LABEL_COLUMNS)];
  return line(['  ', span('dim', label.padEnd(LABEL_COLUMNS)), ...pieces], { hang });
}
