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

  /** Keeps the stack of what was thrown, for the line in the author's source; it is empty where that has none, as a text. */
  static from(hook: string, thrown: unknown): StrategyFault {
    if (thrown instanceof StrategyFault) return thrown;
    if (!(thrown instanceof Error)) return bare(hook, thrown);
    const fault = new StrategyFault(hook, thrown.message, { cause: thrown });
    if (typeof thrown.stack === 'string') fault.stack = thrown.stack;
    return fault;
  }
}

function bare(hook: string, thrown: unknown): StrategyFault {
  const fault = new StrategyFault(
    hook,
    `${hook} threw ${shown(thrown)}, which is not an Error and does not know its line; throw new Error('…') instead`,
  );
  fault.stack = '';
  return fault;
}

const MAX_SHOWN = 200;

/** Anything can be thrown, also what cannot be made a text. */
function shown(thrown: unknown): string {
  try {
    return (JSON.stringify(thrown) ?? String(thrown)).slice(0, MAX_SHOWN);
  } catch {
    return `a ${typeof thrown}`;
  }
}
