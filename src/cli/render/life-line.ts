import type { DeviceLabel, NamespaceItem } from '../story/namespace-item.ts';
import type { Bracket } from './bracket.ts';
import { eventLine } from './event-line.ts';
import { type Line, type Piece, span } from './line.ts';
import { ends } from './listing.ts';
import { deviceName, netName, opsName, resultName } from './names.ts';
import { count } from './quantity.ts';

/** A line of a namespace's life; the bracket moves on with it. */
export function lifeLine(item: NamespaceItem, bracket: Bracket, from: number | null): Line {
  const [drawing, pieces] = drawn(item, bracket);
  return eventLine(item, from, [drawing, ...pieces], bracket.bar);
}

/** The bracket's part of a line, and what happened. */
function drawn(item: NamespaceItem, bracket: Bracket): readonly [string, readonly Piece[]] {
  switch (item.kind) {
    case 'created':
    case 'arrived':
      return arrival(item, bracket);
    case 'deleted':
    case 'left':
      return departure(item, bracket);
    case 'renamed':
      return [bracket.branch, [`${item.from ?? '?'} is now called `, named(item.device)]];
    case 'refused':
      return [bracket.branch, [named(item.device), ` is refused: ${resultName(item.rc)}`]];
    default:
      return [bracket.bar, [sentence(item)]];
  }
}

function arrival(
  item: Extract<NamespaceItem, { readonly kind: 'created' | 'arrived' }>,
  bracket: Bracket,
): readonly [string, readonly Piece[]] {
  const { device } = item;
  const first = device.loopback && bracket.isEmpty && bracket.isAwaited;
  const maker = item.kind === 'created' && item.by !== null ? `, made by ${item.by}` : '';
  const text =
    item.kind === 'arrived'
      ? ` arrives from ${netName(item.from)}`
      : ` appears${first ? ' first' : ''}${maker}`;
  const drawing = device.loopback ? '┌─ ' : bracket.branch;
  bracket.enter(device);
  return [drawing, [named(device), text]];
}

function departure(
  item: Extract<NamespaceItem, { readonly kind: 'deleted' | 'left' }>,
  bracket: Bracket,
): readonly [string, readonly Piece[]] {
  const { device } = item;
  const drawing = device.loopback ? '└─ ' : bracket.branch;
  const late = !device.loopback && bracket.isOver ? [span('bad', ' after lo has left')] : [];
  bracket.leave(device);
  if (item.kind === 'left') {
    const renamed = item.as === device.name ? '' : `, as ${item.as ?? '?'}`;
    return [drawing, [named(device), ` moves to ${netName(item.to)}${renamed}`]];
  }
  const last = device.loopback && bracket.isEmpty;
  return [drawing, [named(device), last ? ' disappears last' : ' disappears', ...late]];
}

function named(device: DeviceLabel): Piece {
  return span(device.loopback ? 'strong' : 'name', deviceName(device.name, device.ifindex));
}

type OtherItem = Exclude<
  NamespaceItem,
  { readonly kind: 'created' | 'arrived' | 'deleted' | 'left' | 'renamed' | 'refused' }
>;

function sentence(item: OtherItem): string {
  switch (item.kind) {
    case 'setup':
      return `setup begins${item.task === null ? '' : ` in task ${item.task}`}`;
    case 'initialised':
    case 'exited':
      return operations(item.kind, item.names);
    case 'ops-failed':
      return `${opsName(item.ops)} fails: ${resultName(item.rc)}`;
    case 'ready':
      return 'ready: tasks can use it';
    case 'failed':
      return `setup failed: ${resultName(item.rc)}`;
    case 'dying':
      return 'its last user is gone';
    case 'cleanup':
      return `cleanup begins, batch ${item.batch}`;
    case 'freed':
      return 'freed';
    default:
      return item satisfies never;
  }
}

function operations(verb: 'initialised' | 'exited', names: readonly (string | null)[]): string {
  const named = [...new Set(names.filter((name) => name !== null))];
  const total = named.length + names.filter((name) => name === null).length;
  if (total === named.length && total <= 2) return `${named.join(', ')} ${verb}`;
  const which = named.length === 0 ? ', not named in the log' : `: ${ends(named)}`;
  return `${count(total, 'operation')} ${verb}${which}`;
}
