import { Decimal } from '@libs/kernel';
import { Figure, FIGURES, POSITION_INDEXES } from '../account/exposure';
import { rough } from '../account/rough-number';
import { RoughStanding } from '../account/rough-standing';
import { dollarPrice } from '../account/valuation';
import type { Client, Desk } from './desk';
import type { VenueState } from './venue-state';

/** Less than one, so that rounding of doubles and a changed fee rate cannot matter. */
const SHARE = 0.5;
/** One unit of the position gains or loses one unit per unit of price, and its maintenance margin moves by less than that. */
const SLOPE = 2;

/**
 * True if a cross-margin account is certainly not due for liquidation. It then records how far each mark price may move before it could be,
 * so that most prices need no check. False if the account's value depends on the prices of other coins.
 */
export function isCalm(state: VenueState, client: Client): boolean {
  const { account, desks } = client;
  if (account.marginMode === 'ISOLATED') return false;
  const standing = new RoughStanding(account, state.markets);
  if (!standing.isSafe) return false;
  client.isCalm = hasOnlyDollars(state, client);
  if (!client.isCalm) return true;
  let markets = 0;
  for (const desk of desks.values()) if (heldIn(desk) > 0) markets += 1;
  const cushion = ((standing.balance - standing.maintenance) * SHARE) / markets;
  for (const desk of desks.values()) setRange(desk, cushion);
  return true;
}

function hasOnlyDollars({ markets }: VenueState, { account }: Client): boolean {
  for (const [asset, amount] of account.balances) if (!amount.isZero && dollarPrice(markets, asset) !== Decimal.ONE) return false;
  return true;
}

function setRange(desk: Desk, cushion: number): void {
  const held = heldIn(desk);
  if (held === 0) return;
  const place = desk.market.placeOf('MARK');
  const reach = cushion / (held * rough(desk.market.ticks.step) * SLOPE);
  desk.calmLow = place - reach;
  desk.calmHigh = place + reach;
}

/** Units of the positions, long and short together. */
function heldIn({ account, market }: Desk): number {
  const { figures } = account.exposure(market.key);
  let sum = 0;
  for (const index of POSITION_INDEXES) sum += Math.abs(figures[index * FIGURES + Figure.HELD]!);
  return sum;
}
