import { TradingCore, isDurable } from '@libs/engine';
import type { InputBody } from '@libs/engine';
import { AccountInbox, CoreJournal } from '@libs/persistence';
import type { StrategyCommand } from '@libs/sdk';
import type { DataSource } from 'typeorm';

export interface InboxTraderSettings {
  readonly dataSource: DataSource;
  readonly accountId: string;
  readonly venueAccountId: string;
  /** Epoch milliseconds of the first input; each input comes a second later. */
  readonly marketTime: number;
}

/** A real core over a real inbox and journal, without feed, sandbox or session files: a trader for tests of what stands around one. */
export class InboxTrader {
  private readonly core = TradingCore.create();
  private inputSeq = 0;
  private inboxSeq = 0;
  private turn: Promise<unknown> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  private constructor(
    private readonly settings: InboxTraderSettings,
    private readonly journal: CoreJournal,
    private readonly inbox: AccountInbox,
  ) {}

  static async open(settings: InboxTraderSettings): Promise<InboxTrader> {
    const { dataSource, accountId, venueAccountId } = settings;
    const journal = await CoreJournal.open(dataSource, { accountId, venueAccountId });
    return new InboxTrader(settings, journal, new AccountInbox(dataSource));
  }

  /** Takes what the inbox holds every few milliseconds until `stop`. */
  start(): void {
    // A failed turn shows itself in the test that waits for its effect; an interval must not outlive a test that failed.
    this.timer = setInterval(() => void this.takeInbox().catch(() => undefined), 10).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.turn;
  }

  /** One input from outside the inbox: a price, a bar, an instrument. */
  take(body: InputBody): Promise<void> {
    return this.inTurn(() => this.step(body));
  }

  /** Has a strategy answer what it was told with nothing, until that is a bar, which it answers with these commands. */
  answer(deploymentId: string, commands: readonly StrategyCommand[] = []): Promise<void> {
    return this.inTurn(async () => {
      const owed = () => this.core.outstanding().find((delivery) => delivery.deploymentId === deploymentId);
      for (let delivery = owed(); delivery; delivery = owed()) {
        const isBar = delivery.event.type === 'bar';
        const answer = { deploymentId, upTo: delivery.inputSeq, commands: isBar ? commands : [], logs: [], stateHash: 'h' };
        await this.step({ type: 'answer', answer });
        if (isBar) return;
      }
    });
  }

  takeInbox(): Promise<void> {
    return this.inTurn(async () => {
      for (const { inboxSeq, body } of await this.inbox.readAfter(this.settings.accountId, this.inboxSeq)) {
        this.inboxSeq = inboxSeq;
        if (body.kind === 'report') await this.step({ type: 'report', inboxSeq, report: body.report });
        else await this.step({ type: 'operator', inboxSeq, commandId: body.commandId, actor: body.actor, command: body.command });
      }
    });
  }

  private async step(body: InputBody): Promise<void> {
    this.inputSeq += 1;
    const input = { inputSeq: this.inputSeq, marketTime: this.settings.marketTime + this.inputSeq * 1000, body };
    const result = this.core.step(input);
    if (result.events.some(isDurable)) await this.journal.commit([{ input, result }]);
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }
}
