/** How a command ended, for scripts; documented in the README and never renumbered. */
export const EXIT = {
  ok: 0,
  /** It was tried and did not work. */
  failed: 1,
  /** A bad argument, setting or file: nothing was done. */
  badInput: 2,
  notRunning: 3,
  /** Two things that must be equal are not. */
  different: 4,
  /** Written down and still under way; ask again. */
  pending: 5,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** How a verb reports a code other than 0 without failing. */
export type End = (code: ExitCode) => void;

/** An end of the command that a person caused or can cure; the message is one sentence for them. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(
    readonly exitCode: ExitCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
