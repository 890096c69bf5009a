import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Venue, type BarSeries } from '@libs/simulation';
import { openSource } from '../source/open-source';
import type { PublicTrade } from './feed';
import type { L2Market } from './l2-market';
import { VenueHouse } from './venue-house';

const DATA = join(process.cwd(), '../shared/data/l2-binance-raw');

interface Wire {
  readonly data?: { readonly e?: string; readonly u: number; readonly b: [string, string][]; readonly a: [string, string][] };
  readonly lastUpdateId?: number;
  readonly bids?: [string, string][];
  readonly asks?: [string, string][];
}

/** The book after a number of lines, put together the slow and obvious way: every level kept as text. */
class SlowBook {
  readonly bids = new Map<string, string>();
  readonly asks = new Map<string, string>();
  last: number | undefined;
  /** Update of the newest best quote. */
  quoted = 0;
  private early: NonNullable<Wire['data']>[] = [];

  read(line: string): void {
    const wire = JSON.parse(line.slice(line.indexOf(' ') + 1)) as Wire;
    if (wire.lastUpdateId !== undefined) {
      this.set(this.bids, wire.bids!);
      this.set(this.asks, wire.asks!);
      this.last = wire.lastUpdateId;
      for (const one of this.early) if (one.u >= wire.lastUpdateId) this.delta(one);
    } else if (wire.data!.e === 'depthUpdate') {
      if (this.last === undefined) this.early.push(wire.data!);
      else if (wire.data!.u >= this.last) this.delta(wire.data!);
    } else if (wire.data!.u !== undefined) this.quoted = wire.data!.u;
  }

  private delta({ u, b, a }: NonNullable<Wire['data']>): void {
    this.set(this.bids, b);
    this.set(this.asks, a);
    this.last = u;
  }

  private set(side: Map<string, string>, levels: readonly [string, string][]): void {
    for (const [price, size] of levels) {
      if (Number(size) === 0) side.delete(price);
      else side.set(price, size);
    }
  }
}

/** A recorded market on a venue of its own, without clients. */
async function open(file: string): Promise<{ market: L2Market; venue: Venue; key: string }> {
  const source = await openSource({ kind: 'l2', file, speed: 1 });
  if (source.kind !== 'played') throw new Error('not a source that is played');
  const venue = new Venue({ salt: 1 });
  const [market] = source.makeMarkets([new VenueHouse(venue, venue.addMarket(source.instruments[0]!))], 0) as [L2Market];
  await market.prepare();
  market.setOpen(true);
  return { market, venue, key: market.state.key };
}

const real = existsSync(DATA) ? describe : describe.skip;
real('the recorded books (skipped where ../shared/data is absent)', () => {
  it.each([
    ['usdm_btcusdt_20240808.gz', 93_954, 21_313, 'BTC/USDT:USDT', '0.1'],
    ['spot_btcusdt_20240808.gz', 41_249, 9_757, 'BTC/USDT', '0.01'],
  ])('%s is played whole: the same book, never crossed, no gap', async (name, lines, recorded, symbol, tick) => {
    const { market, venue, key } = await open(join(DATA, name));
    expect([market.state.instrument.symbol, market.state.instrument.tickSize.toString()]).toEqual([symbol, tick]);
    const slow = new SlowBook();
    const text = gunzipSync(await readFile(join(DATA, name)))
      .toString('utf8')
      .trimEnd()
      .split('\n');
    const trades: PublicTrade[] = [];
    const book = market.state.book;
    let [played, compared, time, bars] = [0, 0, 0, 0];
    const listener = {
      moved: (_market: unknown, at: number) => {
        venue.moved(key, at);
        if (at < time) throw new Error(`time fell at line ${played}: ${at} after ${time}`);
        time = at;
        const line = text[played]!;
        slow.read(line);
        played += 1;
        const [bid, ask] = [book.bestBid ?? 0, book.bestAsk ?? Infinity];
        if (bid >= ask) throw new Error(`crossed at line ${played}: ${bid}/${ask}`);
        // A best quote that is newer than the delta shows over it.
        if (!line.includes('"depthUpdate"') || slow.last === undefined || slow.quoted > slow.last || played % 50 !== 0) return;
        compared += 1;
        const expected = [sideOf(slow.bids, market, -1), sideOf(slow.asks, market, 1)];
        // Texts, since a comparison of thousands of levels one by one takes long.
        if (JSON.stringify([book.depth(1), book.depth(-1)]) !== JSON.stringify(expected)) throw new Error(`another book at line ${played}`);
      },
      traded: (_market: unknown, trade: PublicTrade) => void trades.push(trade),
      barClosed: () => void (bars += 1),
      changed: () => undefined,
    };
    for (;;) {
      while (market.reading) await market.reading;
      if (market.nextTime === undefined) break;
      market.advance(listener);
      if (played > 100 && market.trouble !== '') throw new Error(`line ${played}: ${market.trouble}`);
    }
    expect([played, market.lines]).toEqual([lines, lines]);
    expect(compared).toBeGreaterThan(20);
    // A few trades came before the snapshot.
    expect(trades.length).toBeGreaterThan(recorded - 100);
    expect(bars).toBe(market.series.length);
    expect(bars).toBeGreaterThanOrEqual(5);
    const volume = trades.reduce((sum, trade) => sum + trade.volume, 0);
    expect(volumeOf(market.series) + market.forming!.volume).toBe(volume);
  });
});

function volumeOf(series: BarSeries): number {
  let sum = 0;
  for (let bar = 0; bar < series.length; bar += 1) sum += series.volumeAt(bar);
  return sum;
}

/** Best first, in ticks and lots. */
function sideOf(levels: ReadonlyMap<string, string>, market: L2Market, direction: 1 | -1): { ticks: number[]; lots: number[] } {
  const { tickSize, lotSize } = market.state.instrument;
  const units = (text: string, step: number): number => Math.round(Number(text) / step);
  const sorted = [...levels].map(([price, size]) => [units(price, tickSize.toNumber()), units(size, lotSize.toNumber())] as const);
  sorted.sort(([one], [other]) => (one - other) * direction);
  return { ticks: sorted.map(([ticks]) => ticks), lots: sorted.map(([, lots]) => lots) };
}
