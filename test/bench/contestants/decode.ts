import { createReadStream } from 'node:fs';
import { readEvents } from '../../../src/recording/read.ts';

/** Bytes to events, and nothing done with them. */
const CHUNK_BYTES = 1 << 20;

const [, , path = ''] = process.argv;
let events = 0;
for await (const some of readEvents(createReadStream(path, { highWaterMark: CHUNK_BYTES }))) {
  events += some.length;
}
process.stdout.write(`${events}\n`);
