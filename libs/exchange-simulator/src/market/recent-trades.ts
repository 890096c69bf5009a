import { Decimal } from '@libs/kernel';
import { mix32, sequenceId } from '@libs/simulation';
import type { FeedMarket } from './feed';
import type { PublicTrade } from './tape-market';

/** A trade with the field names of the public stream. */
export interface TradeMessage {
  readonly T: number;
  readonly s: string;
  readonly S: 'Buy' | 'Sell';
  readonly v: string;
  readonly p: string;
  readonly L: string;
  readonly i: string;
  readonly BT: false;
  readonly RPI: false;
  readonly seq: number;
}

const KEPT = 1_000;

/** The last trades of each market, for REST and for the stream. */
export class RecentTrades {
  private readonly byMarket = new Map<string, { market: FeedMarket; trade: PublicTrade }[]>();

  add(market: FeedMarket, trade: PublicTrade): void {
    const list = this.byMarket.get(market.state.key) ?? [];
    this.byMarket.set(market.state.key, list);
    list.push({ market, trade });
    if (list.length > KEPT * 1.5) list.splice(0, list.length - KEPT);
  }

  /** Newest first. */
  latest(marketKey: string, limit: number): readonly TradeMessage[] {
    const list = this.byMarket.get(marketKey) ?? [];
    return list
      .slice(-Math.min(limit, KEPT))
      .reverse()
      .map(({ market, trade }) => tradeMessage(market, trade));
  }
}

/** Makes ids of one market differ from those of another. */
function marketSalt(key: string): number {
  let salt = 0;
  for (let index = 0; index < key.length; index += 1) salt = mix32(salt ^ key.charCodeAt(index));
  return salt;
}

export function tradeMessage(market: FeedMarket, trade: PublicTrade): TradeMessage {
  const { state, series } = market;
  const salt = mix32(marketSalt(state.key) ^ mix32(trade.index ?? 0));
  return {
    T: trade.at,
    s: state.instrument.venueSymbol,
    S: trade.buyerTook ? 'Buy' : 'Sell',
    v: Decimal.fromUnits(BigInt(trade.volume), series.volumeScale).toString(),
    p: state.ticks.text(trade.ticks),
    L: trade.buyerTook ? 'PlusTick' : 'MinusTick',
    i: sequenceId(salt, trade.at),
    BT: false,
    RPI: false,
    seq: trade.at,
  };
}
