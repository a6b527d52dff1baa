import type { KernelEvent } from '../../model/events.ts';
import type { DevId, NetId } from '../../model/ids.ts';
import type { KernelState } from '../../model/state.ts';
import { deviceName, netName } from '../render/names.ts';
import type { Tape } from './tape.ts';

/** The one namespace or device that is looked at. */
export type Focus =
  | { readonly on: 'net'; readonly id: NetId }
  | { readonly on: 'device'; readonly id: DevId };

/** Whether an event concerns what is looked at; without a focus, every event does. */
export function isAbout(event: KernelEvent, focus: Focus | null, tape: Tape): boolean {
  if (focus === null) return true;
  if (focus.on === 'device') return 'dev' in event && event.dev === focus.id;
  return netsOf(event, tape).includes(focus.id);
}

/** The namespaces an event concerns, the one it ends in last. */
export function netsOf(event: KernelEvent, { homes }: Tape): readonly NetId[] {
  if (event.type === 'netdev.moved') {
    return [event.from, event.to].filter((net) => net !== null);
  }
  const net = 'net' in event ? event.net : null;
  const home = net ?? homes.get(event) ?? null;
  return home === null ? [] : [home];
}

/**
 * The next thing to look at: first what the event at hand is about, then everything else that is
 * alive, then nothing in particular.
 */
export function nextFocus(
  on: Focus['on'],
  now: Focus | null,
  { event, state, tape }: { event: KernelEvent | null; state: KernelState; tape: Tape },
): Focus | null {
  const all = on === 'net' ? netChoices(event, state, tape) : deviceChoices(event, state);
  const place = now?.on === on ? all.findIndex(({ id }) => id === now.id) : -1;
  return all[place + 1] ?? null;
}

/** What is looked at, by the name it has in a state, or had last. */
export function focusName(focus: Focus, state: KernelState, { names }: Tape): string {
  if (focus.on === 'net') return `netns ${netName(focus.id)}`;
  const device = state.devices.get(focus.id);
  if (device !== undefined) return `device ${deviceName(device.name, device.ifindex)}`;
  return `device ${names.get(focus.id) ?? focus.id}`;
}

function netChoices(
  event: KernelEvent | null,
  state: KernelState,
  tape: Tape,
): readonly (Focus & { on: 'net' })[] {
  const own = event === null ? [] : [...netsOf(event, tape)].reverse();
  return [...new Set([...own, ...state.nets.keys()])].map((id) => ({ on: 'net', id }));
}

function deviceChoices(
  event: KernelEvent | null,
  state: KernelState,
): readonly (Focus & { on: 'device' })[] {
  const own = event !== null && 'dev' in event && event.dev !== null ? [event.dev] : [];
  return [...new Set([...own, ...state.devices.keys()])].map((id) => ({ on: 'device', id }));
}
