import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { devicesOf, fold, judge, netId, readLog, timeline } from 'netdev-replay';

const log = createReadStream('events/6.1-cloud/life-kprobe.log.gz').pipe(createGunzip());
const { events, summary } = await readLog(log);
console.log(summary.format, summary.lines.total, 'lines,', events.length, 'events');

const { verdict, invariants } = judge(events);
console.log(verdict, invariants.filter((promise) => promise.verdict === 'holds').length);

const moment = timeline(events).atLine(1000); // the immutable state there, frozen
console.log(devicesOf(moment, netId('4026532218')).map((device) => device.name));
console.log(fold(events).nets.size, 'namespace left at the end');
