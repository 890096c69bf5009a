import { decimal } from '@libs/kernel';
import type { OrderSide } from '@libs/kernel';
import type { LevelText, PublicTrade } from '@libs/sdk';
import { SeededRandom } from '@libs/simulation';
import { EventTapeWriter, barsOfEvents } from '../src';
import type { BacktestMarket } from '../src';
import { BTC, market } from './markets';
import type { Word } from './paper-session';

const STEP = 100;
const LEVELS = 7;
const TICK = 0.5;

type Kind = 'quote' | 'trades' | 'book';

/** A market whose price wanders by ticks, with prints at its best prices and seven levels a side; and what a trader hears of it. */
export class LivelyBook {
  readonly market: BacktestMarket;
  private readonly random: SeededRandom;
  private readonly told: { readonly at: number; readonly kind: Kind; readonly body: Word[1] }[] = [];
  private readonly writer = new EventTapeWriter(market);
  private middle = 200;
  private shown = new Map<string, string>();

  constructor(seconds: number, seed: number) {
    this.random = new SeededRandom(seed);
    for (let at = 0; at <= seconds * 1_000; at += STEP) this.step(at);
    const events = this.writer.tape();
    this.market = { market, tape: barsOfEvents(events, '1m'), events };
  }

  /** Of these kinds from a time on, each so many milliseconds after it happened. */
  words(kinds: readonly Kind[], { from, delay }: { readonly from: number; readonly delay: number }): readonly Word[] {
    return this.told.filter(({ at, kind }) => at >= from && kinds.includes(kind)).map(({ at, body }) => [at + delay, body]);
  }

  private step(at: number): void {
    const dice = this.random.uniform();
    const trades = dice < 0.35 ? [this.print(at, dice < 0.17 ? 'BUY' : 'SELL')] : [];
    if (dice > 0.9) this.middle += 1;
    if (dice > 0.8 && dice < 0.9) this.middle -= 1;
    const [bids, asks] = [this.side(-1), this.side(1)];
    const levels = new Map<string, string>();
    for (const [price, size] of bids) levels.set(`BUY ${price}`, size);
    for (const [price, size] of asks) levels.set(`SELL ${price}`, size);
    const best = new Set([`BUY ${bids[0]![0]}`, `SELL ${asks[0]![0]}`]);
    for (const { side, price, quantity } of trades) this.writer.print(side, decimal(price), decimal(quantity));
    for (const name of this.shown.keys()) if (!levels.has(name)) this.level(name, '0');
    // Others are quick to offer again what is taken of the best.
    for (const [name, size] of levels) if (best.has(name) || this.shown.get(name) !== size) this.level(name, size);
    this.writer.end(at);
    this.shown = levels;
    const [[bid, bidSize], [ask, askSize]] = [bids[0]!, asks[0]!];
    this.told.push({ at, kind: 'quote', body: { type: 'quote', symbol: BTC, bid, bidSize, ask, askSize } });
    if (at % (2 * STEP) === 0)
      this.told.push({ at, kind: 'book', body: { type: 'book', symbol: BTC, bids: bids.slice(0, 5), asks: asks.slice(0, 5) } });
    if (trades.length > 0) this.told.push({ at, kind: 'trades', body: { type: 'trades', symbol: BTC, trades } });
  }

  private print(at: number, side: OrderSide): PublicTrade {
    const price = String((this.middle + (side === 'BUY' ? 1 : -1)) * TICK);
    return { id: `p${at}`, side, price, quantity: String(1 + Math.floor(this.random.uniform() * 6)), at };
  }

  /** Best first. */
  private side(direction: 1 | -1): LevelText[] {
    return Array.from({ length: LEVELS }, (_, rank) => {
      const ticks = this.middle + direction * (1 + rank);
      return [String(ticks * TICK), String(3 + Math.floor(this.random.uniform() * 1.2) + (ticks % 3))] as const;
    });
  }

  private level(name: string, size: string): void {
    const [side, price] = name.split(' ') as [OrderSide, string];
    this.writer.level(side, decimal(price), decimal(size));
  }
}
