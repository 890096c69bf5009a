import { defined } from '@libs/kernel';
import type { Decimal } from '@libs/kernel';
import type { TradingStop, VenueMarket, VenuePosition } from '@libs/simulation';
import { ok, type Reply } from '../envelope';
import { badParameter, type Parameters } from '../parameters';
import { readExit, readExitMode, refuseFullLimit } from '../orders/read-exits';
import { readDecimal, readPrice, requirePositive } from '../orders/read-number';
import { requireMarket, type Command } from '../orders/order-actions';
import { readPositionIndex } from '../orders/read-order';
import { refusalReply } from '../refusals';

/** Sets take-profit, stop-loss or trailing stop of a position; "0" takes one away. */
export async function setTradingStop({ exchange, key, parameters }: Command): Promise<Reply> {
  const category = parameters.oneOf('category', ['linear']);
  const market = requireMarket(exchange.venue, parameters, category);
  const index = readPositionIndex(parameters);
  const position = exchange.venue.account(key.accountId).position(market.key, index);
  const stop = readTradingStop(parameters, market, position);
  const refusal = await exchange.perform((venue, at) => venue.setTradingStop(key.accountId, stop, at));
  return refusal ? refusalReply(refusal, category) : ok({});
}

function readTradingStop(parameters: Parameters, market: VenueMarket, position: VenuePosition): TradingStop {
  const exitMode = readExitMode(parameters) ?? 'FULL';
  // A partial exit is always a new one; a full exit takes over what it does not name.
  const before = exitMode === 'FULL' ? position : undefined;
  const takeProfit = readExit(parameters, 'takeProfit', before?.takeProfit);
  const stopLoss = readExit(parameters, 'stopLoss', before?.stopLoss);
  refuseFullLimit(exitMode, takeProfit, stopLoss);
  const trailing = readTrailing(parameters, position);
  const quantity = exitMode === 'PARTIAL' ? readSize(parameters) : undefined;
  return {
    market: market.key,
    index: position.index,
    exitMode,
    ...defined({ takeProfit, stopLoss, trailing, quantity }),
  };
}

function readTrailing(parameters: Parameters, { trailing }: VenuePosition): TradingStop['trailing'] {
  const distance = readDecimal(parameters, 'trailingStop');
  const activation = readPrice(parameters, 'activePrice');
  if (distance && distance.sign < 0) throw badParameter('params error: trailingStop invalid');
  if (distance?.isZero) return null;
  const kept = distance ?? (activation ? trailing?.distance : undefined);
  return kept && { distance: kept, ...defined({ activation }) };
}

function readSize(parameters: Parameters): Decimal | undefined {
  const [takeProfit, stopLoss] = (['tpSize', 'slSize'] as const).map((name) =>
    parameters.has(name) ? requirePositive(parameters, name) : undefined,
  );
  if (takeProfit && stopLoss && !takeProfit.eq(stopLoss)) throw badParameter('params error: tpSize and slSize must be equal');
  return takeProfit ?? stopLoss;
}
