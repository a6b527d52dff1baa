import { classify } from './classify.ts';
import type { FormatName } from './formats.ts';
import { parseAnnotation } from './ftrace/annotation.ts';
import { LineSplitter } from './lines.ts';
import type { LogErrorCode } from './log-error.ts';
import { isBinary, signatureOf } from './signature.ts';
import { textOf } from './text.ts';

/** What the first bytes of a log say about its format. */
export type Detection =
  | {
      readonly known: true;
      readonly format: FormatName;
      /** From 0 to 1: the share of the lines from the first one on that have this format; 1 for a header. */
      readonly confidence: number;
      /** 1-based line that decided: the header, or the first line of this format. */
      readonly line: number;
      /** That line, shortened, printable. */
      readonly evidence: string;
    }
  | {
      readonly known: false;
      readonly reason: LogErrorCode;
      /** What was found instead, in one line. */
      readonly message: string;
    };

/** How much of a log detection looks at: 64 KiB. */
export const HEAD_BYTES = 64 * 1024;

/** Below this share lines that look like a log are quotations in another text. */
const LOWEST_SHARE = 0.1;
/** So few lines make a log only where they are a fair share of the whole head. */
const FEW_LINES = 3;
const EXCERPT = 60;
const BYTE_ORDER_MARK = '\uFEFF';
/** What is no part of a line a person could read: controls, formats, bytes that are no UTF-8. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]+/gu;
/** Told without the tables of Unicode, which take milliseconds to load. */
const ASCII = /^[ -~]*$/;

/**
 * Tells the format of a log from its first bytes. The first header decides; where there is none,
 * the format most lines have. Much may stand before the first of them: a console shows firmware, a
 * terminal what was typed.
 *
 * @example
 * ```ts
 * const detection = detect(firstChunk);
 * if (detection.known) console.log(detection.format, detection.line, detection.evidence);
 * ```
 */
export function detect(bytes: Uint8Array): Detection {
  const head = bytes.subarray(0, HEAD_BYTES);
  const empty = emptiness(head);
  if (empty !== null) return unknown('empty', empty);
  const signature = signatureOf(head);
  if (signature !== null) {
    const advice = signature.advice === null ? '' : `; ${signature.advice}`;
    return unknown('binary', `this is ${signature.what}, no kernel log${advice}`);
  }
  const lines = headLines(head);
  return vote(lines) ?? (isBinary(head) ? binary() : noLog(lines));
}

/** What an input without content holds instead; `null` where there is something to read. */
export function emptiness(head: Uint8Array): string | null {
  if (head.length === 0) return 'the input is empty';
  const blank = head.length < HEAD_BYTES && head.every(isBlank);
  return blank ? 'the input holds nothing but blank lines' : null;
}

interface Votes {
  count: number;
  readonly line: number;
}

/** The format of the lines; `null` where too few have one. */
function vote(lines: readonly string[]): Detection | null {
  const votes = new Map<FormatName, Votes>();
  let header: Detection | null = null;
  for (const [index, line] of lines.entries()) {
    const clue = classify(line);
    if (clue === null) continue;
    if (clue.certain) header ??= recognized(clue.format, index + 1, line, 1);
    if (clue.certain && votes.size === 0) return header;
    const known = votes.get(clue.format);
    if (known !== undefined) known.count += 1;
    else votes.set(clue.format, { count: 1, line: index + 1 });
  }
  const [first] = [...votes].sort(([, a], [, b]) => b.count - a.count || a.line - b.line);
  if (first === undefined) return null;
  const [format, { line, count }] = first;
  const behind = lines.slice(line - 1);
  // Mostly all lines have it, and none needs a second look.
  const share = count === behind.length ? 1 : count / telling(behind);
  const overall = count < FEW_LINES ? count / telling(lines) : share;
  // Too few to outvote a header that stands below them.
  if (share < LOWEST_SHARE || overall < LOWEST_SHARE) return header;
  return recognized(format, line, lines[line - 1] ?? '', share);
}

/** How many lines could tell a format: blank ones and those of stack traces cannot. */
function telling(lines: readonly string[]): number {
  return lines.reduce((sum, line) => (isFiller(line) ? sum : sum + 1), 0);
}

function isFiller(line: string): boolean {
  const fate = parseAnnotation(line)?.fate;
  return fate === 'blank' || fate === 'stack';
}

function recognized(format: FormatName, line: number, text: string, share: number): Detection {
  const confidence = Math.round(share * 100) / 100;
  return { known: true, format, confidence, line, evidence: excerpt(text) };
}

function binary(): Detection {
  return unknown('binary', 'this is a binary file, no kernel log');
}

function noLog(lines: readonly string[]): Detection {
  const number = lines.findIndex((line) => line.trim() !== '') + 1;
  const found = `line ${number} is "${excerpt(lines[number - 1] ?? '')}"`;
  return unknown('unknown-format', `this is no kernel log: its lines have no known form; ${found}`);
}

function unknown(reason: LogErrorCode, message: string): Detection {
  return { known: false, reason, message };
}

/** The beginning of a line, fit to be shown anywhere. */
function excerpt(line: string): string {
  const text = (ASCII.test(line) ? line : line.replace(UNPRINTABLE, '\uFFFD')).trim();
  return text.length > EXCERPT ? `${text.slice(0, EXCERPT).trimEnd()}…` : text;
}

function headLines(head: Uint8Array): readonly string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((bytes, start, end) => {
    lines.push(textOf(bytes, start, end));
  });
  splitter.push(head);
  splitter.end();
  const [first = '', ...rest] = lines;
  return first.startsWith(BYTE_ORDER_MARK) ? [first.slice(1), ...rest] : lines;
}

/** A space, or a control that only moves the cursor: tab to carriage return. */
function isBlank(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}
