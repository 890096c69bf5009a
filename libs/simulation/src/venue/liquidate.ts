import { Decimal, type OrderSide } from '@libs/kernel';
import { bookTransfer } from '../account/ledger';
import { isCalm } from './calm-ranges';
import { bankruptcyPrice } from '../account/liquidation-price';
import { liquidationDue } from '../account/liquidation';
import type { VenuePosition } from '../account/position';
import type { VenueAccount } from '../account/venue-account';
import { cancelLive } from './cancel';
import type { Client, Desk } from './desk';
import { execute } from './execute';
import { dueAfterReplenishing } from './isolated-margin';
import type { VenueMarket } from './market';
import type { PositionIndex } from './order';
import { OrderDraft } from './order-draft';
import { makeOrder } from './submit';
import type { VenueState } from './venue-state';

/** Digits of a quantity that is to bring an amount, before it is rounded to whole lots. */
const QUANTITY_SCALE = 18;

export type SeizureKind = 'LIQUIDATION' | 'AUTO_DELEVERAGING';

/** Closes positions by decision of the venue: a liquidation, or an auto-deleveraging to cover another client's loss. */
export function seize(state: VenueState, client: Client, { market, kind }: { market: VenueMarket; kind: SeizureKind }): void {
  const held = [...client.account.positions()].filter((position) => position.market === market.key && !position.quantity.isZero);
  if (held.length === 0) return;
  cancelOrders(state, client, held);
  for (const position of held) {
    const price =
      kind === 'LIQUIDATION'
        ? priceOfRuin(state, client, { position, left: [position] })
        : market.prices.value(Math.max(1, market.ticks.floorUnits(market.mark)));
    takeOver(state, client, { position, kind, price });
  }
}

/** An account order that is stable across restarts. */
export function byNumber(one: Client, other: Client): number {
  return one.account.number - other.account.number;
}

/** Liquidates the positions whose margin a market's price has used up. */
export function liquidate(state: VenueState, market: VenueMarket): void {
  const holders = state.holders.get(market)!;
  if (holders.size === 0) return;
  const place = market.placeOf('MARK');
  const stirred: Client[] = [];
  for (const { client, calmLow, calmHigh } of holders) {
    if (!client.isCalm || place < calmLow || place > calmHigh) stirred.push(client);
  }
  if (stirred.length > 1) stirred.sort(byNumber);
  for (const client of stirred) liquidateClient(state, client);
}

/** Orders are cancelled first, because they may hold the needed margin; what is still due is then taken over, at the earlier prices. */
function liquidateClient(state: VenueState, client: Client): void {
  if (isCalm(state, client)) return;
  const { account } = client;
  const due = dueAfterReplenishing(state, client);
  if (due.length === 0) return;
  cancelOrders(state, client, due);
  for (let left = liquidationDue(account, state.markets); left.length > 0; left = liquidationDue(account, state.markets)) {
    const seizures = left.map((position) => ({
      position,
      kind: 'LIQUIDATION' as const,
      price: priceOfRuin(state, client, { position, left }),
    }));
    for (const seizure of seizures) takeOver(state, client, seizure);
  }
}

/** In cross margin all orders on contracts, in isolated margin those of the affected markets. */
function cancelOrders(state: VenueState, client: Client, due: readonly VenuePosition[]): void {
  const { account } = client;
  const markets = new Set(due.map(({ market }) => market));
  for (const order of [...account.orders.open.values()]) {
    const live = state.find(account, order);
    const concerned = account.marginMode === 'CROSS' ? !live?.desk.market.isSpot : markets.has(order.market);
    if (live && concerned) cancelLive(state, live, 'BEFORE_LIQUIDATION');
  }
}

interface Seizure {
  readonly position: VenuePosition;
  readonly kind: SeizureKind;
  readonly price: Decimal;
}

/** The venue becomes the other side of the position. */
function takeOver(state: VenueState, client: Client, { position, kind, price }: Seizure): void {
  const market = state.markets.get(position.market)!;
  const desk = client.desk(market);
  const quantity = position.quantity.abs();
  const isLong = position.quantity.sign > 0;
  trade(state, desk, { side: isLong ? 'SELL' : 'BUY', quantity, kind, price, positionIndex: position.index });
  if (kind === 'LIQUIDATION')
    state.emit({ type: 'liquidation', market: market.key, side: isLong ? 'BUY' : 'SELL', quantity, price, at: state.now });
  coverLoss(state, desk);
}

interface VenueTrade {
  readonly side: OrderSide;
  readonly quantity: Decimal;
  readonly kind: SeizureKind;
  readonly price: Decimal;
  readonly positionIndex: PositionIndex;
}

/** A trade of the client with the venue, by an order of the venue. */
function trade(state: VenueState, desk: Desk, { side, quantity, kind, price, positionIndex }: VenueTrade): void {
  const { key: market, isSpot } = desk.market;
  const draft = new OrderDraft(
    {
      market,
      clientOrderId: '',
      side,
      type: 'LIMIT',
      quantity,
      price,
      timeInForce: 'IOC',
      reduceOnly: !isSpot,
      purpose: 'LIQUIDATION',
      positionIndex,
    },
    desk,
  );
  const live = state.enlist(desk, makeOrder(state, draft));
  execute(state, live, { kind, price, lots: live.lots, isMaker: false });
  state.store(live, { status: 'FILLED' });
}

interface Ruined {
  readonly position: VenuePosition;
  /** All positions being taken over, including this one. */
  readonly left: readonly VenuePosition[];
}

/** The bankruptcy price. If no price would use up the margin, a long position closes at nearly zero and a short one at the mark price. */
function priceOfRuin(state: VenueState, { account }: Client, { position, left }: Ruined): Decimal {
  const market = state.markets.get(position.market)!;
  const known = bankruptcyPrice({ account, markets: state.markets, market, position }, left);
  return known ?? market.prices.value(position.quantity.sign > 0 ? 1 : market.ticks.ceilUnits(market.mark));
}

/** Once nothing is held any more, coins pay what a liquidated account owes, including its fee, and the insurance fund the rest. */
function coverLoss(state: VenueState, { client, account, market }: Desk): void {
  const asset = market.instrument.settle;
  if ([...account.positions()].some(({ quantity }) => !quantity.isZero)) return;
  for (const spot of state.markets.values()) if (spot.isSpot && spot.instrument.quote === asset) sellCoins(state, client.desk(spot));
  const owed = owedIn(account, asset);
  if (owed.isZero) return;
  state.book(client, [bookTransfer(account, { id: state.nextId(), kind: 'INSURANCE', asset, amount: owed, at: state.now })]);
}

/** As many whole lots as it takes, at the price at which they stood for the margin. */
function sellCoins(state: VenueState, desk: Desk): void {
  const { account, market } = desk;
  const { base, quote } = market.instrument;
  const owed = owedIn(account, quote);
  const held = market.lots.floorUnits(account.balance(base));
  if (owed.isZero || held <= 0 || market.last === 0) return;
  const ofOne = market.lastPrice.times(Decimal.ONE.minus(account.fees.taker));
  const lots = Math.min(held, market.lots.ceilUnits(owed.dividedBy(ofOne, QUANTITY_SCALE, 'UP')));
  const quantity = market.quantities.value(lots);
  trade(state, desk, { side: 'SELL', quantity, kind: 'LIQUIDATION', price: market.lastPrice, positionIndex: 0 });
}

function owedIn(account: VenueAccount, asset: string): Decimal {
  return Decimal.max(Decimal.ZERO, account.balance(asset).negated());
}
