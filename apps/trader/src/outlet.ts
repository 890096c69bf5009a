import type { InputBody } from '@libs/engine';
import type { LiveAccount } from './live-account';

/** Where answers and faults of strategies go; what comes before the account is live waits. */
export class Outlet {
  private waiting: InputBody[] = [];
  private account: Pick<LiveAccount, 'feed'> | null = null;

  feed(body: InputBody): void {
    if (this.account) this.account.feed(body);
    else this.waiting.push(body);
  }

  /** Strategies that strayed, with what to say of them, end for that and not for what came of it. */
  open(account: Pick<LiveAccount, 'feed'>, strayed: ReadonlyMap<string, string>): void {
    this.account = account;
    for (const [deploymentId, message] of strayed) account.feed({ type: 'strategy-fault', deploymentId, hook: 'recovery', message });
    for (const body of this.waiting) account.feed(body);
    this.waiting = [];
  }
}
