import type { Invariant } from '../invariants/invariant.ts';
import type { JointJudgement } from '../invariants/together.ts';
import type { CheckedLog, UnreadLog } from './checked-log.ts';
import { escapeJson } from './render/escape.ts';
import { TOOL, toolVersion } from './tool.ts';

/** The forms in which `check` reports to machines. */
export const REPORTS = ['json', 'sarif', 'junit', 'github'] as const;

export type ReportForm = (typeof REPORTS)[number];

/** What a report is about. */
export interface Checked {
  readonly logs: readonly CheckedLog[];
  readonly unread: readonly UnreadLog[];
  readonly invariants: readonly Invariant[];
  /** Set where the logs are of one boot. */
  readonly joint: JointJudgement | null;
}

/** A report for machines, ended by a newline unless it is empty. Loads what its form needs. */
export async function reportText(form: ReportForm, checked: Checked): Promise<string> {
  const { logs, unread, invariants, joint } = checked;
  const tool = { name: TOOL, version: toolVersion() };
  const report = { tool, invariants, recordings: logs, unjudged: unread };
  switch (form) {
    case 'json': {
      const { checkJson } = await import('./render/check-json.ts');
      return ended(escapeJson(JSON.stringify(checkJson(logs, unread, joint), null, 2)));
    }
    case 'sarif': {
      const { toSarif } = await import('../invariants/report/sarif.ts');
      return ended(escapeJson(toSarif(report)));
    }
    case 'junit': {
      const { toJunit } = await import('../invariants/report/junit.ts');
      return ended(toJunit(report));
    }
    case 'github': {
      const { toGithub } = await import('../invariants/report/github.ts');
      return ended(toGithub(report));
    }
    default:
      return form satisfies never;
  }
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
