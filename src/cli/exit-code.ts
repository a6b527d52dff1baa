/** How a command ended, as scripts see it. */
export const EXIT = {
  /** Nothing is violated. */
  ok: 0,
  /** Some promise is violated. */
  violated: 1,
  /** The input could not be read, or the usage is wrong. */
  unusable: 2,
  /** With `--strict`: nothing is violated, but a promise asked for is unknown. */
  unknown: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** From harmless to grave: an input that was not read makes every other result incomplete. */
const GRAVITY: readonly ExitCode[] = [EXIT.ok, EXIT.unknown, EXIT.violated, EXIT.unusable];

/** The gravest of several results; `ok` for none. */
export function gravest(codes: Iterable<ExitCode>): ExitCode {
  let worst: ExitCode = EXIT.ok;
  for (const code of codes) if (GRAVITY.indexOf(code) > GRAVITY.indexOf(worst)) worst = code;
  return worst;
}
