import type { EventOf, KernelEvent } from '../../src/model/events.ts';

type Exit = EventOf<'pernet.exited'>;

/**
 * Exit callbacks are seen where they have probes: those of some operations only, in some of the
 * functions that run them. Which ones is read off the recording: a callback that it shows once it
 * shows always. What runs for a whole batch without naming its namespaces is told once.
 */
export function callbacksAsSeen(
  story: readonly KernelEvent[],
  recorded: readonly KernelEvent[],
  lossy: boolean,
): readonly KernelEvent[] {
  const probes = probesIn(recorded, lossy);
  const nameless = recorded.every((event) => event.type !== 'net.cleanup' || event.net === null);
  const told: KernelEvent[] = [];
  for (const [event, scene] of scenesOf(asTheyBegin(story))) {
    const last = told.at(-1);
    if (event.type === 'pernet.exited') {
      const probe = probes.get(keyOf(event, scene, lossy));
      if (probe === undefined) continue;
      if (probe.each || !isSameCallback(last, event))
        told.push(probe.named ? event : nobody(event));
    } else if (event.type !== 'net.cleanup' || !nameless) told.push(event);
    else if (last?.type !== 'net.cleanup') told.push({ ...event, net: null });
  }
  return told;
}

/**
 * default_device_exit_batch has a probe of its own, which tells of it before what it does. Other
 * callbacks are told of as they return, or do nothing that would be seen.
 */
function asTheyBegin(story: readonly KernelEvent[]): readonly KernelEvent[] {
  const told: KernelEvent[] = [];
  for (const event of story) {
    const last = told.at(-1);
    if (event.type !== 'pernet.exited' || event.ops !== 'default_device_ops') told.push(event);
    else if (isSameCallback(last, event)) told.push(event);
    else told.splice(beginningOf(event, told), 0, event);
  }
  return told;
}

/** Where in the story a callback began: before the devices it removed or moved. */
function beginningOf({ task, ops }: Exit, told: readonly KernelEvent[]): number {
  const ownWork = ({ type, ...event }: KernelEvent): boolean =>
    type.startsWith('netdev.') || ('ops' in event && event.ops === ops);
  return told.findLastIndex((event) => event.task === task && !ownWork(event)) + 1;
}

/** How the recording shows a callback. */
interface Probe {
  /** It names the namespace. */
  readonly named: boolean;
  /** It shows every call, not only that there were calls. */
  readonly each: boolean;
}

function probesIn(recorded: readonly KernelEvent[], lossy: boolean): ReadonlyMap<string, Probe> {
  const probes = new Map<string, Probe>();
  let last: KernelEvent | undefined;
  for (const [event, scene] of scenesOf(recorded)) {
    if (event.type === 'pernet.exited') {
      const key = keyOf(event, scene, lossy);
      const before = probes.get(key);
      const named = event.net !== null || before?.named === true;
      const each = named || isSameCallback(last, event) || before?.each === true;
      probes.set(key, { named, each });
    }
    last = event;
  }
  return probes;
}

function isSameCallback(event: KernelEvent | undefined, { ops, phase }: Exit): boolean {
  return event?.type === 'pernet.exited' && event.ops === ops && event.phase === phase;
}

function nobody(event: Exit): Exit {
  return { ...event, net: null };
}

/** In a recording with losses, who runs a callback may be among what is lost. */
function keyOf({ ops, phase }: Exit, scene: string | undefined, lossy: boolean): string {
  return lossy ? `${phase} ${ops}` : `${phase} ${ops} in ${scene}`;
}

/** Each event with what its task is doing: setting up, cleaning up, registering, unregistering. */
function* scenesOf(
  events: readonly KernelEvent[],
): Generator<readonly [KernelEvent, string | undefined]> {
  const scenes = new Map<string | null, string>();
  for (const event of events) {
    if (SCENES.has(event.type)) scenes.set(event.task, event.type);
    yield [event, scenes.get(event.task)];
  }
}

const SCENES: ReadonlySet<string> = new Set([
  ...['net.setup', 'net.cleanup', 'pernet.registered', 'pernet.unregistered'],
]);
