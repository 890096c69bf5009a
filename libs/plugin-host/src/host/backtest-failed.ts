/** The sandbox did not finish, or refused the strategy; the message is for people. */
export class BacktestFailed extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BacktestFailed';
  }
}

/** It could not start: bad parameters, or data that does not fit the strategy. */
export class BacktestRefused extends BacktestFailed {
  constructor(message: string) {
    super(message);
    this.name = 'BacktestRefused';
  }
}

/** A failure that another run may locate: no progress, memory exhausted, the process crashed, or an error without a stack. */
export type Trouble = 'overrun' | 'memory' | 'crash' | 'bare-throw';

/** A hook crashed its process. */
export class SandboxDied extends BacktestFailed {
  constructor(
    message: string,
    readonly trouble: Exclude<Trouble, 'bare-throw'>,
  ) {
    super(message);
    this.name = 'SandboxDied';
  }
}
