import type { PromiseJudgement } from '../../invariants/findings.ts';
import type { JointJudgement } from '../../invariants/together.ts';
import type { RecordingSummary } from '../../recording/read.ts';
import type { CheckedLog, UnreadLog } from '../checked-log.ts';
import { TOOL, toolVersion } from '../tool.ts';

/** What `check --json` prints: one object over all logs (the contract is in the README). */
export function checkJson(
  logs: readonly CheckedLog[],
  unreadable: readonly UnreadLog[],
  joint: JointJudgement | null,
): object {
  return {
    tool: { name: TOOL, version: toolVersion() },
    recordings: logs.map(recordingJson),
    unreadable: unreadable.map(({ file, message }) => ({ file, message })),
    ...(joint === null ? {} : { together: jointJson(joint, logs) }),
  };
}

/** The verdicts on logs of one boot, with the names of the logs that gave them. */
function jointJson({ verdict, invariants }: JointJudgement, logs: readonly CheckedLog[]): object {
  return {
    verdict,
    invariants: invariants.map(({ decidedBy, ...promise }) => ({
      ...promise,
      decidedBy: decidedBy.map((place) => logs[place]?.file ?? null),
    })),
  };
}

function recordingJson({ file, summary, judgement, panic, stateHash }: CheckedLog): object {
  const { format, detection, kernel, cpus, events, lines, gaps, problems } = summary;
  const { total, used, noise, unknown, reasons, firstUnknown } = lines;
  return {
    file,
    format,
    detection: detectionJson(detection),
    kernel,
    cpus,
    events,
    lines: { total, used, skipped: noise + unknown, noise, unknown, reasons, firstUnknown },
    gaps,
    problems,
    panic,
    verdict: judgement.verdict,
    state: { hash: stateHash },
    invariants: judgement.invariants.map(promiseJson),
  };
}

/** What told the format; `null` where the user did. */
function detectionJson(detection: RecordingSummary['detection']): object | null {
  if (detection === null) return null;
  const { confidence, line, evidence } = detection;
  return { confidence, line, evidence };
}

function promiseJson({
  id,
  verdict,
  checked,
  broken,
  reason,
  unseen,
  violations,
}: PromiseJudgement): object {
  return { id, verdict, checked, broken, reason, unseen, violations };
}
