import type { Interval } from '@libs/kernel';
import { INTERVALS } from '@libs/kernel';
import { BarSeries } from '@libs/simulation';
import type { MarketInstrument } from '@libs/simulation';
import type { BarTape } from '../run/bar-tape';
import { marketOf } from '../run/market-text';
import type { MarketText } from '../run/market-text';

/** Market conditions; all except `mixed` are meant to break a strategy. */
export const MARKET_KINDS = ['mixed', 'rising', 'falling', 'flat', 'silent', 'spikes', 'jumps', 'worthless'] as const;
/** Conditions of an order book, around a price as in `mixed`. */
export const BOOK_KINDS = ['one-sided', 'wide', 'gaps'] as const;
export type MarketKind = (typeof MARKET_KINDS)[number] | (typeof BOOK_KINDS)[number];

/** What each kind does, in words. */
export const MARKET_WORDS: Readonly<Record<MarketKind, string>> = {
  mixed: 'wanders, trends and rests by turns',
  rising: 'rises to many times its price',
  falling: 'loses most of its price',
  flat: 'never moves',
  silent: 'never trades, without volume at one price',
  spikes: 'has single bars that reach a third away and come back',
  jumps: 'opens far from the last close now and then',
  worthless: 'ends at a price of a few ticks',
  'one-sided': 'has nobody on one side of its book now and then',
  wide: 'has a spread of a tenth of its price now and then',
  gaps: 'loses its book now and then and shows it again at another price',
};

export interface GeneratedMarket {
  readonly kind: MarketKind;
  readonly interval: Interval;
  readonly bars: number;
  /** Different seeds give different markets of the kind; a whole number from 1 to 2^31 − 2. */
  readonly seed: number;
  /** Start of the first bar, a multiple of the interval in epoch milliseconds; default: Wednesday, 1 January 2025. */
  readonly from?: number | undefined;
}

/** Wednesday, 1 January 2025, 00:00 UTC. */
export const GENERATED_FROM = Date.UTC(2025, 0, 1);
const FIRST_PRICE = 100_000;
const MOST = 1_000_000_000;

/** A market with tick 0.01 and lot 0.001, spot or linear by its symbol. */
export function generatedInstrument(symbol: string): MarketText {
  const [base = '', rest = ''] = symbol.split('/');
  const [quote = '', settle] = rest.split(':');
  return {
    venue: 'generated',
    symbol,
    venueSymbol: `${base}${quote}`,
    category: settle === undefined ? 'spot' : 'linear',
    base,
    quote,
    settle: settle ?? quote,
    tickSize: '0.01',
    lotSize: '0.001',
    minQuantity: '0.001',
    maxQuantity: '1000000',
    minNotional: '5',
    maxLeverage: settle === undefined ? 1 : 100,
  };
}

/** Random bars from a seed: the same on every machine, without any claim to realism. */
export function generatedTape(
  symbol: string,
  { kind, interval, bars, seed, from = GENERATED_FROM }: GeneratedMarket,
): BarTape & { readonly instrument: MarketInstrument } {
  const instrument = marketOf(generatedInstrument(symbol));
  const series = new BarSeries(from, INTERVALS[interval], instrument.lotSize.scale, Math.max(1, bars));
  const walk = new Walk(kind, lehmer(seed), bars);
  for (let at = 0; at < bars; at += 1) series.push(...walk.next(at));
  return { instrument, interval, series };
}

type Bar = readonly [open: number, high: number, low: number, close: number, volume: number];

class Walk {
  private price = FIRST_PRICE;
  private drift = 0;
  private reach = 60;

  constructor(
    private readonly kind: MarketKind,
    private readonly random: () => number,
    private readonly bars: number,
  ) {}

  next(at: number): Bar {
    if (this.kind === 'flat' || this.kind === 'silent')
      return [FIRST_PRICE, FIRST_PRICE, FIRST_PRICE, FIRST_PRICE, this.kind === 'flat' ? 1_000 : 0];
    if (at % 40 === 0) this.turn();
    const open = this.opening(at);
    const scale = Math.max(1, Math.round((open * this.reach) / 100_000));
    const step = this.upTo(2 * scale) - scale + Math.round((open * (this.drift + this.slope())) / 1_000_000);
    const close = within(open + step);
    const high = within(Math.max(open, close) + this.upTo(scale));
    const low = within(Math.min(open, close) - this.upTo(scale));
    this.price = close;
    const bar: Bar = [open, high, low, close, 1_000 + this.upTo(9_000)];
    return this.kind === 'spikes' && at % 37 === 20 ? spiked(bar, this.upTo(1) === 0) : bar;
  }

  private turn(): void {
    this.drift = this.upTo(800) - 400;
    this.reach = 40 + this.upTo(120);
  }

  private opening(at: number): number {
    if (this.kind !== 'jumps' || at % 53 !== 30) return this.price;
    return within(this.upTo(1) === 0 ? Math.round(this.price * 1.4) : Math.round(this.price / 1.4));
  }

  /** Millionths of the price per bar. */
  private slope(): number {
    if (this.kind === 'rising') return 3_000_000 / this.bars;
    if (this.kind === 'falling') return -3_000_000 / this.bars;
    return this.kind === 'worthless' ? -12_000_000 / this.bars : 0;
  }

  /** A whole number from 0 to `most`, both inclusive. */
  private upTo(most: number): number {
    return this.random() % (most + 1);
  }
}

function spiked([open, high, low, close, volume]: Bar, isUp: boolean): Bar {
  return isUp ? [open, within(Math.round(high * 1.33)), low, close, volume] : [open, high, within(Math.round(low / 1.33)), close, volume];
}

function within(ticks: number): number {
  return Math.min(MOST, Math.max(1, ticks));
}

/** Park and Miller's minimal standard generator, https://doi.org/10.1145/63039.63042. */
function lehmer(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647);
}
