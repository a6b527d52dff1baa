/** The program that reads the kernel's log into the journal, and says where it came too late. */
export const JOURNALD = 'systemd-journald';

/** src/journal/journald-kmsg.c: a jump in the sequence numbers of /dev/kmsg. */
const MISSED = /^Missed (\d{1,15}) kernel messages$/;

/** How many records journald says it missed; `null` where it says something else. */
export function missedRecords(message: string): number | null {
  const missed = MISSED.exec(message)?.[1];
  return missed === undefined ? null : Number(missed);
}
