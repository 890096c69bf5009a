import type { Decimal } from '@libs/kernel';
import type { OrderTicket } from '@libs/sdk';
import type { MarketInstrument } from '@libs/simulation';

/** What became of us in a market: orders in its book, whether something is held, lots that were filled just now. */
export interface MarketNews {
  readonly open: number;
  readonly isHolding: boolean;
  readonly filledLots: number;
}

/** What a market does while a backtest goes on: it moves its market of the venue along its tape. */
export interface MarketPlayer {
  readonly instrument: MarketInstrument;
  readonly key: string;
  /** Market time of the next thing that matters to what we have there; infinite when nothing does. */
  nextMove(): number;
  /** Does it. */
  move(): void;
  /** Lets happen what leads up to a moment at which an order is taken back. */
  goOn(at: number): void;
  /** Brings the market to a moment at which an order arrives; false where the tape does not reach. */
  meet(order: Pick<OrderTicket, 'side' | 'type' | 'price'>, at: number): boolean;
  /** What positions were valued at just before; null where the tape does not reach. */
  markBefore(at: number): Decimal | null;
  told(news: MarketNews, at: number): void;
}
