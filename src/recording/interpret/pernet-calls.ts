import type { EventBody, PernetKind } from '../../model/events.ts';
import { memoized } from '../memo.ts';
import type { Args } from '../observation.ts';
import { symbolOf, variableOf } from './arguments.ts';
import type { Call, CallEnd, CallStack, Entered } from './calls.ts';
import type { Net } from './nets.ts';
import { OpsName } from './ops-name.ts';
import { isSettled, NOTHING } from './outbox.ts';
import { Outcome } from './outcome.ts';
import { type Handler, isCutOff, netOf, resultOfCall, type Scene } from './scene.ts';

const REGISTER: Handler = { role: 'registering', enter: register, leave: registered };
const UNREGISTER: Handler = { enter: unregister };

/** The list of pernet operations and their init callbacks: net/core/net_namespace.c. */
export const PERNET_CALLS: Readonly<Record<string, Handler>> = {
  register_pernet_subsys: REGISTER,
  register_pernet_device: REGISTER,
  register_pernet_operations: REGISTER,
  unregister_pernet_subsys: UNREGISTER,
  unregister_pernet_device: UNREGISTER,
  unregister_pernet_operations: UNREGISTER,
  ops_init: { enter: opsInit, leave: opsInitEnded },
  loopback_net_init: { enter: loopbackNetInit, leave: loopbackNetInitEnded },
};

/** register_pernet_operations links the operation before it runs its init anywhere. */
function register(line: Entered, call: Call, _stack: CallStack, scene: Scene): void {
  scene.boot.shows('pernet');
  // In 6.12 the compiler inlines this call, in 5.17 and 6.1 it stands; in 7.2 again.
  if (line.fn === 'register_pernet_subsys' && line.caller === 'net_ns_init') {
    scene.boot.ptypeAllMayBe();
  }
  const outer = call.outer;
  if (outer?.handler === REGISTER) {
    call.ops = outer.ops;
    teach(call.ops, line.args);
    return;
  }
  const shown = kindOf(line);
  const kind = shown ?? 'subsys'; // Most are.
  const isSure = shown !== null || line.caller !== null;
  const inBoot = outer?.fn === 'net_dev_init' || outer?.fn === 'dev_proc_init';
  const expected = inBoot ? scene.boot.registration(kind, line, line.depth !== null) : null;
  const ops = new OpsName(() => (isPlausible(expected, call, scene) ? expected : null));
  call.ops = ops;
  teach(ops, line.args);
  scene.outbox.post(line, () => ({ type: 'pernet.registered', ops: ops.name, kind }), {
    waitsFor: [ops],
    inferred: () => [...inferredOf(ops), ...(isSure ? NOTHING : ['kind'])],
  });
}

/** A failed registration leaves nothing behind in the list. */
function registered(call: Call, end: CallEnd, _stack: CallStack, scene: Scene): void {
  if (call.outer?.handler === REGISTER) return;
  const rc = resultOfCall(end);
  const failed = rc === null ? call.undoing : rc < 0;
  if (!failed) return;
  const { ops } = call;
  const kind = kindOf(call);
  scene.outbox.post(end.context, () => ({
    type: 'pernet.unregistered',
    ops: ops?.name ?? null,
    kind,
  }));
}

function unregister(line: Entered, call: Call, _stack: CallStack, scene: Scene): void {
  if (call.outer?.handler === UNREGISTER) return;
  const ops = new OpsName();
  teach(ops, line.args);
  ops.settle();
  const kind = kindOf(line);
  scene.outbox.post(line, () => ({ type: 'pernet.unregistered', ops: ops.name, kind }));
}

function opsInit(line: Entered, call: Call, _stack: CallStack, scene: Scene): void {
  scene.boot.shows('init');
  const registration = call.registering;
  for (let around = registration; around !== null; around = around.outer) around.inner += 1;
  call.ops = registration?.ops ?? shownOps(line.args) ?? new OpsName(nextOf(call.outer));
  teach(call.ops, line.args);
  call.net = netOf(line.args, call, scene);
  if (call.net === null && registration !== null) call.net = onlyNet(scene);
}

function opsInitEnded(call: Call, end: CallEnd, stack: CallStack, scene: Scene): void {
  if (isCutOff(call, end)) return;
  if (call.outer !== null) call.outer.lastOps = call.ops;
  initEnded(call, end, stack, scene);
}

/** Without a probe on ops_init, the init of loopback stands for it. */
function loopbackNetInit(line: Entered, call: Call, _stack: CallStack, scene: Scene): void {
  call.net = netOf(line.args, call, scene);
  const ops = new OpsName();
  ops.learnCallback(line.fn);
  call.ops = ops;
  call.dev = scene.devices.unnamed();
}

function loopbackNetInitEnded(call: Call, end: CallEnd, stack: CallStack, scene: Scene): void {
  if (call.dev !== null) call.dev.nascent = false;
  if (call.outer?.fn === 'ops_init') return;
  initEnded(call, end, stack, scene);
}

/** Where no line shows the result, what the caller does next will tell. */
function initEnded(call: Call, end: CallEnd, stack: CallStack, scene: Scene): void {
  const { net, ops } = call;
  const rc = resultOfCall(end);
  const outcome = rc === null ? new Outcome() : Outcome.of(rc);
  if (stack.top === null) outcome.settle();
  else stack.top.outcome = outcome;
  const { outbox } = scene;
  if (isSettled(ops) && isSettled(net) && outcome.settled) {
    outbox.tell(end.context, initialized(ops, net, outcome), inferredOf(ops));
    return;
  }
  outbox.post(end.context, () => initialized(ops, net, outcome), {
    waitsFor: [ops, net, outcome],
    inferred: () => inferredOf(ops),
  });
}

function initialized(ops: OpsName | null, net: Net | null, outcome: Outcome): EventBody {
  const name = ops?.name ?? null;
  const id = net?.id ?? null;
  if (outcome.failed) return { type: 'pernet.failed', ops: name, net: id, rc: outcome.rc };
  return { type: 'pernet.initialized', ops: name, net: id };
}

const OPS = ['ops'];

function inferredOf(ops: OpsName | null): readonly string[] {
  return ops?.inferred === true ? OPS : NOTHING;
}

/** `null` for the functions that work for both kinds, where they stand alone. */
function kindOf({ fn }: Entered | Call): PernetKind | null {
  if (fn.endsWith('_operations')) return null;
  return fn.endsWith('_device') ? 'device' : 'subsys';
}

/** The operation that arguments name, if they do. What is settled is shared: it never changes. */
function shownOps({ ops }: Args): OpsName | null {
  return ops === undefined ? null : opsIn(ops);
}

const opsIn = memoized((text): OpsName | null => {
  const name = variableOf(text);
  if (name === null) return null;
  const ops = new OpsName();
  ops.learn(name);
  return ops;
});

function teach(ops: OpsName | null, args: Args): void {
  if (ops === null || ops.settled) return;
  ops.learn(variableOf(args.ops));
  ops.learnCallback(symbolOf(args.init));
}

/**
 * Program order names a registration only where nothing speaks against it: in a log that shows
 * ops_init, loopback_net_ops runs its init at once and default_device_ops, which has none, does not.
 */
function isPlausible(expected: string | null, call: Call, scene: Scene): boolean {
  if (!scene.boot.hasShown('init')) return true;
  return call.inner > 0 === (expected !== 'default_device_ops');
}

/**
 * default_device_ops has no init callback that a log could show, but it stands behind
 * loopback_net_ops in the list for ever: they are the first two device operations of every boot.
 */
function nextOf(around: Call | null): () => string | null {
  const before = around?.lastOps ?? null;
  return () => (before?.name === 'loopback_net_ops' ? 'default_device_ops' : null);
}

/** During boot init_net is the only namespace there is. */
function onlyNet(scene: Scene): Net | null {
  return scene.nets.isAlone ? scene.nets.initNet : null;
}
