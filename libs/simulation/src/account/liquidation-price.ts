import { Decimal } from '@libs/kernel';
import { POSITION_INDEXES } from './exposure';
import { crossBalance, cushionAt, type PositionQuestion } from './liquidation';
import { closeRate } from './linear-need';
import type { VenuePosition } from './position';
import { levelAt, riskLevels } from './risk-tiers';
import { leverageOf } from './settings';
import { dollarPrice } from './valuation';

const ROOT_SCALE = 18;

/** Each step passes at least one tier, and no ladder has more tiers. */
const MAX_STEPS = 64;

/** More ticks than rounding margins to 8 digits can account for. */
const MAX_NUDGES = 4;

/**
 * The mark price on a tick, nearest to the current one, at which the position is liquidated; absent if there is none.
 *
 * Within a tier, the distance of a position to liquidation is a linear function of the mark price: its slope is `Q − Σ |q| × (r + c)` with
 * the quantities q of the market (their sum Q), the maintenance rates r and the rates c of the fee to close. An isolated position stands
 * alone and its c is fixed at the entry price. The line is followed to zero, and again from there if that lies in another tier. Compare
 * https://www.bybit.com/en/help-center/article/Liquidation-Price-Calculation-under-Isolated-Mode-Unified-Trading-Account
 */
export function liquidationPrice(question: PositionQuestion): Decimal | undefined {
  const counted = countedPositions(question);
  let price = question.market.mark;
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const slope = slopeAt(question, counted, price);
    if (slope.sign !== question.position.quantity.sign) return undefined;
    const next = price.minus(cushionAt(question, price).dividedBy(slope, ROOT_SCALE));
    if (tiersAt(question, counted, next) === tiersAt(question, counted, price)) return withinRange(question, onTick(question, next));
    price = next;
  }
  return undefined;
}

/**
 * The price at which the position's margin is used up, rounded in the owner's favour. In cross margin it is the account's: positions
 * liquidated together share it in proportion to their values, so each closes at the same relative distance from its mark price.
 */
export function bankruptcyPrice(question: PositionQuestion, together: readonly VenuePosition[] = [question.position]): Decimal | undefined {
  const { account, market, position } = question;
  const isolated = account.marginMode === 'ISOLATED';
  const margin = isolated ? position.isolatedMargin : shareOfBalance(question, together);
  const value = isolated ? position.cost : position.quantity.times(market.mark);
  const price = value.minus(margin).dividedBy(position.quantity, ROOT_SCALE);
  return withinRange(question, price.toMultipleOf(market.instrument.tickSize, position.quantity.sign > 0 ? 'CEILING' : 'FLOOR'));
}

function shareOfBalance(question: PositionQuestion, together: readonly VenuePosition[]): Decimal {
  const { markets, position } = question;
  const balance = crossBalance(question);
  const all = together.reduce((sum, one) => sum.plus(dollarValue(markets, one)), Decimal.ZERO);
  const own = dollarValue(markets, position);
  return own.eq(all) ? balance : balance.times(own).dividedBy(all, ROOT_SCALE);
}

function dollarValue(markets: PositionQuestion['markets'], { market: key, quantity }: VenuePosition): Decimal {
  const market = markets.get(key)!;
  return quantity.abs().times(market.mark).times(dollarPrice(markets, market.instrument.settle));
}

function countedPositions({ account, market, position }: PositionQuestion): readonly VenuePosition[] {
  if (account.marginMode === 'ISOLATED') return [position];
  const exposure = account.exposure(market.key);
  return POSITION_INDEXES.flatMap((index) => exposure.position(index) ?? []).filter(({ quantity }) => !quantity.isZero);
}

function slopeAt({ account, market }: PositionQuestion, positions: readonly VenuePosition[], price: Decimal): Decimal {
  const settings = account.settings(market);
  return positions.reduce((slope, { quantity, index }) => {
    const size = quantity.abs();
    const level = levelAt(riskLevels(market.instrument), size.times(price));
    const terms = { leverage: leverageOf(settings, index), taker: account.fees.taker };
    const fee = account.marginMode === 'ISOLATED' ? Decimal.ZERO : closeRate(quantity.sign > 0 ? 1 : -1, terms);
    return slope.plus(quantity).minus(size.times(level.maintenance.plus(fee)));
  }, Decimal.ZERO);
}

function tiersAt({ market }: PositionQuestion, positions: readonly VenuePosition[], price: Decimal): string {
  return positions.map(({ quantity }) => levelAt(riskLevels(market.instrument), quantity.abs().times(price)).id).join();
}

/** The last tick at which liquidation is due, seen from the safe side. */
function onTick(question: PositionQuestion, root: Decimal): Decimal {
  const { market, position } = question;
  const isLong = position.quantity.sign > 0;
  const { tickSize } = market.instrument;
  const safer = isLong ? tickSize : tickSize.negated();
  let price = root.toMultipleOf(tickSize, isLong ? 'FLOOR' : 'CEILING');
  for (let nudge = 0; nudge < MAX_NUDGES && cushionAt(question, price).sign > 0; nudge += 1) price = price.minus(safer);
  for (let nudge = 0; nudge < MAX_NUDGES && cushionAt(question, price.plus(safer)).sign <= 0; nudge += 1) price = price.plus(safer);
  return price;
}

function withinRange({ market }: PositionQuestion, price: Decimal): Decimal | undefined {
  const { maxPrice } = market.instrument;
  return price.sign <= 0 || (maxPrice && price.gte(maxPrice)) ? undefined : price;
}
