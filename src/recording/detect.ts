import { type Clue, classify } from './classify.ts';
import type { FormatName } from './formats.ts';
import { LineSplitter } from './lines.ts';
import type { LogErrorCode } from './log-error.ts';
import { signatureOf } from './signature.ts';
import { textOf } from './text.ts';

/** What the first bytes of a log say about its format. */
export type Detection =
  | {
      readonly known: true;
      readonly format: FormatName;
      /** From 0 to 1: the share of the lines looked at that have this format; 1 for a header. */
      readonly confidence: number;
      /** 1-based line that decided. */
      readonly line: number;
      /** That line, shortened. */
      readonly evidence: string;
    }
  | {
      readonly known: false;
      readonly reason: LogErrorCode;
      /** What was found instead, in one line. */
      readonly message: string;
    };

const MOST_LINES = 400;
/** Below this share lines that look like a log are quotations in another text. */
const LOWEST_SHARE = 0.1;
const EXCERPT = 80;
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Tells the format of a log from its first bytes (64 KiB are plenty). The first header decides;
 * where there is none, the format most lines have.
 *
 * @example
 * ```ts
 * const detection = detect(firstChunk);
 * if (detection.known) console.log(detection.format, detection.line, detection.evidence);
 * ```
 */
export function detect(head: Uint8Array): Detection {
  if (head.length === 0) return unknown('empty', 'the input is empty');
  const signature = signatureOf(head);
  if (signature !== null) {
    const advice = signature.advice === null ? '' : `; ${signature.advice}`;
    return unknown('binary', `this is ${signature.what}, no kernel log${advice}`);
  }
  const lines = headLines(head);
  const filled = lines.filter((line) => line.trim() !== '').length;
  if (filled === 0) return unknown('empty', 'the input holds nothing but blank lines');
  return vote(lines, filled);
}

interface Votes {
  count: number;
  readonly line: number;
}

function vote(lines: readonly string[], filled: number): Detection {
  const votes = new Map<FormatName, Votes>();
  for (const [index, line] of lines.entries()) {
    const clue = classify(line);
    if (clue === null) continue;
    if (clue.certain && votes.size === 0) return recognized(clue, index + 1, line, 1);
    const known = votes.get(clue.format);
    if (known !== undefined) known.count += 1;
    else votes.set(clue.format, { count: 1, line: index + 1 });
  }
  const [first] = [...votes].sort(([, a], [, b]) => b.count - a.count || a.line - b.line);
  const share = (first?.[1].count ?? 0) / filled;
  if (first === undefined || share < LOWEST_SHARE) return noLog(lines, votes.size > 0);
  const [format, { line }] = first;
  return recognized({ format, certain: false }, line, lines[line - 1] ?? '', share);
}

function recognized(clue: Clue, line: number, evidence: string, share: number): Detection {
  const confidence = Math.round(share * 100) / 100;
  return { known: true, format: clue.format, confidence, line, evidence: excerpt(evidence) };
}

function noLog(lines: readonly string[], some: boolean): Detection {
  const number = lines.findIndex((line) => line.trim() !== '') + 1;
  const found = `line ${number} is ${JSON.stringify(excerpt(lines[number - 1] ?? ''))}`;
  const how = some ? 'hardly a line' : `none of its first ${lines.length} lines`;
  return unknown('unknown-format', `this is no kernel log: ${how} has a known form; ${found}`);
}

function unknown(reason: LogErrorCode, message: string): Detection {
  return { known: false, reason, message };
}

function excerpt(line: string): string {
  const text = line.trim();
  return text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text;
}

function headLines(head: Uint8Array): readonly string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((bytes, start, end) => {
    if (lines.length < MOST_LINES) lines.push(textOf(bytes, start, end));
  });
  splitter.push(head);
  splitter.end();
  const [first = '', ...rest] = lines;
  return first.startsWith(BYTE_ORDER_MARK) ? [first.slice(1), ...rest] : lines;
}
