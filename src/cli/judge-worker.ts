import { parentPort, workerData } from 'node:worker_threads';
import { openLog } from '../node/log-file.ts';
import { judgeLog } from './judge-log.ts';
import type { JudgingOrder } from './judging-order.ts';
import { positionOf } from './progress.ts';
import { promisesToJudge } from './promises-to-judge.ts';
import type { WorkerWord } from './worker-crew.ts';

/*
 * The main file of a worker thread: judges the logs whose names it is sent, one at a time.
 */
if (parentPort === null) throw new Error('expected to be a worker, got the main thread');
const port = parentPort;
// What hireWorkers sends.
const order = workerData as JudgingOrder;
const promises = promisesToJudge(order.promises);

port.on('message', async (file: string) => {
  const watch = (bytes: number): void => say({ said: 'position', bytes });
  const invariants = await promises;
  const progressOf = (log: Parameters<typeof positionOf>[0]) => positionOf(log, watch);
  say({ said: 'result', result: await judgeLog(file, { openLog, order, invariants, progressOf }) });
});

function say(word: WorkerWord): void {
  port.postMessage(word);
}
