import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { MarketData, PublicTrade, TradePage } from '@libs/sdk';
import { buildInstrument } from '@libs/testkit';
import { downloadTrades } from './download-trades';
import type { TradeDownload, TradeDownloadReport } from './download-trades';
import { HistoryStore } from './history-store';
import type { TimeSpan } from './history-store';
import type { TradeSeries } from './series';
import { TradeCoverage } from './trade-coverage';

const SECOND = 1_000;
const DAY = 86_400_000;
const T0 = Date.UTC(2025, 5, 1);
const series: TradeSeries = { venue: 'ccxt:kraken', symbol: 'BTC/USDT', category: 'spot', kind: 'trades' };

function trade(id: number, at: number): PublicTrade {
  return { id: String(id), at: T0 + at, side: 'BUY', price: '100.5', quantity: '0.25' };
}

/** A venue that shows its trades from `shownFrom` on, a page at a time; questions from the `broken` one on fail. */
class FakeVenue {
  readonly asked: number[] = [];
  broken = Infinity;
  shownFrom = -Infinity;

  constructor(
    public trades: readonly PublicTrade[],
    private readonly pageSize = 3,
  ) {}

  readonly market = { tradesSince: (_, since) => this.page(since) } as Pick<MarketData, 'tradesSince'> as MarketData;

  private async page(since: number): Promise<TradePage> {
    this.asked.push((since - T0) / SECOND);
    if (this.asked.length >= this.broken) throw new Error('too many visits');
    const all = this.trades.filter(({ at }) => at >= Math.max(since, this.shownFrom));
    // All of one moment are in one page, and something after `since` is, so that no page stands still.
    const later = all.filter(({ at }) => at > since);
    const end = later[Math.min(this.pageSize, later.length) - 1]?.at ?? Infinity;
    const trades = all.filter(({ at }) => at <= end);
    const cut = since < this.shownFrom ? { from: this.shownFrom, cut: 'only the newest' } : { from: since };
    return { ...cut, trades, to: trades.at(-1)?.at ?? since, isNewest: trades.length === all.length };
  }
}

describe('downloadTrades', () => {
  let folder: string;
  let store: HistoryStore;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-trades-'));
    store = new HistoryStore(folder, 'test');
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  function download({ market }: FakeVenue, span: TimeSpan, more: Partial<TradeDownload> = {}): Promise<TradeDownloadReport> {
    return downloadTrades({
      market,
      instrument: buildInstrument(),
      store,
      series,
      span,
      from: 'a test',
      replace: false,
      sleep: async () => undefined,
      ...more,
    });
  }

  async function stored(from = store): Promise<string[]> {
    const ids: string[] = [];
    for await (const { id } of from.trades(series, { from: -Infinity, to: Infinity })) ids.push(id);
    return ids;
  }

  const span = (from: number, to: number): TimeSpan => ({ from: T0 + from * SECOND, to: T0 + to * SECOND });
  const six = [0, 10, 20, 30, 40, 50].map((second, id) => trade(id + 1, second * SECOND));

  it('fetches the trades of a span page by page, each once', async () => {
    const venue = new FakeVenue(six);
    expect(await download(venue, span(5, 45))).toMatchObject({ added: 4, conflicts: 0, holes: [] });
    expect(await stored()).toEqual(['2', '3', '4', '5']);
    // Three from 5 s on end with the trade of 30 s, with which the next page begins.
    expect(venue.asked).toEqual([5, 30]);
  });

  it('asks for nothing that it has', async () => {
    await download(new FakeVenue(six), span(5, 25));
    const venue = new FakeVenue(six);
    await download(venue, span(5, 45));
    expect(venue.asked).toEqual([25]);
    expect(await stored()).toEqual(['2', '3', '4', '5']);
  });

  it('fills the time between two downloads', async () => {
    await download(new FakeVenue(six), span(0, 15));
    await download(new FakeVenue(six), span(35, 60));
    const venue = new FakeVenue(six);
    await download(venue, span(0, 60));
    expect(venue.asked[0]).toBe(15);
    expect(await stored()).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  it('goes on where it was stopped', async () => {
    const venue = new FakeVenue(six);
    venue.broken = 2;
    await expect(download(venue, span(0, 60))).rejects.toThrow('too many visits');
    // Three after 0 s: 10, 20 and 30 s.
    expect(venue.asked).toEqual([0, 30, 30, 30, 30, 30, 30]);
    venue.broken = Infinity;
    venue.asked.length = 0;
    await download(venue, span(0, 60));
    expect(venue.asked[0]).toBe(30);
    expect(await stored()).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  it('names the time that the venue no longer shows, and asks for it again', async () => {
    const venue = new FakeVenue(six);
    venue.shownFrom = T0 + 25 * SECOND;
    expect((await download(venue, span(0, 45))).holes).toEqual([{ ...span(0, 25), why: 'only the newest' }]);
    expect(await stored()).toEqual(['4', '5']);
    expect((await download(venue, span(0, 45))).holes).toHaveLength(1);
  });

  it('asks again for a day whose file is gone', async () => {
    await download(new FakeVenue([trade(1, 0), trade(2, DAY), trade(3, 2 * DAY)]), { from: T0, to: T0 + 2 * DAY });
    await rm(join(folder, 'ccxt_kraken/BTC_USDT/trades/2025-06-01.parquet'));
    expect(await new TradeCoverage(folder, series).missing({ from: T0, to: T0 + 2 * DAY })).toEqual([{ from: T0, to: T0 + DAY }]);
  });

  it('forgets what was fetched of a series that was taken away', async () => {
    await download(new FakeVenue(six), span(0, 60));
    await new HistoryStore(folder, 'test').remove(series);
    await download(new FakeVenue(six), span(30, 60));
    expect(await new TradeCoverage(folder, series).missing(span(0, 50))).toEqual([span(0, 30)]);
  });

  it('does not turn in a circle when a page stands still', async () => {
    const still = { trades: [trade(1, 0)], from: T0, to: T0, isNewest: false };
    const venue = { market: { tradesSince: async () => still } as unknown as MarketData } as FakeVenue;
    await expect(download(venue, span(0, 60))).rejects.toThrow('ccxt:kraken shows the same trades of 2025-06-01T00:00:00.000Z again');
  });

  it('refuses a venue without past trades', async () => {
    const venue = { market: {} } as FakeVenue;
    await expect(download(venue, span(0, 60))).rejects.toThrow('ccxt:kraken gives no past trades');
  });

  it('has every trade of the span after any interruptions', async () => {
    const times = fc.array(fc.integer({ min: 0, max: 3 * DAY }), { minLength: 1, maxLength: 30 });
    const breaks = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 3 });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(times, fc.integer({ min: 1, max: 6 }), breaks, async (drawn, pageSize, stops) => {
        const own = new HistoryStore(join(folder, String((run += 1))), 'test');
        const trades = drawn.toSorted((a, b) => a - b).map((at, id) => trade(id, at));
        const venue = new FakeVenue(trades, pageSize);
        const wanted = { from: T0 + DAY / 2, to: T0 + 2 * DAY };
        for (const stop of stops) {
          venue.broken = venue.asked.length + stop;
          await download(venue, wanted, { store: own }).catch(() => undefined);
        }
        venue.broken = Infinity;
        await download(venue, wanted, { store: own });
        const inside = trades.filter(({ at }) => at >= wanted.from && at < wanted.to);
        expect((await stored(own)).map(Number).toSorted((a, b) => a - b)).toEqual(inside.map(({ id }) => Number(id)));
      }),
      { numRuns: 40 },
    );
  });
});
