/** What a run came to; plain JSON. */
export interface RunOutcome {
  readonly status: 'FAILED' | 'DONE';
  /** One sentence for people. */
  readonly error?: string;
  readonly summary?: object;
  readonly report?: object;
}

/** The outcome of a run that an error of ours broke off. */
export function brokenOff(error: unknown): RunOutcome {
  return { status: 'FAILED', error: `It failed with an internal error: ${error instanceof Error ? error.message : String(error)}` };
}
