/** A request that cannot be run; the message is one sentence for people, and nothing was done. */
export class ResearchRefused extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ResearchRefused';
  }
}

/** A value out of its range. */
export class InvalidSpec extends ResearchRefused {
  constructor(
    readonly field: string,
    readonly limit: string,
    readonly value: string,
  ) {
    super(`${field} is ${value}; it must be ${limit}.`);
    this.name = 'InvalidSpec';
  }
}

/** Something that was tried and failed; the message is one sentence for people. */
export class ResearchFailed extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ResearchFailed';
  }
}

/** The run outside the sandbox gave fills other than the claimed ones. */
export class ClaimDiffers extends ResearchFailed {
  constructor() {
    super('The result claimed by the sandbox differs from what its orders lead to; do not trust this strategy.');
    this.name = 'ClaimDiffers';
  }
}
