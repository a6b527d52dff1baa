import type { PromiseJudgement } from '../findings.ts';
import type { Invariant, Violation } from '../invariant.ts';
import type { JudgedRecording, Report, UnjudgedRecording } from './report.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/**
 * The report as SARIF 2.1.0 (OASIS), which code hosts show beside the file: a rule for each
 * promise, a failed result with file and line for each violation, an open one for each promise
 * that the recording cannot show, a notification for each log that was not judged.
 */
export function toSarif({ tool, invariants, recordings, unjudged = [] }: Report): string {
  const run = {
    tool: { driver: { name: tool.name, version: tool.version, rules: invariants.map(toRule) } },
    // Lines are what we point at, and a log is text whatever its bytes are.
    columnKind: 'utf16CodeUnits',
    ...(unjudged.length === 0 ? {} : { invocations: [toInvocation(unjudged)] }),
    results: recordings.flatMap(toResults),
  };
  return `${JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, null, 2)}\n`;
}

function toRule({ id, statement, mechanism, source, breaks }: Invariant): object {
  const guaranteed = `${mechanism} (${source.file}: ${source.function})`;
  return {
    id,
    shortDescription: { text: statement },
    fullDescription: { text: guaranteed },
    help: { text: `${statement}\n\n${guaranteed}\n\nWhat would break it: ${breaks}` },
    defaultConfiguration: { level: 'error' },
  };
}

function toInvocation(unjudged: readonly UnjudgedRecording[]): object {
  const toolExecutionNotifications = unjudged.map(({ file, message }) => ({
    level: 'error',
    message: { text: message },
    locations: [locationOf(file, null)],
  }));
  return { executionSuccessful: false, toolExecutionNotifications };
}

function toResults({ file, judgement }: JudgedRecording): readonly object[] {
  return judgement.invariants.flatMap((promise) => {
    if (promise.verdict === 'unknown') return [toOpen(file, promise)];
    return promise.violations.map((violation) => toFailure(file, promise.id, violation));
  });
}

function toFailure(file: string, ruleId: string, { message, line, seq }: Violation): object {
  return {
    ruleId,
    kind: 'fail',
    level: 'error',
    message: { text: message },
    locations: [locationOf(file, line)],
    properties: { seq },
  };
}

function toOpen(file: string, { id, reason }: PromiseJudgement): object {
  return {
    ruleId: id,
    kind: 'open',
    level: 'none',
    message: { text: `Cannot be told: ${reason ?? 'no reason known'}` },
    locations: [locationOf(file, null)],
  };
}

function locationOf(file: string, line: number | null): object {
  const artifactLocation = { uri: uriOf(file) };
  const region = line === null ? {} : { region: { startLine: line } };
  return { physicalLocation: { artifactLocation, ...region } };
}

/** A path as the URI reference SARIF wants: relative ones stay so, any other byte is escaped. */
function uriOf(file: string): string {
  const path = file
    .replace(/\p{Cs}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
  if (path.startsWith('/')) return `file://${path}`;
  return path.includes('%3A') ? `./${path}` : path;
}
