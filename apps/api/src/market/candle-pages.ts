import { Inject, Injectable } from '@nestjs/common';
import type { Accounts } from '../accounts/accounts';
import { mustExist } from '../accounts/known-account';
import { BadArgument, between } from '../results/unknown-subject';
import { ACCOUNTS, MARKET_QUERIES } from '../tokens';
import { toInterval } from './interval';
import type { MarketQueries } from './market-queries';
import type { Candle, CandlePage } from './market.types';

const LARGEST_PAGE = 1000;

export interface CandlePageRequest {
  readonly accountId: string;
  readonly symbol: string;
  readonly interval: string;
  readonly first: number;
  /** `nextCursor` of the page before. */
  readonly after?: string | null | undefined;
  /** Candles that start at or after this market time. */
  readonly from?: Date | null | undefined;
  /** Candles that start before this market time. */
  readonly to?: Date | null | undefined;
}

/** The history of a market in pages, from the newest candle to the oldest. */
@Injectable()
export class CandlePages {
  constructor(
    @Inject(ACCOUNTS) private readonly accounts: Accounts,
    @Inject(MARKET_QUERIES) private readonly queries: MarketQueries,
  ) {}

  async page(request: CandlePageRequest): Promise<CandlePage> {
    const { symbol, after, from, to } = request;
    const interval = toInterval(request.interval);
    const limit = between('first', request.first, { least: 1, most: LARGEST_PAGE });
    if (from && to && from >= to) throw new BadArgument('from', `before ${to.toISOString()}, which is to`, from.toISOString());
    const end = Math.min(startOf(after), to?.getTime() ?? Infinity) - 1;
    await mustExist(this.accounts, request.accountId);
    const found = await this.queries.candles({ symbol, interval, limit, ...(Number.isFinite(end) ? { end } : {}) });
    return pageOf(found, from?.getTime() ?? -Infinity);
  }
}

/** A page that is not full may still have older ones behind it: a venue counts the candle that is forming, which is left out. */
function pageOf(found: readonly Candle[], from: number): CandlePage {
  const oldest = found[0]?.start.getTime();
  const isLast = oldest === undefined || oldest <= from;
  return { items: found.filter(({ start }) => start.getTime() >= from).reverse(), nextCursor: isLast ? null : String(oldest) };
}

/** A cursor is the start of the oldest candle that was given. */
function startOf(cursor: string | null | undefined): number {
  if (cursor === null || cursor === undefined) return Infinity;
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw new BadArgument('after', 'the nextCursor of the page before', `"${cursor}"`);
}
