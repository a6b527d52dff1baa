import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** What most tools do: a string for each line, one regular expression on it. */
const LINE =
  /^\s*(.+)-(\d+)\s+\[(\d+)\]\s+\S+\s+(\d+\.\d+): (\w+)|^ *(\d+)\) .*\| {2,}(\w+)\(|^\[ *([\d.]+)\] (\w+)/;

const [, , path = ''] = process.argv;
let matched = 0;
for await (const line of createInterface({ input: createReadStream(path) })) {
  if (LINE.test(line)) matched += 1;
}
process.stdout.write(`${matched}\n`);
