import type { ClosedPosition, VenueMarket } from '@libs/simulation';
import { ok, type Reply } from '../envelope';
import { badParameter } from '../parameters';
import { creationOf } from '../../exchange/creation-of';
import { pageOf } from '../page';
import { SIDE, TYPE } from '../orders/names';
import { EXEC_TYPE } from '../orders/render-execution';
import type { SignedIn } from '../request';
import { timeRange, WEEK } from '../time-range';

const PAGE = { most: 100, default: 50, keyOf: ({ orderId }: ClosedPosition) => creationOf(orderId) };

/** What closing orders earned, newest first. */
export function closedProfit({ exchange, key, parameters }: SignedIn): Reply {
  const category = parameters.oneOf('category', ['linear', 'inverse']);
  const symbol = parameters.text('symbol');
  const { markets } = exchange.venue;
  if (symbol !== undefined && category === 'linear' && !markets.has(`linear:${symbol}`)) throw badParameter('params error: symbol invalid');
  const range = timeRange(parameters, { now: exchange.marketTime, ...WEEK });
  const found = [...exchange.venue.account(key.accountId).closed.values()].filter(
    ({ market, createdAt }) =>
      market.startsWith(`${category}:`) &&
      (symbol === undefined || market === `${category}:${symbol}`) &&
      createdAt >= range.from &&
      createdAt <= range.to,
  );
  const page = pageOf(found, parameters, PAGE);
  const list = page.items.map((closed) => renderClosed(closed, markets.get(closed.market)!));
  return ok({ category, list, nextPageCursor: page.nextCursor });
}

function renderClosed(closed: ClosedPosition, { instrument }: VenueMarket): object {
  return {
    symbol: instrument.venueSymbol,
    orderId: closed.orderId,
    side: SIDE[closed.side],
    qty: closed.quantity,
    orderPrice: closed.orderPrice,
    orderType: TYPE[closed.orderType],
    execType: EXEC_TYPE[closed.kind],
    closedSize: closed.quantity,
    cumEntryValue: closed.entryValue,
    avgEntryPrice: closed.averageEntry,
    cumExitValue: closed.exitValue,
    avgExitPrice: closed.averageExit,
    closedPnl: closed.profit,
    fillCount: String(closed.fills),
    leverage: closed.leverage,
    openFee: closed.openFee,
    closeFee: closed.closeFee,
    createdTime: String(closed.createdAt),
    updatedTime: String(closed.updatedAt),
  };
}
