/** The sandbox did not come to an end, or the strategy was refused; the message is for people. */
export class BacktestFailed extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BacktestFailed';
  }
}

/** It could not begin: parameters, or data that does not fit the strategy. */
export class BacktestRefused extends BacktestFailed {
  constructor(message: string) {
    super(message);
    this.name = 'BacktestRefused';
  }
}

/** What another run may find the place of: it showed no progress, took all memory, broke the process, or threw what does not know where. */
export type Trouble = 'overrun' | 'memory' | 'crash' | 'bare-throw';

/** A hook took its process down. */
export class SandboxDied extends BacktestFailed {
  constructor(
    message: string,
    readonly trouble: Exclude<Trouble, 'bare-throw'>,
  ) {
    super(message);
    this.name = 'SandboxDied';
  }
}
