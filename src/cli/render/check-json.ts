import type { PromiseJudgement } from '../../invariants/findings.ts';
import { stateHash } from '../../replay/hash.ts';
import { TOOL, toolVersion } from '../tool.ts';
import type { CheckedLog } from './check.ts';

/** A log that gave nothing to judge. */
export interface UnreadLog {
  readonly file: string;
  readonly message: string;
}

/** What `check --json` prints: one object over all logs (the contract is in the README). */
export function checkJson(logs: readonly CheckedLog[], unreadable: readonly UnreadLog[]): object {
  return {
    tool: { name: TOOL, version: toolVersion() },
    recordings: logs.map(recordingJson),
    unreadable,
  };
}

function recordingJson({ file, summary, judgement }: CheckedLog): object {
  const { format, kernel, events, lines, gaps, problems } = summary;
  const { total, used, noise, unknown, reasons, firstUnknown } = lines;
  return {
    file,
    format,
    kernel,
    events,
    lines: { total, used, skipped: noise + unknown, noise, unknown, reasons, firstUnknown },
    gaps,
    problems,
    verdict: judgement.verdict,
    stateHash: stateHash(judgement.state),
    invariants: judgement.invariants.map(promiseJson),
  };
}

function promiseJson({
  id,
  verdict,
  checked,
  broken,
  reason,
  violations,
}: PromiseJudgement): object {
  return { id, verdict, checked, broken, reason, violations };
}
