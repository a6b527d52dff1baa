import { openLog } from '../../../src/node/log-file.ts';
import { readEvents } from '../../../src/recording/read.ts';

/** Bytes to events, and nothing done with them. */
const [, , path = ''] = process.argv;
const { content } = await openLog(path);
let events = 0;
for await (const some of readEvents(content)) events += some.length;
process.stdout.write(`${events}\n`);
