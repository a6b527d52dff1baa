import type { JudgedRecording, Report } from './report.ts';
import { visible } from './visible.ts';

/**
 * The report as workflow commands of GitHub Actions: an error at file and line for each
 * violation, one notice for each log with the promises that it cannot show, an error for each log
 * that was not judged.
 */
export function toGithub({ recordings, unjudged = [] }: Report): string {
  const errors = unjudged.map(({ file, message }) => {
    return `::error file=${property(file)},title=not judged::${data(message)}`;
  });
  return [...errors, ...recordings.flatMap(toCommands)].map((command) => `${command}\n`).join('');
}

function toCommands({ file, judgement: { invariants } }: JudgedRecording): readonly string[] {
  const errors = invariants.flatMap(({ id, violations }) =>
    violations.map(({ line, message }) => {
      const at = line === null ? '' : `,line=${line}`;
      return `::error file=${property(file)}${at},title=${property(id)}::${data(message)}`;
    }),
  );
  const unknown = invariants.filter(({ verdict }) => verdict === 'unknown').map(({ id }) => id);
  if (unknown.length === 0) return errors;
  const names = data(unknown.join(', '));
  return [...errors, `::notice file=${property(file)},title=not shown by this log::${names}`];
}

/** The runner's own escapes (actions/toolkit, command.ts): escapeData and escapeProperty. */
function data(text: string): string {
  return visible(text).replaceAll('%', '%25').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
