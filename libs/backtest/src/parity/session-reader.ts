import type { Instrument, Order } from '@libs/kernel';
import type { CoreEvent, Input, StepResult, Texted } from '@libs/engine';
import { AccountOrders } from './account-orders';
import { DeploymentReader } from './deployment-reader';
import type { ReadableCore } from './others-share';
import { OwnResting } from './own-resting';
import { QuoteLog } from './quote-log';
import type { DeploymentRecording } from './recording';
import { SilenceLog } from './silence-log';

/** Reads what happened to each deployment from the steps of recorded sessions, oldest first. */
export class SessionReader {
  private readonly instruments = new Map<string, Texted<Instrument>>();
  private readonly quotes = new QuoteLog();
  private readonly silences = new SilenceLog();
  private readonly resting = new OwnResting();
  private readonly orders = new AccountOrders();
  private readonly deployments = new Map<string, DeploymentReader>();

  /** Call after the core has processed the input. */
  take({ body, marketTime }: Input, { events, effects }: StepResult, core: ReadableCore): void {
    if (body.type === 'instrument') this.instruments.set(body.instrument.symbol, body.instrument);
    if (body.type === 'quote') this.quotes.took(body, marketTime);
    for (const { symbol, from } of this.silences.take({ body, marketTime }))
      for (const deployment of this.deployments.values()) deployment.lost(symbol, from);
    // This step answers the previous delivery, so its orders come before the next delivery.
    for (const event of events) this.hear(event, marketTime, core);
    for (const deployment of this.deployments.values()) {
      if (body.type === 'quote' || body.type === 'trades' || body.type === 'book') deployment.heardWord(body, marketTime);
      if (body.type === 'bar') deployment.heardBar(body);
      if (body.type === 'history') deployment.heardHistory(body);
      if (body.type === 'report') deployment.reported(body.report, marketTime, this.quotes);
      deployment.passed(marketTime);
    }
    for (const effect of effects)
      if (effect.type === 'deliver') this.deployments.get(effect.delivery.deploymentId)?.delivered(effect.delivery, core);
  }

  /** Ids of the deployments whose start was read. */
  get ids(): readonly string[] {
    return [...this.deployments.keys()];
  }

  /** Null if the deployment started before the recordings. */
  recordingOf(deploymentId: string): DeploymentRecording | null {
    const { instruments, silences: log, orders: account } = this;
    return this.deployments.get(deploymentId)?.recording({ instruments, log, account }) ?? null;
  }

  private hear(event: CoreEvent, at: number, core: ReadableCore): void {
    if (event.type === 'DeploymentStarted') {
      const account = core.account();
      if (!account) return;
      const { settleAsset, maxPositionSize, venue } = account;
      const ground = { settleAsset, maxPositionSize, venue, startingEquity: core.accountValue().equity, startedAt: at };
      const deployment = new DeploymentReader(event.terms, ground, { instruments: this.instruments, core });
      this.deployments.set(event.terms.deploymentId, deployment);
      for (const level of this.resting.levels()) deployment.rests(level);
      for (const symbol of deployment.followed) {
        const quote = this.quotes.at(symbol);
        if (quote && !this.silences.isSilent(symbol)) deployment.heardWord(quote, at);
      }
      return;
    }
    if (event.type === 'OrderChanged') this.orderChanged(event.order);
    if (event.type === 'FillRecorded') this.orders.filled(event.fill);
    for (const deployment of this.deployments.values()) deployment.hear(event, at, { quotes: this.quotes, core });
  }

  private orderChanged(order: Order): void {
    this.orders.changed(order);
    for (const level of this.resting.changed(order)) for (const deployment of this.deployments.values()) deployment.rests(level);
  }
}
