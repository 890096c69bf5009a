import type { BookSnapshot, LevelText } from '@libs/sdk';

interface NumberedUpdate {
  readonly bids: readonly LevelText[];
  readonly asks: readonly LevelText[];
  readonly number: number;
}

/** A venue whose updates are numbered; what it says is written as V5 or as Binance does. */
export class NumberedVenue {
  private readonly bids = new Map<string, string>();
  private readonly asks = new Map<string, string>();
  private number = 100;

  /** Changes levels, '0' taking one out. */
  change(bids: readonly LevelText[], asks: readonly LevelText[]): NumberedUpdate {
    for (const [side, levels] of [[this.bids, bids] as const, [this.asks, asks] as const]) {
      for (const [price, quantity] of levels) {
        if (Number(quantity) === 0) side.delete(price);
        else side.set(price, quantity);
      }
    }
    return { bids, asks, number: (this.number += 1) };
  }

  snapshot(): BookSnapshot {
    const sorted = (side: ReadonlyMap<string, string>, direction: 1 | -1): LevelText[] =>
      [...side].sort(([a], [b]) => direction * (Number(a) - Number(b)));
    return { bids: sorted(this.bids, -1), asks: sorted(this.asks, 1), last: this.number, at: this.number };
  }
}

/** https://bybit-exchange.github.io/docs/v5/websocket/public/orderbook */
export function v5BookFrame(type: 'snapshot' | 'delta', { bids, asks, number }: NumberedUpdate): string {
  return JSON.stringify({
    topic: 'orderbook.50.BTCUSDT',
    type,
    ts: number,
    data: { s: 'BTCUSDT', b: bids, a: asks, u: number, seq: number },
  });
}

/** https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams */
export function binanceBookFrame({ bids, asks, number }: NumberedUpdate): string {
  const data = { e: 'depthUpdate', E: number, s: 'BTCUSDT', U: number, u: number, b: bids, a: asks };
  return JSON.stringify({ stream: 'btcusdt@depth@100ms', data });
}
