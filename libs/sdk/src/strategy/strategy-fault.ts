/** The strategy threw or broke a rule; its deployment ends here. */
export class StrategyFault extends Error {
  constructor(
    readonly hook: string,
    message: string,
    options?: { readonly cause: unknown },
  ) {
    super(message, options);
    this.name = 'StrategyFault';
  }

  /** Keeps the stack of what was thrown, for the line in the author's source. */
  static from(hook: string, thrown: unknown): StrategyFault {
    if (thrown instanceof StrategyFault) return thrown;
    if (!(thrown instanceof Error)) return new StrategyFault(hook, `${hook} threw ${String(thrown)}, which is not an Error`);
    const fault = new StrategyFault(hook, thrown.message, { cause: thrown });
    if (typeof thrown.stack === 'string') fault.stack = thrown.stack;
    return fault;
  }
}
