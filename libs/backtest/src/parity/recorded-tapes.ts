import { Decimal, INTERVALS } from '@libs/kernel';
import type { Bar, Instrument } from '@libs/kernel';
import type { BarText, Texted } from '@libs/engine';
import { barTape } from '../run/bar-tape';
import type { BarTape } from '../run/bar-tape';
import { marketOf } from '../run/market-text';
import type { MarketText } from '../run/market-text';
import type { DeploymentRecording, RecordedBars } from './recording';

/** A recording that no plain backtest can be made of; the message is one sentence for people. */
export class NotComparable extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = 'NotComparable';
  }
}

export interface RecordedMarket {
  readonly text: MarketText;
  readonly tape: BarTape;
  /** The last bar that had closed in the session. */
  readonly lastClosed: Bar;
}

export interface RecordedMarkets {
  readonly markets: readonly RecordedMarket[];
  /** What had to be put in that nobody recorded. */
  readonly notes: readonly string[];
}

/** The market as the session was shown it: warm-up, every bar that closed, and what had begun of the next one. */
export function recordedMarkets(recording: DeploymentRecording): RecordedMarkets {
  const { terms, bars } = recording;
  if (terms.streams?.length) throw new NotComparable('the strategy follows ticks, trades or a book, and backtests play bars only');
  if (bars.length === 0) throw new NotComparable('the strategy watches no bars');
  const twice = bars.find(({ symbol }, at) => bars.findIndex((other) => other.symbol === symbol) !== at);
  if (twice)
    throw new NotComparable(`the strategy watches ${twice.symbol} in more than one length of bars, of which recordings keep no common one`);
  const notes: string[] = [];
  return { markets: bars.map((series) => marketFrom(series, recording, notes)), notes };
}

function marketFrom(series: RecordedBars, { terms, instruments }: DeploymentRecording, notes: string[]): RecordedMarket {
  const { symbol, interval, firstLive, lastLive, forming } = series;
  const instrument = instruments.get(symbol);
  if (!instrument) throw new NotComparable(`the recording does not know ${symbol}`);
  if (firstLive === null || lastLive === null) throw new NotComparable(`no bar of ${symbol} closed while the strategy ran`);
  const length = INTERVALS[interval];
  const bars: Bar[] = [];
  let missing = 0;
  for (let start = firstLive - Math.max(1, terms.warmUpBars) * length; start <= lastLive; start += length) {
    const text = series.bars.get(start);
    if (!text) missing += 1;
    bars.push(text ? barOf(text) : flat(start, bars.at(-1)?.close ?? firstPrice(series)));
  }
  if (missing > 0)
    notes.push(`${missing === 1 ? 'one bar' : `${missing} bars`} of ${symbol} not recorded; in the backtest the price stands still there`);
  const lastClosed = bars.at(-1)!;
  if (forming) bars.push(barOf({ ...forming, start: lastLive + length }));
  const text = textOf(instrument);
  return { text, tape: barTape(marketOf(text), interval, bars), lastClosed };
}

function textOf({ maxPrice: _highest, ...instrument }: Texted<Instrument>): MarketText {
  return { ...instrument, maxLeverage: instrument.category === 'linear' ? 100 : 1 };
}

function barOf({ start, open, high, low, close, volume }: BarText): Bar {
  const [first, most, least, last] = [open, high, low, close].map((price) => Decimal.parse(price)) as [Decimal, Decimal, Decimal, Decimal];
  return { start, open: first, high: most, low: least, close: last, volume: Decimal.parse(volume) };
}

function flat(start: number, price: Decimal): Bar {
  return { start, open: price, high: price, low: price, close: price, volume: Decimal.ZERO };
}

function firstPrice({ bars }: RecordedBars): Decimal {
  const first = Math.min(...bars.keys());
  return Decimal.parse(bars.get(first)!.open);
}
