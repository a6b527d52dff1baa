import type { Draft } from 'immer';
import type { EventOf } from './events.ts';
import type { BootState } from './state.ts';

/** What do_initcalls (init/main.c) and the steps of net_dev_init (net/core/dev.c) report. */
export type BootEvent = EventOf<
  | 'initcall.level'
  | 'initcall.started'
  | 'initcall.returned'
  | 'proc.created'
  | 'kobject.registered'
  | 'ptype.initialized'
  | 'bootphase.ended'
  | 'cpuhp.installed'
>;

/** The initcall this project is about. */
export const NET_DEV_INIT = 'net_dev_init';

/** Folds one boot event into the boot slice. */
export function applyBoot(boot: Draft<BootState>, event: BootEvent): void {
  switch (event.type) {
    case 'initcall.level':
      boot.level = event.level;
      return;
    case 'initcall.started':
      if (event.name !== NET_DEV_INIT) return;
      boot.phase = 'running';
      boot.ptypes = []; // Of this boot: a log may hold several.
      boot.startedAt = event.at;
      return;
    case 'initcall.returned':
      boot.initcalls.returned += 1;
      if ((event.rc ?? 0) < 0) boot.initcalls.failed += 1;
      if (event.name !== NET_DEV_INIT) return;
      boot.phase = 'returned';
      boot.rc = event.rc;
      boot.returnedAt = event.at;
      return;
    case 'proc.created':
      boot.proc = true;
      return;
    case 'kobject.registered':
      boot.kobject = true;
      return;
    case 'ptype.initialized':
      boot.ptypes.push(event.list);
      return;
    case 'bootphase.ended':
      boot.registrationOpen = true;
      return;
    case 'cpuhp.installed':
      if (event.state !== null) boot.cpuhp.push(event.state);
      return;
    default:
      event satisfies never;
  }
}
