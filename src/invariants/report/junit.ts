import type { PromiseJudgement } from '../findings.ts';
import type { JudgedRecording, Report, UnjudgedRecording } from './report.ts';
import { visible } from './visible.ts';

/**
 * The report as JUnit XML, which every CI shows: a suite for each log, a test case for each
 * promise; violated is a failure, unknown is skipped with the reason. A log that was not judged is
 * a suite with an error.
 */
export function toJunit({ tool, recordings, unjudged = [] }: Report): string {
  const suites = [...unjudged.map(toErrorSuite), ...recordings.map(toSuite)];
  const body = suites.length === 0 ? '' : `\n${suites.join('\n')}\n`;
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<testsuites name="${xml(tool.name)}">${body}</testsuites>\n`
  );
}

function toErrorSuite({ file, message }: UnjudgedRecording): string {
  const name = xml(file);
  return (
    `  <testsuite name="${name}" tests="1" failures="0" errors="1" skipped="0">\n` +
    `    <testcase classname="${name}" name="is judged">\n` +
    `      <error message="${xml(message)}"/>\n` +
    '    </testcase>\n  </testsuite>'
  );
}

function toSuite({ file, judgement: { invariants } }: JudgedRecording): string {
  const count = (verdict: PromiseJudgement['verdict']): number =>
    invariants.filter((promise) => promise.verdict === verdict).length;
  const counts =
    `tests="${invariants.length}" failures="${count('violated')}" ` +
    `errors="0" skipped="${count('unknown')}"`;
  const cases = invariants.map((promise) => `${toCase(file, promise)}\n`);
  return `  <testsuite name="${xml(file)}" ${counts}>\n${cases.join('')}  </testsuite>`;
}

function toCase(file: string, promise: PromiseJudgement): string {
  const head = `    <testcase classname="${xml(file)}" name="${xml(promise.id)}"`;
  const outcome = toOutcome(file, promise);
  return outcome === null ? `${head}/>` : `${head}>\n${outcome}\n    </testcase>`;
}

function toOutcome(file: string, { verdict, violations, broken, reason }: PromiseJudgement) {
  if (verdict === 'holds') return null;
  if (verdict === 'unknown') return `      <skipped>${xml(reason ?? '')}</skipped>`;
  const [first] = violations;
  const lines = violations.map(({ line, seq, message }) => {
    return xml(`${file}:${line ?? `event ${seq}`}: ${message}`);
  });
  if (broken > violations.length) lines.push(`and ${broken - violations.length} more`);
  const message = xml(first?.message ?? '');
  return `      <failure message="${message}">${lines.join('\n')}</failure>`;
}

/** XML text and attribute values; what XML cannot hold at all is shown as an escape. */
function xml(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
    .replaceAll('\n', '&#10;');
}
