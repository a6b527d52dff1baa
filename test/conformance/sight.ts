import type { EventType, KernelEvent } from '../../src/model/events.ts';
import { callbacksAsSeen } from './callbacks.ts';

/** What a recording shows of a run, by its format and by what was probed or filtered. */
export interface Sight {
  /** How much of the boot: nothing when the recording was switched on afterwards. */
  readonly boot: 'all' | 'initcalls' | 'net_dev_init' | 'nothing';
  /** Event types that it has no lines for at all. */
  readonly blindTo: readonly EventType[];
  /** What of the life after the boot it has no lines for. */
  readonly blindToLife?: 'all' | 'all but messages';
  /** The recording begins in the middle of what is told. */
  readonly beginsLater?: boolean;
  /** The buffer was copied before the end. */
  readonly endsEarlier?: boolean;
  /** Event types that it tells apart from all others, in their own order. */
  readonly apart?: readonly EventType[];
  /** Lines stand in another order than their stamps. */
  readonly outOfOrder?: boolean;
  /** The recording has lost some of what it would show: most of it early, or late. */
  readonly lost?: 'early' | 'late';
  /** It has no probe on copy_net_ns, which fails without setup_net when there are too many. */
  readonly blindToLimit?: boolean;
  /** It does not show what alloc_netdev_mqs returned, so not which device that will be. */
  readonly blindToNewDevices?: boolean;
  /** Several CPUs were at work: what concerns different namespaces has no order. */
  readonly parallel?: boolean;
}

/** What the kernel says by itself, in its own log. */
const MESSAGES: readonly EventType[] = [
  ...(['netdev.renamed', 'netdev.waiting'] as const),
  ...(['kernel.warned', 'kernel.bug', 'kernel.panicked'] as const),
];

/** Of a simulated run, what such a recording shows. */
export function seen(
  simulated: readonly KernelEvent[],
  { boot, blindTo, blindToLife, blindToLimit, beginsLater, lost }: Sight,
  recorded: readonly KernelEvent[],
): readonly KernelEvent[] {
  const booted = simulated.findLastIndex(({ type }) => type.startsWith('initcall.')) + 1;
  const story = [
    ...bootAsSeen(simulated.slice(0, booted), boot),
    ...simulated.slice(booted).filter(({ type }) => isSeenOfLife(type, blindToLife)),
  ]
    .filter(({ type }) => !blindTo.includes(type))
    .filter((event) => event.type !== 'net.failed' || event.net !== null || blindToLimit !== true);
  const callbacks = callbacksAsSeen(story, recorded, lost !== undefined);
  return beginsLater === true ? fromFirstOf(recorded, callbacks) : callbacks;
}

function bootAsSeen(boot: readonly KernelEvent[], seenOf: Sight['boot']): readonly KernelEvent[] {
  const begin = boot.findIndex((event) => isInitcall(event, 'initcall.started'));
  const end = boot.findIndex((event) => isInitcall(event, 'initcall.returned'));
  const inside = (index: number): boolean => begin !== -1 && begin <= index && index <= end;
  switch (seenOf) {
    case 'all':
      return boot;
    case 'initcalls':
      return boot.filter(
        ({ type }, index) =>
          inside(index) || type.startsWith('initcall.') || type.startsWith('kernel.'),
      );
    case 'net_dev_init':
      return boot.filter((_, index) => inside(index));
    case 'nothing':
      return [];
    default:
      return seenOf satisfies never;
  }
}

function isInitcall(event: KernelEvent, type: 'initcall.started' | 'initcall.returned'): boolean {
  return event.type === type && event.name === 'net_dev_init';
}

function isSeenOfLife(type: EventType, blind: Sight['blindToLife']): boolean {
  return blind === undefined || (blind === 'all but messages' && MESSAGES.includes(type));
}

/** A recording that begins in the middle of a life knows nothing of what was before. */
function fromFirstOf(
  recorded: readonly KernelEvent[],
  story: readonly KernelEvent[],
): readonly KernelEvent[] {
  const [first] = recorded;
  const name = first !== undefined && 'name' in first ? first.name : null;
  const begin = story.findIndex(
    (event) => event.type === first?.type && 'name' in event && event.name === name,
  );
  return begin === -1 ? [] : story.slice(begin);
}
