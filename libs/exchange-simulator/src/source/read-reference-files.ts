import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { SimulatorSource } from '@libs/platform';
import type { BarSeries, MarketInstrument } from '@libs/simulation';
import { Decimal } from '@libs/kernel';
import type { DerivedReferenceOptions } from '../market/derived-reference';
import { InvalidSource } from './invalid-source';
import { readLines } from './read-lines';

type Replay = Extract<SimulatorSource, { kind: 'replay' }>;
type Recorded = Pick<DerivedReferenceOptions, 'rates' | 'markBasis'>;

/** `BTC_USDT_USDT-5m-futures.csv.gz` and `BTCUSDT_linear_1m.csv`: what stands before the interval. */
const PREFIX = /^(.+?)[-_]\d+[mhdMHD](-futures)?\.csv(\.gz)?$/;

/** Recorded funding rates and mark prices of a candle file: those named, else those that lie beside it. */
export async function readReferenceFiles(source: Replay, instrument: MarketInstrument, series: BarSeries): Promise<Recorded> {
  if (instrument.category !== 'linear') return {};
  const funding = source.funding ?? (await beside(source.file, 'funding_rate'));
  const marks = source.marks ?? (await beside(source.file, 'mark'));
  const [rates, prices] = [funding && (await readPoints(funding)), marks && (await readPoints(marks))];
  return {
    ...(rates ? { rates: new Map(rates.map(({ time, value }) => [time, Decimal.parse(value)])) } : {}),
    ...(prices ? { markBasis: basisOf(prices, instrument, series) } : {}),
  };
}

async function beside(file: string, what: string): Promise<string | undefined> {
  const prefix = PREFIX.exec(basename(file))?.[1];
  if (prefix === undefined) return undefined;
  const fits = new RegExp(`[-_]\\d+[mhdMHD][-_]${what}\\.csv(\\.gz)?$`);
  const names = await readdir(dirname(file));
  const name = names.sort().find((one) => one.startsWith(prefix) && fits.test(one.slice(prefix.length)));
  return name === undefined ? undefined : join(dirname(file), name);
}

interface Point {
  readonly time: number;
  /** The first number of its row. */
  readonly value: string;
}

async function readPoints(file: string): Promise<readonly Point[]> {
  const points: Point[] = [];
  let line = 0;
  for await (const text of readLines(file)) {
    line += 1;
    if (line === 1 || text.trim() === '') continue;
    const [time = '', value = ''] = text.split(',');
    if (!/^\d{12,14}$/.test(time) || !/^-?\d{1,15}(\.\d{1,18})?(e-\d{1,2})?$/.test(value))
      throw new InvalidSource(`${basename(file)} row ${line} is not a time and a number; repair the row or name another file.`);
    points.push({ time: Number(time), value });
  }
  return points;
}

/** Distance of the mark price from the market's own at each recorded time, in ticks, and on a line between two of them. */
function basisOf(points: readonly Point[], instrument: MarketInstrument, series: BarSeries): (at: number) => number | undefined {
  const tick = instrument.tickSize.toNumber();
  const known = points.flatMap(({ time, value }) => {
    const bar = series.indexAt(time);
    if (bar < 0 || bar >= series.length) return [];
    return [{ time, basis: Number(value) / tick - series.at(bar).open }];
  });
  let from = 0;
  return (at) => {
    if (known.length === 0 || at < known[0]!.time) return undefined;
    if (at < known[from]!.time) from = 0;
    while (from + 1 < known.length && known[from + 1]!.time <= at) from += 1;
    const [one, next] = [known[from]!, known[from + 1]];
    return next ? one.basis + ((next.basis - one.basis) * (at - one.time)) / (next.time - one.time) : one.basis;
  };
}
