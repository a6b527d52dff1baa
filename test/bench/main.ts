import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { comparison } from './comparison.ts';
import { hold, type Result } from './contest.ts';
import { contests } from './contests.ts';
import { optionsOf } from './options.ts';
import { type Report, readReport, tableOf } from './report.ts';

const { choice, rounds, json, compare } = optionsOf(process.argv.slice(2));
// Before an hour of measuring, not behind it: can the old be read and the new be written?
const before = compare === null ? null : readReport(compare);
mkdirSync(dirname(json), { recursive: true });

const results: Result[] = [];
for await (const contest of contests(choice)) {
  process.stderr.write(`${contest.section}: ${contest.subject}\n`);
  results.push(...hold(contest, rounds));
}
const { lines } = choice;
const date = new Date().toISOString();
const report: Report = { date, node: process.version, lines, rounds, results };
writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`);
process.stdout.write(`${tableOf(results)}\n`);
if (before !== null) process.stdout.write(`\n${comparison(before, report)}\n`);
