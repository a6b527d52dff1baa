/** Where and when something happened, as far as the log tells. */
export interface Place {
  /** Integer nanoseconds on the recording's clock, `null` where its clock is no time. */
  readonly at: number | null;
  readonly cpu: number | null;
  /** `comm-pid`; the pid tells tasks apart, the comm may change under way. */
  readonly task: string | null;
  /** 1-based line of the log; `null` where no line shows it. */
  readonly line: number | null;
}

/** Where and when a line of the log says something happened. */
export interface Context extends Place {
  readonly line: number;
}

/** Arguments as a probe printed them, by name; numbers stay text (`"0xffff…"`, `"3"`). */
export type Args = Readonly<Record<string, string>>;

/**
 * The narrow waist between syntax and meaning: what one line of any format says, without any
 * knowledge of what the kernel function does.
 */
export type Observation =
  /** A function was entered. `caller` is the parent the function tracer prints. */
  | (Context & {
      readonly kind: 'entered';
      readonly fn: string;
      readonly caller: string | null;
      readonly args: Args;
      /** Set where the format nests calls exactly (function_graph): how deep, from 0. */
      readonly depth: number | null;
    })
  /** A function returned; `args` holds `rc` or `ret` where the format shows it. */
  | (Context & {
      readonly kind: 'returned';
      readonly fn: string;
      readonly args: Args;
      readonly depth: number | null;
      /** Nanoseconds the call took, where the format shows it. */
      readonly duration: number | null;
    })
  /** A trace event (tracepoint) with its fields: `initcall_start: func=net_dev_init+0x0/0x24f`. */
  | (Context & { readonly kind: 'traced'; readonly name: string; readonly fields: Args })
  /** A kernel message, one record, without prefix. `level` is 0 (emerg) to 7 (debug). */
  | (Context & {
      readonly kind: 'printed';
      readonly message: string;
      readonly level: number | null;
    })
  /** The log says how many CPUs were online: `#P:4` in an ftrace header. */
  | (Context & { readonly kind: 'described'; readonly cpus: number })
  /** The trace is over, and every entry is there that the recorder had. */
  | (Context & { readonly kind: 'complete' })
  /** Records were lost here; where no line shows it, nobody knows where. */
  | (Place & { readonly kind: 'lost'; readonly count: number | null });

/**
 * Another recording begins in the same log, which may tell the same moments once more: nothing is
 * known of the order between what stands above and what follows.
 */
export const SEAM: Observation = {
  kind: 'lost',
  at: null,
  cpu: null,
  task: null,
  line: null,
  count: null,
};
