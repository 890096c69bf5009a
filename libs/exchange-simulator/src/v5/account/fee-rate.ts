import { ok, type Reply } from '../envelope';
import type { SignedIn } from '../request';

export function feeRate({ exchange, key, parameters }: SignedIn): Reply {
  const category = parameters.oneOf('category', ['spot', 'linear', 'inverse', 'option']);
  const symbol = parameters.text('symbol');
  const { maker, taker } = exchange.venue.account(key.accountId).fees;
  const list = [...exchange.venue.markets.values()]
    .map(({ instrument }) => instrument)
    .filter((instrument) => instrument.category === category && (symbol === undefined || instrument.venueSymbol === symbol))
    .map(({ venueSymbol }) => ({ symbol: venueSymbol, baseCoin: '', takerFeeRate: taker, makerFeeRate: maker }));
  return ok({ category, list });
}
