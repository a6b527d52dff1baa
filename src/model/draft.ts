import type { Draft } from 'immer';
import type { DeviceState, KernelState, NetState } from './state.ts';

/**
 * The mutable face of the state that recipes write to. Both immer's draft and the overlay of the
 * batch fold are one, so each rule exists once.
 */
export type StateDraft = Draft<KernelState>;
export type NetDraft = Draft<NetState>;
export type DeviceDraft = Draft<DeviceState>;
