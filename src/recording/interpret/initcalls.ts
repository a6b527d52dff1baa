import { NET_DEV_INIT } from '../../model/boot.ts';
import type { Context } from '../observation.ts';
import { lose } from './loss.ts';
import type { Scene } from './scene.ts';

/** do_one_initcall (init/main.c) calls an initcall, as tracepoints, dmesg or its own entry tell. */
export function initcallStarted(context: Context, name: string, scene: Scene): void {
  // Nothing of the life before is known to the kernel any longer.
  if (scene.reboots.begin(name, context.at)) lose(context, null, scene);
  if (name === NET_DEV_INIT) scene.boot.begin();
  scene.outbox.post(context, () => ({ type: 'initcall.started', name }));
}

/** The initcall came back; a 0 from net_dev_init implies the steps no line shows. */
export function initcallReturned(
  context: Context,
  name: string,
  rc: number | null,
  duration: number | null,
  scene: Scene,
): void {
  if (name === NET_DEV_INIT && rc === 0) scene.boot.reach('end', context);
  scene.outbox.post(context, () => ({ type: 'initcall.returned', name, rc, duration }));
}
