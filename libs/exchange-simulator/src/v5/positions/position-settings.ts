import type { Decimal } from '@libs/kernel';
import type { VenueMarket } from '@libs/simulation';
import { ok, type Reply } from '../envelope';
import { badParameter, type Parameters } from '../parameters';
import { requirePositive } from '../orders/read-number';
import { requireMarket, type Command } from '../orders/order-actions';
import { refusalReply } from '../refusals';

const MODES: Readonly<Record<string, boolean>> = { '0': false, '3': true };

export async function setLeverage({ exchange, key, parameters }: Command): Promise<Reply> {
  const category = parameters.oneOf('category', ['linear']);
  const market = requireMarket(exchange.venue, parameters, category);
  const [buy, sell] = [readLeverage(parameters, 'buyLeverage'), readLeverage(parameters, 'sellLeverage')];
  const account = exchange.venue.account(key.accountId);
  const mayDiffer = account.marginMode === 'ISOLATED' && account.settings(market).hedged;
  if (!buy.eq(sell) && !mayDiffer) throw badParameter('params error: sellLeverage must equal buyLeverage');
  const refusal = await exchange.perform((venue, at) => venue.setLeverage(key.accountId, market.key, { buy, sell }, at));
  return refusal ? refusalReply(refusal, category) : ok({});
}

/** One-way or hedge mode: of a symbol, or of all markets of a coin that have neither position nor order. */
export async function switchMode({ exchange, key, parameters }: Command): Promise<Reply> {
  const category = parameters.oneOf('category', ['linear']);
  const mode = parameters.required('mode');
  if (!Object.hasOwn(MODES, mode)) throw badParameter('params error: mode invalid, it is 0 or 3');
  const hedged = MODES[mode]!;
  const isForOne = parameters.has('symbol');
  const markets = isForOne
    ? [requireMarket(exchange.venue, parameters, category)]
    : marketsOfCoin(exchange.venue.markets.values(), parameters.required('coin')).filter((market) =>
        isFree(exchange, key.accountId, market),
      );
  if (markets.length === 0) return ok({});
  const refusal = await exchange.perform((venue, at) =>
    venue.setPositionMode(
      key.accountId,
      markets.map((market) => market.key),
      hedged,
      at,
    ),
  );
  // A coin is asked for as a rule for all its contracts, so that none had to change is no failure: freqtrade starts like that.
  const isRefused = refusal && (isForOne || refusal.code !== 'POSITION_MODE_NOT_MODIFIED');
  return isRefused ? refusalReply(refusal, category) : ok({});
}

function marketsOfCoin(markets: Iterable<VenueMarket>, coin: string): VenueMarket[] {
  return [...markets].filter(({ instrument }) => instrument.category === 'linear' && instrument.settle === coin);
}

function isFree({ venue }: Command['exchange'], accountId: string, { key }: VenueMarket): boolean {
  const account = venue.account(accountId);
  for (const index of [0, 1, 2] as const) if (!account.position(key, index).quantity.isZero) return false;
  for (const order of account.orders.open.values()) if (order.market === key) return false;
  return true;
}

function readLeverage(parameters: Parameters, name: string): Decimal {
  const leverage = requirePositive(parameters, name);
  if (leverage.toNumber() < 1 || leverage.scale > 2) throw badParameter(`params error: ${name} invalid`);
  return leverage;
}
