import { Decimal } from '@libs/kernel';
import { rough } from '../account/rough-number';
import { RoughStanding } from '../account/rough-standing';
import { dollarPrice } from '../account/valuation';
import type { CalmRange, Client } from './desk';
import type { VenueMarket } from './market';
import type { VenueState } from './venue-state';

/** Less than one, so that the rounding of plain numbers and a changed fee rate cannot matter. */
const SHARE = 0.5;
/** A unit of the position gains or loses a unit per unit of price, and its maintenance margin moves by less than that. */
const SLOPE = 2;

/**
 * How far the mark price of each market may move before an account in cross margin can possibly be due, so that most
 * prices need no look at it. Nothing where its worth hangs on the prices of other coins.
 */
export function calmRanges(state: VenueState, client: Client): ReadonlyMap<VenueMarket, CalmRange> | undefined {
  const { account } = client;
  if (account.marginMode === 'ISOLATED') return undefined;
  for (const [asset, amount] of account.balances) {
    if (!amount.isZero && dollarPrice(state.markets, asset) !== Decimal.ONE) return undefined;
  }
  const held = heldBy(client);
  const { balance, maintenance } = new RoughStanding(account, state.markets);
  const cushion = (balance - maintenance) * SHARE;
  const ranges = new Map<VenueMarket, CalmRange>();
  for (const [market, quantity] of held) {
    const place = market.placeOf('MARK');
    const reach = cushion / (held.length * quantity * SLOPE * rough(market.ticks.step));
    ranges.set(market, { low: place - reach, high: place + reach });
  }
  return ranges;
}

/** Units held in each market, long and short together. */
function heldBy({ desks }: Client): readonly (readonly [VenueMarket, number])[] {
  const held: (readonly [VenueMarket, number])[] = [];
  for (const desk of desks.values()) {
    if (desk.market.isSpot) continue;
    const lots = Math.abs(desk.held(0)) + Math.abs(desk.held(1)) + Math.abs(desk.held(2));
    if (lots > 0) held.push([desk.market, lots * rough(desk.market.lots.step)]);
  }
  return held;
}
