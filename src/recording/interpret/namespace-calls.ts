import type { EventBody, Evidence, ExitPhase } from '../../model/events.ts';
import type { Context } from '../observation.ts';
import { symbolOf, variableOf } from './arguments.ts';
import { Batch, type Step } from './batch.ts';
import type { Call, CallEnd, CallStack, Entered } from './calls.ts';
import { isCallback, opsOf } from './known-ops.ts';
import type { Net } from './nets.ts';
import { isSettled } from './outbox.ts';
import { type Handler, isCutOff, netOf, resultOfCall, type Scene } from './scene.ts';

/** Functions that call exit callbacks, whatever the compiler inlined into them. */
const EXITING: ReadonlySet<string> = new Set(['ops_exit_list', 'ops_undo_list', 'ops_undo_single']);
/** What ops_undo_list does itself under RTNL, between its callbacks; rtnl_unlock is a tail call. */
const OWN_WORK: ReadonlySet<string> = new Set([
  'unregister_netdevice_many',
  'unregister_netdevice_many_notify',
  'netdev_run_todo',
]);

/** The life of namespaces: net/core/net_namespace.c. */
export const NAMESPACE_CALLS: Readonly<Record<string, Handler>> = {
  net_ns_init: { enter: (_line, _call, _stack, scene) => scene.nets.booting() },
  setup_net: { enter: setupNet, leave: setupNetEnded },
  copy_net_ns: { leave: copyNetNsEnded },
  __put_net: { leaf: putNet },
  cleanup_net: { enter: cleanupNet, leave: cleanupNetEnded },
  net_free: { leaf: netFree },
  net_passive_dec: { leaf: netFree },
  ops_exit_list: { role: 'exiting', leave: opsExitListEnded },
  ops_undo_list: { role: 'exiting' },
};

function setupNet(line: Entered, call: Call, stack: CallStack, scene: Scene): void {
  const ofBoot = line.caller === 'net_ns_init' || stack.inside('net_ns_init') !== null;
  const net = ofBoot ? scene.nets.initNet : scene.nets.born(line.args);
  call.net = net;
  if (call.outer !== null) call.outer.inner += 1;
  scene.outbox.post(line, () => ({ type: 'net.setup', net: net.id }), { waitsFor: [net] });
}

function setupNetEnded(call: Call, end: CallEnd, _stack: CallStack, scene: Scene): void {
  const { net } = call;
  if (net === null || isCutOff(call, end)) return;
  net.settle();
  const rc = resultOfCall(end);
  const failed = rc === null ? call.undoing : rc < 0;
  const evidence = end.returned === null ? 'inferred' : 'observed';
  scene.outbox.post(
    end.context,
    () => (failed ? { type: 'net.failed', net: net.id, rc } : { type: 'net.ready', net: net.id }),
    { evidence },
  );
  if (!failed) return;
  // copy_net_ns drops the last references of what setup_net could not finish.
  scene.outbox.post(end.context, () => ({ type: 'net.freed', net: net.id }), {
    evidence: 'inferred',
  });
  scene.nets.forget(net);
}

/** It is entered at every fork; only an error without any setup_net inside is news. */
function copyNetNsEnded(call: Call, end: CallEnd, _stack: CallStack, scene: Scene): void {
  const rc = resultOfCall(end);
  if (rc === null || rc === 0 || call.inner > 0) return;
  scene.outbox.post(end.context, () => ({ type: 'net.failed', net: null, rc }));
}

function putNet(line: Entered, stack: CallStack, scene: Scene): void {
  const net = netOf(line.args, stack.top, scene);
  if (net === null) return;
  scene.outbox.post(line, () => ({ type: 'net.dying', net: net.id }), { waitsFor: [net] });
}

function cleanupNet(line: Entered, call: Call, _stack: CallStack, scene: Scene): void {
  call.batch = begin(line, scene);
}

function begin(line: Entered, scene: Scene): Batch {
  const batch = new Batch();
  scene.batches.add(batch);
  scene.outbox.post(line, () => batch.cleanups(), { waitsFor: [batch] });
  return batch;
}

/** A namespace shows itself to be part of the batch cleanup_net works on. */
export function joinBatch(net: Net, line: Entered, stack: CallStack, scene: Scene): void {
  const late = stack.inside('cleanup_net')?.batch?.join(net) ?? false;
  if (!late) return;
  scene.outbox.post(line, () => ({ type: 'net.cleanup', net: net.id }), { waitsFor: [net] });
}

/** cleanup_net takes a step; one that was over shows that this is another cleanup_net. */
export function stepOn(step: Step, line: Entered, stack: CallStack, scene: Scene): void {
  const cleanup = stack.inside('cleanup_net');
  if (cleanup === null || cleanup.batch === null || cleanup.batch.goOn(step)) return;
  conclude(cleanup.batch, line, 'inferred', scene);
  const next = begin(line, scene);
  cleanup.batch = next;
  next.goOn(step);
}

/** One worker runs one cleanup_net behind the other: whatever it does next, this one is over. */
function cleanupNetEnded(call: Call, end: CallEnd, _stack: CallStack, scene: Scene): void {
  const evidence = end.returned === null ? 'inferred' : 'observed';
  if (call.batch !== null) conclude(call.batch, end.context, evidence, scene);
}

function conclude(batch: Batch, context: Context, evidence: Evidence, scene: Scene): void {
  batch.settle();
  scene.batches.delete(batch);
  for (const net of batch.nets) {
    release(net, context, batch.surelyHas(net) ? evidence : 'inferred', scene);
  }
}

/**
 * cleanup_net dropped the last passive reference of a namespace, once. Where the log does not tell
 * at first which task a CPU runs, one cleanup_net may look like two, with the same namespaces.
 */
function release(net: Net, context: Context, evidence: Evidence, scene: Scene): void {
  if (net.freed) return;
  net.freed = true;
  scene.outbox.post(context, () => ({ type: 'net.freed', net: net.id }), { evidence });
  scene.nets.forget(net);
  scene.devices.forget(net);
}

/**
 * The function tracer shows no return of cleanup_net, but its last act is to drop the passive
 * reference of each namespace. Elsewhere these only drop one of many references.
 */
function netFree(line: Entered, stack: CallStack, scene: Scene): void {
  const batch = stack.top?.batch ?? null;
  if (line.caller !== 'cleanup_net' || batch === null) return;
  batch.releasing = true;
  const net = scene.nets.find(line.args);
  if (net !== null) {
    batch.join(net);
    release(net, line, 'observed', scene);
  } else if (batch.nets.size === 0) {
    scene.outbox.post(line, () => ({ type: 'net.freed', net: null }));
  } // Else its return will tell, by name.
}

/**
 * Its arguments tell which callbacks ran, where these have no lines of their own: for the one
 * namespace that a failed setup_net undoes, or the batch of a cleanup_net.
 */
function opsExitListEnded(call: Call, end: CallEnd, _stack: CallStack, scene: Scene): void {
  if (call.inner > 0) return;
  const { net } = call;
  const ops = variableOf(call.args.ops);
  if (ops === null) return;
  const { exit, exit_batch } = call.args;
  if (symbolOf(exit) !== null) postExit(end.context, { ops, net, phase: 'exit' }, scene);
  if (symbolOf(exit_batch) === null) return;
  postExit(end.context, { ops, net, phase: 'exit_batch' }, scene);
}

/** An exit callback of an operation, for one namespace or, as `null`, a batch or nobody knows. */
interface Exit {
  readonly ops: string;
  readonly net: Net | null;
  readonly phase: ExitPhase;
}

function postExit(line: Context, exit: Exit, { outbox }: Scene): void {
  const { net } = exit;
  if (isSettled(net)) outbox.tell(line, exited(exit));
  else outbox.post(line, () => exited(exit), { waitsFor: [net] });
}

function exited({ ops, net, phase }: Exit): EventBody {
  return { type: 'pernet.exited', ops, net: net?.id ?? null, phase };
}

/** Callbacks that are inlined into ops_undo_list, by the one function they call. */
const INLINED_CALLBACKS: Readonly<
  Record<string, { readonly ops: string; readonly phase: ExitPhase }>
> = {
  ip_fib_net_exit: { ops: 'fib_net_ops', phase: 'exit_rtnl' }, // fib_net_exit_rtnl of 7.x
};

/** The callbacks that run for one namespace after the other: all for the first, all for the next. */
const NET_BY_NET = /rtnl/;

/** An exit callback runs: for one namespace, or for the whole batch. */
export function exitCallback(line: Entered, stack: CallStack, scene: Scene): void {
  const exiting = stack.top?.exiting ?? null;
  if (exiting !== null) exiting.inner += 1;
  // ops_exit_list works on one operation, ops_undo_list on all up to the one in its argument.
  const one = exiting?.fn === 'ops_exit_list' ? variableOf(exiting.args.ops) : null;
  const inlined = INLINED_CALLBACKS[line.fn];
  const ops = one ?? inlined?.ops ?? opsOf(line.fn);
  const batch = line.fn.endsWith('_batch') || symbolOf(exiting?.args.exit_batch) === line.fn;
  const phase: ExitPhase = batch ? 'exit_batch' : (inlined?.phase ?? 'exit');
  const net = batch ? null : scene.nets.find(line.args);
  if (inlined === undefined && !NET_BY_NET.test(line.fn))
    stepOn({ name: line.fn, once: batch, net }, line, stack, scene);
  if (net !== null) joinBatch(net, line, stack, scene);
  postExit(line, { ops, net, phase }, scene);
}

/** Whether a function is an exit callback: called by a function that does little else. */
export function isExitCallback(line: Entered, stack: CallStack): boolean {
  if (line.caller !== null) return EXITING.has(line.caller) && !OWN_WORK.has(line.fn);
  const exiting = stack.top?.exiting ?? null;
  if (exiting === null || OWN_WORK.has(line.fn)) return false;
  const { exit, exit_batch } = exiting.args;
  if (symbolOf(exit) === line.fn || symbolOf(exit_batch) === line.fn) return true;
  return isCallback(line.fn);
}
