import { NET_DEV_INIT } from '../../model/boot.ts';
import type { KernelEvent } from '../../model/events.ts';
import { netName } from '../render/names.ts';

/** The part of a recording that begins with an event; `null` where none begins with it. */
export function phaseOf(event: KernelEvent): string | null {
  switch (event.type) {
    case 'initcall.level':
      return `${event.level} initcalls`;
    case 'initcall.started':
      return event.name === NET_DEV_INIT ? NET_DEV_INIT : null;
    case 'initcall.returned':
      return event.name === NET_DEV_INIT ? `after ${NET_DEV_INIT}` : null;
    case 'net.setup':
      return `setup of ${netName(event.net)}`;
    case 'net.ready':
      return `life of ${netName(event.net)}`;
    case 'net.cleanup':
      return `cleanup of ${netName(event.net)}`;
    default:
      return null;
  }
}
