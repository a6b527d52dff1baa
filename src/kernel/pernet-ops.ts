import type { PernetKind } from '../model/events.ts';
import type { Kernel, NetDevice, NetNamespace } from './kernel.ts';
import type { Run } from './run.ts';
import type { VersionRange } from './versions.ts';

/** A callback that gets one namespace. `fn` is its name in the kernel; no `run`: no effect here. */
export interface NetCallback<T> {
  readonly fn: string;
  readonly run?: (k: Kernel, net: NetNamespace) => Run<T>;
}

/** A callback that gets all namespaces that go together. */
export interface BatchCallback {
  readonly fn: string;
  readonly run?: (k: Kernel, nets: readonly NetNamespace[]) => Run<void>;
}

/** A callback under RTNL that queues devices for the one kill list of its phase. */
export interface KillCallback<Subject> {
  readonly fn: string;
  readonly run: (k: Kernel, subject: Subject, kill: NetDevice[]) => void;
}

/** struct pernet_operations (include/net/net_namespace.h). */
export interface PernetOps extends VersionRange {
  /** The kernel's variable. */
  readonly name: string;
  readonly kind: PernetKind;
  /** Asks for private data in every namespace (`id` and `size`). */
  readonly hasId?: boolean;
  readonly init?: NetCallback<number>;
  readonly preExit?: NetCallback<void>;
  readonly exitRtnl?: KillCallback<NetNamespace>;
  readonly exitBatchRtnl?: KillCallback<readonly NetNamespace[]>;
  readonly exit?: NetCallback<void>;
  readonly exitBatch?: BatchCallback;
}
