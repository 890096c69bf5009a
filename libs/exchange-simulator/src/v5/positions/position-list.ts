import type { Venue, VenueAccount, VenueMarket, VenuePosition } from '@libs/simulation';
import { ok, type Reply } from '../envelope';
import { badParameter, type Parameters } from '../parameters';
import type { SignedIn } from '../request';
import { renderPosition } from './render-position';

const PAGE = { least: 1, most: 200, default: 20 };

/** A named symbol answers also when flat; without one only what is held. */
export function positions({ exchange, key, parameters }: SignedIn): Reply {
  const category = parameters.oneOf('category', ['linear', 'inverse', 'option']);
  const { markets } = exchange.venue;
  const account = exchange.venue.account(key.accountId);
  const symbol = parameters.text('symbol');
  if (category !== 'linear' && symbol === undefined) return ok({ category, list: [], nextPageCursor: '' });
  const chosen = symbol === undefined ? marketsOf(markets, parameters, category) : [marketOf(markets, category, symbol)];
  const found = chosen.flatMap((market) =>
    positionsIn(account, market)
      .filter((position) => symbol !== undefined || !position.quantity.isZero)
      .map((position) => ({ position, market })),
  );
  const limit = parameters.integer('limit', PAGE);
  const from = readCursor(parameters.text('cursor'));
  const list = found.slice(from, from + limit).map(({ position, market }) => renderPosition(position, { account, markets, market }));
  return ok({ category, list, nextPageCursor: from + limit < found.length ? String(from + limit) : '' });
}

/** In hedge mode both sides, else the one position. */
function positionsIn(account: VenueAccount, market: VenueMarket): readonly VenuePosition[] {
  const indexes = account.settings(market).hedged ? ([1, 2] as const) : ([0] as const);
  return indexes.map((index) => account.position(market.key, index));
}

function marketOf(markets: Venue['markets'], category: string, symbol: string): VenueMarket {
  const market = markets.get(`${category}:${symbol}`);
  if (!market) throw badParameter('params error: symbol invalid');
  return market;
}

function marketsOf(markets: Venue['markets'], parameters: Parameters, category: string): VenueMarket[] {
  const [settle, base] = [parameters.text('settleCoin'), parameters.text('baseCoin')];
  if (settle === undefined && base === undefined) throw badParameter('params error: symbol or settleCoin is required');
  return [...markets.values()].filter(
    ({ instrument }) =>
      instrument.category === category &&
      (settle ?? instrument.settle) === instrument.settle &&
      (base ?? instrument.base) === instrument.base,
  );
}

function readCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,6}$/.test(cursor)) throw badParameter('params error: cursor invalid');
  return Number(cursor);
}
