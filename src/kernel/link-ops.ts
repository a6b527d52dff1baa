import type { Kernel, NetDevice } from './kernel.ts';
import type { LinkKind } from './plan.ts';

/** struct rtnl_link_ops (include/net/rtnetlink.h) as far as it matters here. */
export interface LinkOps {
  readonly kind: LinkKind | 'tunnel';
  /** Queues the device, and what goes with it, for removal. */
  readonly dellink: (k: Kernel, dev: NetDevice, kill: NetDevice[]) => void;
  /** `netns_refund`: a dying namespace gives the device back to init_net. */
  readonly refund: boolean;
}
