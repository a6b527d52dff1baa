import { recordedText } from './recorded.ts';

/** One record in another form than a line of dmesg, told again with a number and a time of its own. */
interface MessageRecord {
  readonly text: string;
  readonly tell: (sequence: number, micros: number) => string;
}

/** One message in so many is one of interest: a rename. */
const RENAME_EVERY = 1000;
const PAUSE_MICROS = 1000;

/** What `cat /dev/kmsg` prints: a recorded boot, and then its ordinary records again and again. */
export function kmsgLog(recording: string, lines: number): Generator<string> {
  const head = recordedText(recording);
  // Documentation/ABI/testing/dev-kmsg; a record that continues another one is told in the head only.
  const told = [...head.matchAll(/^(\d+),(\d+),(\d+),(-.*?;(.*))$/gm)];
  const records = told.map(([, level, , , rest, text = '']) => ({
    text,
    tell: (sequence: number, micros: number) => `${level},${sequence},${micros},${rest}\n`,
  }));
  const [, , sequence, micros] = told.at(-1) ?? [];
  return goOn(head, records, { lines, sequence: Number(sequence), micros: Number(micros) });
}

/** What `journalctl -k -o json` prints: a recorded boot, and then its ordinary records again. */
export function journalLog(recording: string, lines: number): Generator<string> {
  const head = recordedText(recording);
  const told = head.split('\n').filter((line) => line.startsWith('{'));
  const records = told.map((line): MessageRecord => {
    const fields: Readonly<Record<string, unknown>> = JSON.parse(line);
    const { MESSAGE: text, __CURSOR: cursor } = fields;
    const tell = (sequence: number, micros: number) => {
      const __CURSOR = String(cursor).replace(/i=\w+/, `i=${sequence.toString(16)}`);
      const stamp = {
        __MONOTONIC_TIMESTAMP: `${micros}`,
        _SOURCE_MONOTONIC_TIMESTAMP: `${micros}`,
      };
      return `${JSON.stringify({ ...fields, ...stamp, __CURSOR })}\n`;
    };
    return { text: typeof text === 'string' ? text : '', tell };
  });
  const [, micros] = /"_SOURCE_MONOTONIC_TIMESTAMP":"(\d+)"/.exec(told.at(-1) ?? '') ?? [];
  return goOn(head, records, { lines, sequence: told.length, micros: Number(micros) });
}

function* goOn(
  head: string,
  records: readonly MessageRecord[],
  { lines, sequence, micros }: { lines: number; sequence: number; micros: number },
): Generator<string> {
  yield head;
  const renames = records.filter(({ text }) => text.includes(' renamed '));
  const ordinary = records.filter(({ text }) => isOrdinary(text));
  const behind = lines - head.split('\n').length + 1;
  for (let n = 1; n <= behind; n += 1) {
    const [from, at] = n % RENAME_EVERY === 0 ? [renames, n / RENAME_EVERY] : [ordinary, n];
    yield from[at % from.length]?.tell(sequence + n, micros + n * PAUSE_MICROS) ?? '';
  }
}

/** A message without meaning for us: no initcall, nothing that tells of the kernel itself. */
export function isOrdinary(message: string): boolean {
  return !/^$|^calling |^initcall |^Linux version|ommand line|renamed|CPUs|nr_cpu_ids/.test(
    message,
  );
}
