import type { CheckedLog, UnreadLog } from './checked-log.ts';

/** Some who judge logs side by side, all by one order. */
export interface Crew {
  /**
   * Judges a log as soon as one of them is free; `watch` hears how many bytes were read. Rejects
   * where judging fails for a reason that is not in the log.
   */
  readonly judge: (file: string, watch: (bytes: number) => void) => Promise<CheckedLog | UnreadLog>;
  /** Sends them home, whatever they are at. */
  readonly dismiss: () => Promise<void>;
}
