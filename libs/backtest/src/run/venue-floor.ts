import { Decimal } from '@libs/kernel';
import type { LedgerBalances } from '@libs/kernel';
import type { VenueReport } from '@libs/engine';
import type { AmendTicket, OrderTicket } from '@libs/sdk';
import { EventQueue, SeededRandom, Venue, drawLatency } from '@libs/simulation';
import type { LatencyModel, SimOrderRequest } from '@libs/simulation';
import type { FillTerms, FundingRate, MarginTerms } from './fill-terms';
import { InvalidBacktest } from './invalid-backtest';
import type { MarketPlayer } from './market-player';
import { reportsOf } from './venue-reports';

export type VenueAction =
  | { readonly kind: 'submit'; readonly ticket: OrderTicket }
  | { readonly kind: 'amend'; readonly ticket: AmendTicket }
  | { readonly kind: 'cancel'; readonly clientOrderId: string };

/** Receives what an executor would have reported; may send in response. */
export type Told = (report: VenueReport, at: number) => void;

export interface FloorTerms {
  readonly balances: Readonly<Record<string, string>>;
  readonly fills: FillTerms;
  readonly margin?: MarginTerms;
}

/** A market of the floor with the settlements of its contract, oldest first. */
interface Stall {
  readonly player: MarketPlayer;
  readonly funding: readonly FundingRate[];
  nextFunding: number;
  /** The account's margin depends on its price. */
  isHolding: boolean;
}

export const VENUE_ACCOUNT = 'backtest';

/** A venue with latency and one account: processes market events and messages in flight in order of market time. */
export class VenueFloor {
  readonly venue: Venue;
  private readonly stalls: Stall[] = [];
  private readonly events = new EventQueue<(at: number) => void>();
  private readonly random: SeededRandom;
  /** Requests about an order that the venue has not answered yet, by its client id. */
  private readonly unanswered = new Map<string, ((from: number) => void)[]>();
  private readonly laneEnds = { entry: 0, ack: 0, fill: 0 };
  /** Market time of the newest common valuation. */
  private valuedAt = 0;
  private readonly entry: LatencyModel;

  constructor(
    private readonly terms: FloorTerms,
    private readonly tell: Told,
    /** A market advanced by an event of its tape; the venue's messages about it come first. */
    private readonly went: (player: MarketPlayer, at: number) => void = () => undefined,
  ) {
    const { makerFee, takerFee, latency, latencies, queue } = terms.fills;
    this.venue = new Venue({ salt: 1, ...(queue === undefined ? {} : { queue }) });
    const amounts = Object.entries(terms.balances).map(([asset, amount]) => [asset, Decimal.parse(amount)] as const);
    const fees = { maker: Decimal.parse(makerFee), taker: Decimal.parse(takerFee) };
    this.venue.openAccount(VENUE_ACCOUNT, { fees, balances: Object.fromEntries(amounts) }, 0);
    if (terms.margin?.mode === 'ISOLATED') this.venue.setMarginMode(VENUE_ACCOUNT, 'ISOLATED', 0);
    this.venue.drain();
    this.random = new SeededRandom(latencies?.seed ?? 1);
    this.entry = latencies?.entry ?? { kind: 'CONSTANT', ms: latency };
  }

  /** Call once the player has added its market to the venue. */
  add(player: MarketPlayer, funding: readonly FundingRate[] = []): void {
    const { margin } = this.terms;
    if (margin && player.instrument.category === 'linear') this.setLeverage(player, Decimal.parse(margin.leverage));
    this.stalls.push({ player, funding, nextFunding: 0, isHolding: false });
  }

  /** Sends at market time `at`, like an executor: requests about an order in flight wait for its answer. Takes effect on arrival. */
  send(symbol: string, action: VenueAction, at: number): void {
    const { player } = this.stalls.find((stall) => stall.player.instrument.symbol === symbol)!;
    const clientOrderId = clientIdOf(action);
    const send = (from: number): void =>
      this.events.add(this.arrival('entry', this.entry, from), (now) => this.perform(player, action, now));
    const waiting = this.unanswered.get(clientOrderId);
    if (waiting) return void waiting.push(send);
    if (action.kind === 'submit') this.unanswered.set(clientOrderId, []);
    send(at);
  }

  /** Market time of the next event before `limit`, including a settlement at it; Infinity if there is none. */
  nextAt(limit: number): number {
    let next = this.events.nextAt ?? Infinity;
    for (const { player } of this.stalls) next = Math.min(next, player.nextMove(limit));
    return Math.min(next < limit ? next : Infinity, this.nextSettlement(limit)?.at ?? Infinity);
  }

  /** Processes it. At equal times: settlements, markets, arrivals. */
  step(limit: number): void {
    const { moving, moves } = this.nextMove(limit);
    const settlement = this.nextSettlement(limit);
    const [settles, arrives] = [settlement?.at ?? Infinity, this.events.nextAt ?? Infinity];
    if (settlement && settles <= Math.min(moves, arrives)) return this.settle(settlement.stall, settles);
    if (moving && moves < limit && moves <= arrives) {
      this.valueBeside(moving, moves);
      moving.move(moves);
      this.collect(moves);
      return this.went(moving, moves);
    }
    this.events.take()?.event(arrives);
  }

  /** Core and venue keep separate books of the same money; throws if they differ. Not checked while messages are in flight. */
  checkBooks(ledger: LedgerBalances): void {
    if (this.events.size > 0) return;
    for (const [asset, amount] of this.venue.account(VENUE_ACCOUNT).balances) {
      const ours = ledger.wallet?.[asset] ?? Decimal.ZERO;
      if (!ours.eq(amount)) throw new Error(`the core counts ${ours} ${asset} and the venue ${amount}`);
    }
  }

  private perform(player: MarketPlayer, action: VenueAction, at: number): void {
    const clientOrderId = clientIdOf(action);
    this.valueBeside(player, at);
    if (action.kind === 'cancel') {
      player.goOn(at);
      const result = this.venue.cancel(VENUE_ACCOUNT, { market: player.key, clientOrderId }, at);
      if (result.kind === 'refused') this.report('ack', refusedCancel(clientOrderId, result.refusal.code), at);
      return this.collect(at);
    }
    if (action.kind === 'amend') return this.amend(player, action.ticket, at);
    if (!player.meet(action.ticket, at)) return this.report('ack', refused(clientOrderId, 'NO_DATA'), at);
    const result = this.venue.submit(VENUE_ACCOUNT, requestOf(action.ticket, player.key), at);
    if (result.kind === 'refused') this.report('ack', refused(clientOrderId, result.refusal.code), at);
    else this.report('ack', { kind: 'accepted', clientOrderId, venueOrderId: result.order.orderId }, at);
    this.collect(at);
  }

  private amend(player: MarketPlayer, { clientOrderId, side, amendment: { quantity, price } }: AmendTicket, at: number): void {
    const { key } = player;
    const stored = this.venue.account(VENUE_ACCOUNT).orders.stored({ market: key, clientOrderId });
    // A request about a closed order changes nothing in its market.
    if (stored?.isOpen) player.meet({ side, type: 'LIMIT', ...priceOf(price ?? stored.order.price?.toString()) }, at);
    else player.goOn(at);
    const change = {
      ...(quantity === undefined ? {} : { quantity: Decimal.parse(quantity) }),
      ...(price === undefined ? {} : { price: Decimal.parse(price) }),
    };
    const result = this.venue.amend(VENUE_ACCOUNT, { market: key, clientOrderId }, change, at);
    if (result.kind === 'refused') {
      const { code } = result.refusal;
      this.report('ack', { kind: 'amend-refused', clientOrderId, code, message: code }, at);
    }
    this.collect(at);
  }

  private nextMove(limit: number): { readonly moving: MarketPlayer | null; readonly moves: number } {
    let first: { readonly moving: MarketPlayer | null; readonly moves: number } = { moving: null, moves: Infinity };
    for (const { player } of this.stalls) {
      const moves = player.nextMove(limit);
      if (moves < first.moves) first = { moving: player, moves };
    }
    return first;
  }

  private nextSettlement(limit: number): { readonly stall: Stall; readonly at: number } | null {
    let found: { readonly stall: Stall; readonly at: number } | null = null;
    for (const stall of this.stalls) {
      const at = stall.isHolding ? stall.funding[stall.nextFunding]?.at : undefined;
      if (at !== undefined && at <= limit && at < (found?.at ?? Infinity)) found = { stall, at };
    }
    return found;
  }

  private settle(stall: Stall, at: number): void {
    const { player, funding, nextFunding } = stall;
    stall.nextFunding += 1;
    const mark = player.markBefore(at);
    if (mark === null) return;
    // A settlement comes before the prices of its time.
    this.valueBeside(null, at - 1);
    this.venue.setReference(player.key, { mark, index: mark }, at);
    this.venue.payFunding(player.key, Decimal.parse(funding[nextFunding]!.rate), at);
    this.collect(at);
  }

  /** The account is judged as a whole, so its markets move together: the others are valued before the price of one has it judged. */
  private valueBeside(acting: MarketPlayer | null, at: number): void {
    if (at === this.valuedAt) return;
    this.valuedAt = at;
    for (const { player, isHolding } of this.stalls) if (isHolding && player !== acting) player.value(at);
  }

  /** True if it has a position there, or coins of a spot market that may stand for contracts. */
  private holds({ key, instrument }: MarketPlayer): boolean {
    const account = this.venue.account(VENUE_ACCOUNT);
    if (instrument.category === 'spot') return this.hasContracts && !account.balance(instrument.base).isZero;
    const held = account.exposures.get(key)?.positions ?? [];
    return held.some((position) => position !== undefined && !position.quantity.isZero);
  }

  private get hasContracts(): boolean {
    return this.stalls.some(({ player }) => player.instrument.category !== 'spot');
  }

  /** Reports what happened, after the markets have been updated. */
  private collect(at: number): void {
    const changes = this.venue.drain();
    if (changes.length === 0) return;
    const account = this.venue.account(VENUE_ACCOUNT);
    for (const stall of this.stalls) {
      const { key } = stall.player;
      let open = 0;
      for (const order of account.orders.open.values()) if (order.market === key) open += 1;
      let filledLots = 0;
      for (const change of changes)
        if (change.type === 'execution' && change.execution.kind === 'TRADE' && change.execution.market === key)
          filledLots += this.venue.markets.get(key)!.quantities.units(change.execution.quantity);
      const isHolding = this.holds(stall.player);
      if (isHolding && !stall.isHolding) this.passSettlements(stall, at);
      stall.isHolding = isHolding;
      stall.player.told({ open, isHolding, filledLots }, at);
    }
    for (const change of changes) for (const report of reportsOf(change, this.venue.markets)) this.report('fill', report, at);
  }

  /** Settlements of a time without a position. */
  private passSettlements(stall: Stall, at: number): void {
    while (stall.nextFunding < stall.funding.length && stall.funding[stall.nextFunding]!.at <= at) stall.nextFunding += 1;
  }

  private report(lane: 'ack' | 'fill', report: VenueReport, at: number): void {
    const { latencies } = this.terms.fills;
    if (latencies === undefined) return this.hear(report, at);
    this.events.add(this.arrival(lane, latencies.report, at), (now) => this.hear(report, now));
  }

  private hear(report: VenueReport, at: number): void {
    if (report.kind === 'accepted' || report.kind === 'refused') {
      const waiting = this.unanswered.get(report.clientOrderId) ?? [];
      this.unanswered.delete(report.clientOrderId);
      if (report.kind === 'accepted') for (const send of waiting) send(at);
    }
    this.tell(report, at);
  }

  private arrival(lane: 'entry' | 'ack' | 'fill', model: LatencyModel, at: number): number {
    this.laneEnds[lane] = Math.max(this.laneEnds[lane], at + drawLatency(model, this.random));
    return this.laneEnds[lane];
  }

  private setLeverage({ key, instrument }: MarketPlayer, leverage: Decimal): void {
    const refusal = this.venue.setLeverage(VENUE_ACCOUNT, key, { buy: leverage, sell: leverage }, 0);
    this.venue.drain();
    if (refusal && refusal.code !== 'LEVERAGE_NOT_MODIFIED')
      throw new InvalidBacktest(`leverage is ${leverage}; on ${instrument.symbol} it must be from 1 to ${instrument.maxLeverage}`);
  }
}

function requestOf(ticket: OrderTicket, market: string): SimOrderRequest {
  const { clientOrderId, side, type, quantity, price, timeInForce, postOnly, reduceOnly } = ticket;
  return {
    market,
    clientOrderId,
    side,
    type,
    quantity: Decimal.parse(quantity),
    reduceOnly,
    ...(price === undefined ? {} : { price: Decimal.parse(price) }),
    timeInForce: postOnly ? 'POST_ONLY' : type === 'MARKET' ? 'IOC' : timeInForce,
  };
}

function clientIdOf(action: VenueAction): string {
  return action.kind === 'cancel' ? action.clientOrderId : action.ticket.clientOrderId;
}

function priceOf(price: string | undefined): { readonly price?: string } {
  return price === undefined ? {} : { price };
}

function refused(clientOrderId: string, code: string): VenueReport {
  return { kind: 'refused', clientOrderId, code, message: code };
}

function refusedCancel(clientOrderId: string, code: string): VenueReport {
  return { kind: 'cancel-refused', clientOrderId, code, message: code };
}
