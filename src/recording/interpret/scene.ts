import type { Args } from '../observation.ts';
import { resultOf } from './arguments.ts';
import type { Batch } from './batch.ts';
import type { Call, CallEnd, CallStack, Entered } from './calls.ts';
import type { Devices } from './devices.ts';
import type { NetDevInit } from './net-dev-init.ts';
import type { Net, Nets } from './nets.ts';
import type { Outbox } from './outbox.ts';
import type { Reboots } from './reboots.ts';

/** What the handlers of kernel functions share. */
export interface Scene {
  readonly outbox: Outbox;
  readonly nets: Nets;
  readonly devices: Devices;
  readonly boot: NetDevInit;
  readonly reboots: Reboots;
  /** What every cleanup_net under way works on. */
  readonly batches: Set<Batch>;
  /** This log shows lines of __dev_change_net_namespace, so an unlist outside it is for good. */
  movesShown: boolean;
}

/** What one kernel function means. */
export interface Handler {
  /**
   * What others have to know of it: it registers operations, or it calls exit callbacks. Entered
   * inside a setup or registration the latter shows that this has failed; what else undoes
   * (free_exit_list, ops_undo_single) always calls one of that kind.
   */
  readonly role?: 'exiting' | 'registering';
  /** It was entered. `call` is `null` for a leaf, whose end nobody needs. */
  readonly enter?: (line: Entered, call: Call, stack: CallStack, scene: Scene) => void;
  /** It is over. */
  readonly leave?: (call: Call, end: CallEnd, stack: CallStack, scene: Scene) => void;
  /** What stands around it and it is not a call of interest itself: no other call is inside. */
  readonly leaf?: (line: Entered, stack: CallStack, scene: Scene) => void;
}

/** The namespace arguments speak of, else the one the task is working on. */
export function netOf(args: Args, around: Call | null, scene: Scene): Net | null {
  const net = around?.net ?? null;
  if (net !== null && args.net === undefined) scene.nets.learn(net, args);
  return scene.nets.find(args) ?? net;
}

/** A graph shows every return; a call whose return is missing there says nothing of its end. */
export function isCutOff(call: Call, end: CallEnd): boolean {
  return call.depth !== null && end.returned === null;
}

/** What a call returned, where the log shows its return and the result with it. */
export function resultOfCall(end: CallEnd): number | null {
  return end.returned === null ? null : resultOf(end.returned);
}
