import { Decimal } from '@libs/kernel';
import { rough } from '../account/rough-number';
import { RoughStanding } from '../account/rough-standing';
import { dollarPrice } from '../account/valuation';
import type { Client, Desk } from './desk';
import type { VenueState } from './venue-state';

/** Less than one, so that the rounding of plain numbers and a changed fee rate cannot matter. */
const SHARE = 0.5;
/** A unit of the position gains or loses a unit per unit of price, and its maintenance margin moves by less than that. */
const SLOPE = 2;

/**
 * Notes how far the mark price of each market may move before an account in cross margin can possibly be due, so that
 * most prices need no look at it. Nothing where its worth hangs on the prices of other coins.
 */
export function calm(state: VenueState, client: Client): void {
  const { account } = client;
  if (account.marginMode === 'ISOLATED') return;
  for (const [asset, amount] of account.balances) {
    if (!amount.isZero && dollarPrice(state.markets, asset) !== Decimal.ONE) return;
  }
  const { balance, maintenance } = new RoughStanding(account, state.markets);
  const cushion = (balance - maintenance) * SHARE;
  const held = [...client.desks.values()].filter((desk) => heldLots(desk) > 0);
  for (const desk of held) {
    const { market } = desk;
    const place = market.placeOf('MARK');
    const worth = heldLots(desk) * rough(market.lots.step) * rough(market.ticks.step);
    const reach = cushion / (held.length * worth * SLOPE);
    desk.calmLow = place - reach;
    desk.calmHigh = place + reach;
  }
  client.isCalm = true;
}

/** Long and short together. */
function heldLots(desk: Desk): number {
  return desk.market.isSpot ? 0 : Math.abs(desk.held(0)) + Math.abs(desk.held(1)) + Math.abs(desk.held(2));
}
