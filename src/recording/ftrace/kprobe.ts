import { isEntry, parsePlace, plainName, symbolName } from '../symbol.ts';

/** What a probe event says: which function was entered or returned from, with what. */
export interface ProbeHit {
  /** `inner`: the probe sits in the middle of the function. */
  readonly kind: 'entered' | 'returned' | 'inner';
  readonly fn: string;
  /** Index in the body where the arguments begin. */
  readonly args: number;
}

/*
 * kernel/trace/trace_kprobe.c: print_kprobe_event, print_kretprobe_event; trace_fprobe.c prints the
 * same. The probed symbol counts, whatever the event was called.
 *
 * event           site                          probed      args
 * list_netdevice: (list_netdevice+0x4/0x1d0) dev=0xff2e name="lo"
 * ops_init_ret:   (setup_net+0x13b/0x310 <- ops_init) rc=0
 */
const PROBE = /^([\w:]+): +\(([^()<]+?)(?: <- ?([^()]+))?\)(?=\s|$)/;
/** A resolved entry site carries its offset; `system.event` of an eprobe does not. */
const SITE = /\+0x[\da-f]/;
/**
 * trace-cmd report -R prints raw fields: `ops_init: __probe_ip=ffffffffb399be20 rc=0`,
 * `x: __probe_func=ffffffffb399be20 __probe_ret_ip=ffffffffb399c71b rc=0`.
 */
const RAW_PROBE =
  /^([\w:]+): +__probe_(?:ip=[\da-f]+|(func)=[\da-f]+ __probe_ret_ip=[\da-f]+)(?=\s|$)/;
/** What perf and people append to the name of a return probe. */
const RETURN_SUFFIX = /(?:__return|_ret)$/;
/** Names tracefs makes up: `p_ops_init_0`, `r_ops_init_0`. */
const MADE_UP = /^[pr]_(.+)_(?:\d+|0x[\da-f]+)$/;
/** An address in the kernel's half; what uprobes print lies below. */
const KERNEL_ADDRESS = /^(?:0x)?f[\da-f]{15}$/;

/** Reads a kprobe, kretprobe or fprobe event; `null` where the body is none. */
export function parseProbe(body: string): ProbeHit | null {
  const match = PROBE.exec(body);
  if (match === null) return parseRawProbe(body);
  const [whole, event = '', site = '', probed] = match;
  const args = whole.length;
  if (probed !== undefined) {
    const fn =
      symbolName(probed) ?? (KERNEL_ADDRESS.test(probed) ? probedByHabit(event, true) : null);
    return fn === null ? null : { kind: 'returned', fn, args };
  }
  const place = SITE.test(site) ? parsePlace(site) : null;
  const fn = place?.name ?? (KERNEL_ADDRESS.test(site) ? probedByHabit(event, false) : null);
  if (fn === null) return null;
  return { kind: place === null || isEntry(place) ? 'entered' : 'inner', fn, args };
}

function parseRawProbe(body: string): ProbeHit | null {
  const match = RAW_PROBE.exec(body);
  if (match === null) return null;
  const [whole, event = '', probed] = match;
  const args = whole.length;
  const kind = probed === undefined ? 'entered' : 'returned';
  return { kind, fn: probedByHabit(event, kind === 'returned'), args };
}

/**
 * The function that an event is called after, its system left out. Where the log has only the
 * address of the function (trace-cmd report does not resolve it) this is all there is.
 */
export function probedByHabit(event: string, returns: boolean): string {
  const name = event.slice(event.lastIndexOf(':') + 1);
  const fn = plainName(MADE_UP.exec(name)?.[1] ?? name);
  return returns ? fn.replace(RETURN_SUFFIX, '') : fn;
}
