import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Contest, hold, type Result } from './contest.ts';
import { INPUTS, inputs } from './inputs.ts';
import { changes, type Report, readReport, tableOf } from './report.ts';
import { decodeContests, eventContests, seekContests, startContests } from './sections.ts';

/*
 * npm run bench -- [--lines 5000000] [--rounds 5] [--only decode,fold,judge,simulate,seek,start]
 *                  [--inputs graph-0.1%,dmesg] [--json report.json] [--compare old.json]
 *
 * CPU time (user and system), never wall time; all contestants take turns in one run.
 */
const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    inputs: { type: 'string', default: INPUTS.join(',') },
    json: { type: 'string', default: 'reports/bench.json' },
    compare: { type: 'string', default: '' },
  },
});

const lines = Number(values.lines);
const rounds = Number(values.rounds);
const logs = await inputs(lines, values.inputs.split(','));
const contests: readonly Contest[] = [
  ...decodeContests(logs),
  ...(logs.some(({ name }) => name === 'kprobe-100%') ? eventContests(logs) : []),
  ...seekContests(1_000_000),
  ...startContests(),
];
const wanted = values.only === '' ? null : values.only.split(',');
const results: Result[] = [];
for (const contest of contests) {
  if (wanted !== null && !wanted.includes(contest.section)) continue;
  process.stderr.write(`${contest.section}: ${contest.subject}\n`);
  results.push(...hold(contest, rounds));
}
const date = new Date().toISOString();
const report: Report = { date, node: process.version, lines, rounds, results };
writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
process.stdout.write(`${tableOf(results)}\n`);
if (values.compare !== '') {
  process.stdout.write(`\n${changes(readReport(values.compare), report).join('\n')}\n`);
}
