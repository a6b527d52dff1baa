import type { RecordingSummary } from '../recording/read.ts';

/** A recording in which more lines make no sense may have been read in the wrong format. */
const SUSPICIOUS_SHARE = 0.05;

const NOTHING_RECORDED =
  'nothing was recorded, the trace is a header and nothing else. Usually the kernel emptied the ' +
  'buffer late in the boot, when it switched to another clock: add trace_clock=local to its ' +
  'command line (netdev-replay cmdline). Or the filter named no function of this kernel, or ' +
  'somebody read trace_pipe before';

/** What a reader should know before believing anything told about a recording. */
export function hintsOf(summary: RecordingSummary): readonly string[] {
  const { lines, events, format } = summary;
  const hints: string[] = [];
  if (isHeaderOnly(summary)) hints.push(NOTHING_RECORDED);
  else if (events.observed + events.inferred + events.simulated === 0) {
    hints.push('nothing in this log is about how networking comes to life');
  }
  const share = lines.total === 0 ? 0 : lines.unknown / lines.total;
  if (share > SUSPICIOUS_SHARE) {
    hints.push(
      `${Math.round(share * 100)} % of the lines were not understood, the first is line ` +
        `${lines.firstUnknown}: is ${format} the right format? (--format overrides it)`,
    );
  }
  return hints;
}

function isHeaderOnly({ format, lines }: RecordingSummary): boolean {
  if (!['function', 'function-graph', 'kprobe'].includes(format)) return false;
  const { header = 0, blank = 0, used = 0 } = lines.reasons;
  // The one line of a header that is used tells how many CPUs there are.
  return used <= 1 && header + blank + used === lines.total;
}
