/** What a record's priority says about it. */
export interface Priority {
  /** 0 (emerg) to 7 (debug). */
  readonly level: number | null;
  /** Whether the kernel wrote it; a program that writes to /dev/kmsg gets another facility. */
  readonly kernel: boolean;
}

const KERNEL_FACILITY = 'kern';
const LEVELS: readonly string[] = [
  'emerg',
  'alert',
  'crit',
  'err',
  'warn',
  'notice',
  'info',
  'debug',
];

/** A record without a visible priority: taken for the kernel's. */
export const UNKNOWN_PRIORITY: Priority = { level: null, kernel: true };

/** Reads the number of `<14>`: facility times 8 plus level. */
export function priorityOf(number: number): Priority {
  return { level: number % LEVELS.length, kernel: number < LEVELS.length };
}

/** Reads the words of `kern  :notice:` (dmesg -x). */
export function priorityNamed(facility: string, level: string): Priority {
  const number = LEVELS.indexOf(level);
  return { level: number === -1 ? null : number, kernel: facility === KERNEL_FACILITY };
}
