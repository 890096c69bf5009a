import type { ExecutionClock } from '@libs/engine';
import { ASSET_PRECISION, decimal, type Decimal, type Instrument } from '@libs/kernel';
import type {
  AccountQueries,
  AmendTicket,
  CommandOutcome,
  ExchangeCapabilities,
  OrderEntry,
  OrderTicket,
  PrivateEvent,
  SignedCommand,
  VenueBalance,
  VenueExecution,
  VenueOrder,
  VenuePosition,
} from '@libs/sdk';
import { REPORTED_STATUS, Venue, isOpen } from '@libs/simulation';
import type { Change, SimExecution, SimOrder, SubmitResult, VenueMarket } from '@libs/simulation';
import { refusalOf } from './fake-venue';
import type { Passage } from './fake-venue';

const ACCOUNT = 'me';
const DIRECT: Passage = { arrives: 1, answers: 2, answer: 'told' };
/** How long news of the private stream is on its way, milliseconds. */
const NEWS_TAKE = 1;

export interface SimulatedVenueTerms {
  readonly clock: ExecutionClock;
  readonly instrument: Instrument;
  readonly balance: string;
  /** The private stream. */
  readonly tell: (events: readonly PrivateEvent[]) => void;
}

/** One market and account of the exchange simulator's matching engine, behind the ports of an adapter and in the time of a test. */
export class SimulatedVenue implements OrderEntry, AccountQueries {
  readonly capabilities: ExchangeCapabilities = { requestWindow: 5_000, clientIdUnique: 'forever', lookupHorizon: 7 * 86_400_000 };
  passage: (kind: 'submit' | 'amend' | 'cancel', clientOrderId: string) => Passage = () => DIRECT;
  private readonly venue = new Venue({ salt: 1 });
  private readonly market: VenueMarket;
  private readonly executions: VenueExecution[] = [];

  constructor(private readonly terms: SimulatedVenueTerms) {
    const { instrument, balance } = terms;
    this.market = this.venue.addMarket({ ...instrument, maxMarketQuantity: instrument.maxQuantity, maxLeverage: 10 });
    this.market.isOpen = true;
    const fees = { maker: decimal('0.0002'), taker: decimal('0.00055') };
    this.venue.openAccount(ACCOUNT, { fees, balances: { [instrument.settle]: decimal(balance) } }, this.now);
    this.venue.drain();
  }

  /** What the market itself offers, and its last price. */
  price(bid: string, ask: string): void {
    const lots = [this.market.quantities.units(decimal('1000'))];
    const [bids, asks] = [bid, ask].map((text) => ({ ticks: [this.market.prices.units(decimal(text))], lots }));
    this.venue.setHouse(this.market.key, bids!, asks!, this.now);
    this.venue.setLast(this.market.key, bids!.ticks[0]!, this.now);
    this.venue.moved(this.market.key, this.now);
    this.publish();
  }

  /** Somebody sells so much to whoever bids best. */
  print(price: string, quantity: string): void {
    const [ticks, lots] = [this.market.prices.units(decimal(price)), this.market.quantities.units(decimal(quantity))];
    this.venue.printTrade(this.market.key, 'SELL', ticks, lots, this.now);
    this.venue.moved(this.market.key, this.now);
    this.publish();
  }

  /** Signed. */
  get held(): string {
    return this.position.quantity.toString();
  }

  get balance(): string {
    return this.venue.account(ACCOUNT).balance(this.terms.instrument.settle).toString();
  }

  /** `SELL 3 110` for each order that is open. */
  get open(): readonly string[] {
    return [...this.orders()].filter(isOpen).map(({ side, quantity, filled, price }) => `${side} ${quantity.minus(filled)} ${price}`);
  }

  ready(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {}

  signSubmit(ticket: OrderTicket): SignedCommand {
    const { clientOrderId, side, type, quantity, price, timeInForce, postOnly, reduceOnly } = ticket;
    const request = {
      market: this.market.key,
      clientOrderId,
      side,
      type,
      quantity: decimal(quantity),
      reduceOnly,
      ...(price === undefined ? {} : { price: decimal(price) }),
      timeInForce: postOnly ? ('POST_ONLY' as const) : type === 'MARKET' ? ('IOC' as const) : timeInForce,
    };
    return this.carry(this.passage('submit', clientOrderId), () => {
      const result = this.venue.submit(ACCOUNT, request, this.now);
      return result.kind === 'refused' ? { kind: 'refused', code: result.refusal.code, message: result.refusal.code } : accepted(result);
    });
  }

  signAmend({ clientOrderId, amendment: { quantity, price } }: AmendTicket): SignedCommand {
    const change = {
      ...(quantity === undefined ? {} : { quantity: decimal(quantity) }),
      ...(price === undefined ? {} : { price: decimal(price) }),
    };
    const id = { market: this.market.key, clientOrderId };
    return this.carry(this.passage('amend', clientOrderId), () => accepted(this.venue.amend(ACCOUNT, id, change, this.now)));
  }

  signCancel({ clientOrderId }: { readonly clientOrderId: string }): SignedCommand {
    const id = { market: this.market.key, clientOrderId };
    return this.carry(this.passage('cancel', clientOrderId), () => accepted(this.venue.cancel(ACCOUNT, id, this.now)));
  }

  async findOrder({ clientOrderId }: { readonly clientOrderId: string }): Promise<VenueOrder | null> {
    const order = this.venue.account(ACCOUNT).orders.find({ market: this.market.key, clientOrderId });
    return order ? this.orderOf(order) : null;
  }

  async openOrders(): Promise<readonly VenueOrder[]> {
    return [...this.orders()].filter(isOpen).map((order) => this.orderOf(order));
  }

  async executionsSince(since: number): Promise<readonly VenueExecution[]> {
    return this.executions.filter(({ at }) => at >= since);
  }

  async positions(): Promise<readonly VenuePosition[]> {
    const { venueSymbol, category } = this.terms.instrument;
    const { quantity, cost } = this.position;
    if (quantity.isZero) return [];
    return [{ venueSymbol, category, quantity: quantity.toString(), averagePrice: cost.dividedBy(quantity, ASSET_PRECISION).toString() }];
  }

  async balances(): Promise<readonly VenueBalance[]> {
    return [{ asset: this.terms.instrument.settle, total: this.balance }];
  }

  private get now(): number {
    return this.terms.clock.wall();
  }

  private get position(): { readonly quantity: Decimal; readonly cost: Decimal } {
    return this.venue.account(ACCOUNT).position(this.market.key, 0);
  }

  private orders(): Iterable<SimOrder> {
    return this.venue.account(ACCOUNT).orders.all();
  }

  private carry(passage: Passage, take: () => CommandOutcome): SignedCommand {
    const { clock } = this.terms;
    const { arrives, answers, answer } = passage;
    let sent = false;
    const send = (): Promise<CommandOutcome> => {
      if (sent) throw new Error('The command was sent already; it is never sent twice.');
      sent = true;
      let outcome: CommandOutcome = { kind: 'unknown', cause: 'it never arrived' };
      if (arrives !== null)
        clock.after(arrives, () => {
          outcome = refusalOf(passage) ?? take();
          this.publish();
        });
      const lost: CommandOutcome = { kind: 'unknown', cause: 'no answer' };
      return new Promise((resolve) => clock.after(answers, () => resolve(answer === 'told' ? outcome : lost)));
    };
    return { signedAt: this.now, send };
  }

  private publish(): void {
    const events = this.venue.drain().flatMap((change) => this.eventOf(change));
    if (events.length > 0) this.terms.clock.after(NEWS_TAKE, () => this.terms.tell(events));
  }

  private eventOf(change: Change): readonly PrivateEvent[] {
    if (change.type === 'order') return [{ type: 'order', order: this.orderOf(change.order) }];
    if (change.type !== 'execution') return [];
    const execution = this.executionOf(change.execution);
    this.executions.push(execution);
    return [{ type: 'execution', execution }];
  }

  private orderOf({ clientOrderId, orderId: venueOrderId, side, status, quantity, price, filled, updatedAt, type }: SimOrder): VenueOrder {
    const { venueSymbol, category } = this.terms.instrument;
    return {
      clientOrderId,
      venueOrderId,
      venueSymbol,
      category,
      side,
      status: REPORTED_STATUS[status],
      quantity: quantity.toString(),
      filledQuantity: filled.toString(),
      at: updatedAt,
      ...(type === 'MARKET' || price === undefined ? {} : { price: price.toString() }),
    };
  }

  private executionOf({ executionId, clientOrderId, orderId, side, feeAsset, isMaker, at, ...amounts }: SimExecution): VenueExecution {
    const { venueSymbol, category } = this.terms.instrument;
    const [quantity, price, fee] = [amounts.quantity.toString(), amounts.price.toString(), amounts.fee.toString()];
    return {
      executionId,
      clientOrderId,
      venueOrderId: orderId,
      venueSymbol,
      category,
      side,
      quantity,
      price,
      fee,
      feeAsset,
      at,
      liquidity: isMaker ? 'MAKER' : 'TAKER',
    };
  }
}

/** What the venue does not find may have been there before: an adapter takes its refusal for no proof. */
function accepted(result: SubmitResult): CommandOutcome {
  return result.kind === 'refused'
    ? { kind: 'unknown', cause: result.refusal.code }
    : { kind: 'accepted', venueOrderId: result.order.orderId };
}
