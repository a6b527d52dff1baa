import type { Evidence } from '../../model/events.ts';
import type { NetId } from '../../model/ids.ts';

/** A device as the log knew it then. */
export interface DeviceLabel {
  readonly name: string | null;
  readonly ifindex: number | null;
  /** The loopback device of its namespace, whatever its name. */
  readonly loopback: boolean;
}

/** Where and when something happened in a namespace. */
export interface ItemStamp {
  readonly seq: number;
  readonly at: number | null;
  readonly line: number | null;
  readonly task: string | null;
  readonly evidence: Evidence;
  /** Payload fields that were not read but follow from program order. */
  readonly inferred?: readonly string[];
}

/** Operations initialised, or exited, one after another. */
export interface OpsRun {
  readonly kind: 'initialised' | 'exited';
  readonly names: readonly (string | null)[];
}

/** Something that happened in a namespace, as a reader wants it told. */
export type NamespaceItem = ItemStamp &
  (
    | { readonly kind: 'setup' }
    | OpsRun
    | { readonly kind: 'ops-failed'; readonly ops: string | null; readonly rc: number | null }
    | { readonly kind: 'ready' | 'dying' | 'freed' }
    | { readonly kind: 'failed'; readonly rc: number | null }
    | { readonly kind: 'cleanup'; readonly batch: number }
    | { readonly kind: 'arrived'; readonly device: DeviceLabel; readonly from: NetId | null }
    | {
        readonly kind: 'created';
        readonly device: DeviceLabel;
        /** The operations that made it, when they were initialised. */
        readonly by: string | null;
      }
    | {
        readonly kind: 'left';
        readonly device: DeviceLabel;
        readonly to: NetId | null;
        /** Its name there. */
        readonly as: string | null;
      }
    | { readonly kind: 'deleted'; readonly device: DeviceLabel }
    | { readonly kind: 'renamed'; readonly device: DeviceLabel; readonly from: string | null }
    | { readonly kind: 'refused'; readonly device: DeviceLabel; readonly rc: number | null }
  );
