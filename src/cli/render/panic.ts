import type { Panic } from '../checked-log.ts';
import { type Line, line, span } from './line.ts';

/** What whoever reads a log of a kernel that panicked wants to know first; nothing of any other. */
export function panicLines(panic: Panic | null, indent: string): readonly Line[] {
  if (panic === null) return [];
  const where = panic.line === null ? '' : ` at line ${panic.line}`;
  const told = span('bad', `the kernel panicked${where}: ${panic.message}`);
  return [line([indent, told], { hang: [indent] })];
}
