/*
 * CSI sequences (`ESC [ 31 m`, `ESC [ ? 7 l`) and the two-character ones (`ESC c`, `ESC ( B`):
 * what firmware draws its screen with and `dmesg --color` its colours.
 */
const ESCAPES = /\u001B(?:\[[\d;?]*[ -/]*[@-~]|[()][A-Z0-9]|[@-Zc=>78])/g;
const ESC = '\u001B';
const CARRIAGE_RETURN = '\r';

/** A line of a terminal as text: without escape sequences, and without carriage returns. */
export function plainText(line: string): string {
  const unescaped = line.includes(ESC) ? line.replace(ESCAPES, '') : line;
  return unescaped.includes(CARRIAGE_RETURN)
    ? unescaped.replaceAll(CARRIAGE_RETURN, '')
    : unescaped;
}
