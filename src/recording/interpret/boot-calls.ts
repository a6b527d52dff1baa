import { numberOf, symbolOf } from './arguments.ts';
import type { Call, CallEnd, CallStack, Entered } from './calls.ts';
import { initcallStarted } from './initcalls.ts';
import { NET_DEV_DEAD } from './net-dev-steps.ts';
import { type Handler, isCutOff, resultOfCall, type Scene } from './scene.ts';
import { softirqName } from './softirqs.ts';

/** init/main.c and the steps of net_dev_init (net/core/dev.c) that logs can show. */
export const BOOT_CALLS: Readonly<Record<string, Handler>> = {
  net_dev_init: { enter: startInitcall, leave: finishInitcall },
  dev_proc_init: {
    enter: (_line, _call, _stack, scene) => scene.boot.shows('proc'),
  },
  netdev_kobject_init: {
    enter: (line, _call, stack, scene) => {
      if (stack.inside('net_dev_init') !== null) scene.boot.kobject(line);
      else scene.boot.shows('kobject');
    },
  },
  open_softirq: { leaf: openSoftirq },
  __cpuhp_setup_state: { leaf: setupCpuhp },
  page_pool_create_percpu: {
    leaf: (line, stack, scene) => {
      if (calledBy('net_dev_init', line, stack)) scene.boot.pagePool(line);
    },
  },
};

/** do_one_initcall, where only the initcall's own entry is shown. */
function startInitcall(line: Entered, _call: Call, _stack: CallStack, scene: Scene): void {
  scene.nets.booting();
  initcallStarted(line, line.fn, scene);
}

function finishInitcall(call: Call, end: CallEnd, _stack: CallStack, scene: Scene): void {
  if (isCutOff(call, end)) return;
  const rc = resultOfCall(end);
  if (rc === 0) scene.boot.reach('end', end.context);
  const { fn: name } = call;
  const { duration } = end;
  const evidence = end.returned === null ? 'inferred' : 'observed';
  scene.outbox.post(end.context, () => ({ type: 'initcall.returned', name, rc, duration }), {
    evidence,
  });
}

function openSoftirq(line: Entered, stack: CallStack, scene: Scene): void {
  scene.boot.shows('softirq');
  const expected = calledBy('net_dev_init', line, stack) ? scene.boot.softirq(line) : null;
  const vector = softirqName(numberOf(line.args.nr)) ?? expected?.vector ?? null;
  const action = symbolOf(line.args.action) ?? expected?.action ?? null;
  const inferred = [
    ...(line.args.nr === undefined && vector !== null ? ['vector'] : []),
    ...(line.args.action === undefined && action !== null ? ['action'] : []),
  ];
  scene.outbox.post(line, () => ({ type: 'softirq.opened', vector, action }), {
    inferred: () => inferred,
  });
}

function setupCpuhp(line: Entered, stack: CallStack, scene: Scene): void {
  scene.boot.shows('cpuhp');
  const ours = calledBy('net_dev_init', line, stack);
  if (ours) scene.boot.reach('cpuhp', line);
  const shown = line.args.name ?? line.args.state ?? null;
  const state = shown ?? (ours ? NET_DEV_DEAD : null);
  const inferred = shown === null && state !== null ? ['state'] : [];
  scene.outbox.post(line, () => ({ type: 'cpuhp.installed', state }), { inferred: () => inferred });
}

/** Whether a leaf was called by a function itself, not by something beside or below it. */
function calledBy(fn: string, line: Entered, stack: CallStack): boolean {
  const top = stack.top;
  if (top?.fn !== fn) return false;
  if (line.caller !== null) return line.caller === fn;
  return line.depth === null || top.depth === null || line.depth === top.depth + 1;
}
