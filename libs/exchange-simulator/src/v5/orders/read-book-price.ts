import { Decimal, type OrderSide } from '@libs/kernel';
import type { VenueMarket } from '@libs/simulation';
import { failure } from '../envelope';
import { BadRequest, badParameter, type Parameters } from '../parameters';
import { refusalReply } from '../refusals';
import { readChoice, requirePositive } from './read-number';

const SIDES = { Queue: 'Queue', Counterparty: 'Counterparty' } as const;
const LEVELS: Readonly<Record<string, number>> = { '1': 0, '2': 1, '3': 2, '4': 3, '5': 4 };
const TOLERANCES = { TickSize: 'TickSize', Percent: 'Percent' } as const;
const FRACTION_SCALE = 18;
const [LEAST_TICKS, MOST_TICKS] = [Decimal.ONE, Decimal.parse('10000')];
const [LEAST_PERCENT, MOST_PERCENT] = [Decimal.parse('0.01'), Decimal.parse('10')];
const HUNDREDTH = Decimal.parse('0.01');

/** The price of a level of the book, for an order that asks to be put there: `bboSideType` and `bboLevel`. */
export function bookPrice(parameters: Parameters, market: VenueMarket, side: OrderSide): Decimal {
  const wanted = readChoice(parameters, 'bboSideType', SIDES);
  const level = readChoice(parameters, 'bboLevel', LEVELS) ?? 0;
  const isBid = (side === 'BUY') === (wanted === 'Queue');
  const ticks = market.book.depth(isBid ? 1 : -1, level + 1).ticks[level];
  if (ticks === undefined) throw new BadRequest(refusalReply({ code: 'NO_LIQUIDITY' }, 'linear'));
  return market.ticks.fromUnits(ticks);
}

/** How far beyond the best price a market order may go, as a fraction of that price. */
export function readSlippage(
  parameters: Parameters,
  market: VenueMarket,
  { side, isConditional }: { readonly side: OrderSide; readonly isConditional: boolean },
): Decimal | undefined {
  const kind =
    parameters.text('slippageToleranceType') === 'UNKNOWN' ? undefined : readChoice(parameters, 'slippageToleranceType', TOLERANCES);
  if (!kind) return undefined;
  if (isConditional) throw badParameter('params error: slippageTolerance is not supported by conditional orders');
  const value = requirePositive(parameters, 'slippageTolerance');
  if (kind === 'Percent') {
    if (value.lt(LEAST_PERCENT) || value.gt(MOST_PERCENT) || value.scale > 2)
      throw new BadRequest(failure(110109, 'Allowable range: 0.01% to 10%'));
    return value.times(HUNDREDTH);
  }
  if (value.lt(LEAST_TICKS) || value.gt(MOST_TICKS) || value.scale > 0)
    throw new BadRequest(failure(110108, 'Allowable range: 1 to 10000 tick size'));
  const best = side === 'BUY' ? market.book.bestAsk : market.book.bestBid;
  return best === undefined ? undefined : value.dividedBy(Decimal.fromUnits(BigInt(best), 0), FRACTION_SCALE, 'UP');
}
