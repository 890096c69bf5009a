/** The strategy threw or broke a rule. Its deployment ends. */
export class StrategyFault extends Error {
  constructor(
    readonly hook: string,
    message: string,
    options?: { readonly cause: unknown },
  ) {
    super(message, options);
    this.name = 'StrategyFault';
  }

  /**
   * Keeps the stack of the thrown value, which has the line in the author's source. The stack is empty if the value has none, such as a
   * string.
   */
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

/** A strategy can throw anything, including values that cannot be converted to text. */
function shown(thrown: unknown): string {
  try {
    return (JSON.stringify(thrown) ?? String(thrown)).slice(0, MAX_SHOWN);
  } catch {
    return `a ${typeof thrown}`;
  }
}
