import type { Alert } from '@libs/alerts';
import type { Logger } from '@libs/platform';
import type { Accounts } from '../accounts/accounts';

const LOOK_EVERY = 1_000;

/** What whoever looks at the accounts for alerts needs. */
export interface LookParts {
  readonly accounts: Pick<Accounts, 'list'>;
  readonly send: (alert: Alert) => void;
  readonly logger: Pick<Logger, 'warn'>;
  /** Wall time, epoch milliseconds. */
  readonly now: () => number;
}

/** Looks at something every second, never twice at a time; what cannot be read now is complained of once and read at the next look. */
export class RegularLook {
  private timer: NodeJS.Timeout | null = null;
  private looking = false;
  private isBlind = false;

  constructor(
    private readonly take: () => Promise<void>,
    private readonly complaint: string,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  start(): void {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY);
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
  }

  async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      await this.take();
      this.isBlind = false;
    } catch (error) {
      if (!this.isBlind) this.logger.warn(this.complaint, { error });
      this.isBlind = true;
    } finally {
      this.looking = false;
    }
  }
}
