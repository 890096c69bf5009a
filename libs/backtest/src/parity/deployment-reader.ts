import { Decimal } from '@libs/kernel';
import type { Fill, Instrument, Position } from '@libs/kernel';
import type { CoreEvent, DeploymentTerms, InputBody, Texted } from '@libs/engine';
import type { Delivery } from '@libs/sdk';
import { HeardBars } from './heard-bars';
import { momentOf, timeOf } from './moment';
import type { QuoteLog } from './quote-log';
import { RecordedOrders } from './recorded-orders';
import type { DeploymentRecording } from './recording';

type Quote = Extract<InputBody, { type: 'quote' }>;

type Ground = Pick<DeploymentRecording, 'settleAsset' | 'maxPositionSize' | 'venue' | 'startingEquity' | 'startedAt'>;

/** Gathers what concerns one deployment. */
export class DeploymentReader {
  readonly orders = new RecordedOrders();
  private readonly heard: readonly HeardBars[];
  private readonly positions = new Map<string, Position>();
  private readonly fills = new Map<string, Fill>();
  private readonly shown = new Set<string>();
  private readonly distrusted = new Set<string>();
  private readonly outOfTurn = new Set<number>();
  /** Of the newest bar that was shown: its close, and which watch it is of. */
  private turn = { close: -Infinity, watch: 0 };
  private funding = Decimal.ZERO;
  private endedAt: number;
  private isStopped = false;

  constructor(
    readonly terms: DeploymentTerms,
    private readonly ground: Ground,
  ) {
    this.heard = terms.watches.map(({ symbol, interval }) => new HeardBars(symbol, interval));
    this.endedAt = ground.startedAt;
  }

  hear(event: CoreEvent, at: number, quotes: QuoteLog): void {
    const { deploymentId } = this.terms;
    switch (event.type) {
      case 'OrderChanged':
        if (event.order.deploymentId === deploymentId) this.orders.changed(event, at, quotes);
        return;
      case 'FillRecorded':
        if (event.fill.deploymentId === deploymentId) this.fills.set(event.fill.executionId, event.fill);
        return;
      case 'PositionChanged':
        if (event.deploymentId === deploymentId) this.positions.set(event.position.symbol, event.position);
        return;
      case 'FundingPaid':
        this.funding = this.funding.plus(Decimal.parse(event.shares[deploymentId] ?? '0'));
        return;
      case 'DeploymentStopped':
        if (event.deploymentId === deploymentId) this.isStopped = true;
        return;
      default:
        return;
    }
  }

  quoted(quote: Quote): void {
    if (!this.isStopped) for (const bars of this.heard) bars.quoted(quote);
  }

  heardBar({ symbol, interval, bar }: Extract<InputBody, { type: 'bar' }>): void {
    if (!this.isStopped) this.barsOf(symbol, interval)?.took(bar);
  }

  heardHistory({ symbol, interval, bars }: Extract<InputBody, { type: 'history' }>): void {
    for (const bar of bars) this.barsOf(symbol, interval)?.past(bar);
  }

  delivered(delivery: Delivery): void {
    const { event, context } = delivery;
    this.orders.delivered(delivery);
    const { name } = momentOf(event, context.marketTime);
    if (context.trust) this.distrusted.add(name);
    if (event.type !== 'bar') return;
    this.shown.add(name);
    const watch = this.heard.findIndex(({ symbol, interval }) => symbol === event.symbol && interval === event.interval);
    this.heard[watch]?.shown(event.bar.start);
    this.takeTurn(timeOf(event, context.marketTime), watch);
  }

  /** A backtest shows bars in the order of their closes, and of the watches where they close together. */
  private takeTurn(close: number, watch: number): void {
    const { turn } = this;
    if (close < turn.close || (close === turn.close && watch < turn.watch)) this.outOfTurn.add(close);
    if (close >= turn.close) this.turn = { close, watch: close === turn.close ? Math.max(watch, turn.watch) : watch };
  }

  passed(at: number): void {
    if (!this.isStopped) this.endedAt = at;
  }

  recording(instruments: ReadonlyMap<string, Texted<Instrument>>): DeploymentRecording {
    const { terms, ground, endedAt, shown, distrusted, outOfTurn, fills, funding } = this;
    const bars = this.heard.map((one) => one.recorded(instruments.get(one.symbol)));
    const books = { positions: [...this.positions.values()], fills, funding };
    return { ...{ terms, ...ground, endedAt, instruments, bars, shown, distrusted, outOfTurn, books }, orders: this.orders.list() };
  }

  private barsOf(symbol: string, interval: string): HeardBars | undefined {
    return this.heard.find((one) => one.symbol === symbol && one.interval === interval);
  }
}
