import { Venue } from '@libs/simulation';
import { openSource, type PlayedSource } from '../source/open-source';
import type { PublicTrade } from './feed';
import { GENERATED_HISTORY } from './generated-market';
import type { PlayedMarket } from './played-market';
import { VenueHouse } from './venue-house';

const MINUTE = 60_000;
const START = Date.UTC(2026, 3, 1, 13);
const LIVE = START + GENERATED_HISTORY * MINUTE;

interface Played {
  readonly market: PlayedMarket;
  readonly trades: PublicTrade[];
  readonly spreads: number[];
  readonly told: string[];
}

/** All markets of a seed for some minutes, in the order of time. */
async function play(seed: number, minutes: number, speed = 60, contracts = 3): Promise<readonly Played[]> {
  const source = (await openSource({ kind: 'generated', seed, speed, contracts })) as PlayedSource;
  const venue = new Venue({ salt: 1 });
  const houses = source.instruments.map((instrument) => new VenueHouse(venue, venue.addMarket(instrument)));
  const all = source.makeMarkets(houses, START).map((market): Played => ({ market, trades: [], spreads: [], told: [] }));
  const of = (market: unknown): Played => all.find((one) => one.market === market)!;
  const listener = {
    moved: (market: { readonly state: PlayedMarket['state'] }, at: number): void => {
      const { book, key } = market.state;
      venue.moved(key, at);
      of(market).spreads.push(book.bestAsk! - book.bestBid!);
      of(market).told.push(`${at} ${book.bestBid}/${book.bestAsk} ${book.depth(1, 5).lots.join(',')}`);
    },
    traded: (market: unknown, trade: PublicTrade) => void of(market).trades.push(trade),
    barClosed: () => undefined,
    changed: () => undefined,
  };
  for (;;) {
    const next = all.reduce((first, one) => (one.market.nextTime! < first.market.nextTime! ? one : first));
    if (next.market.nextTime! >= LIVE + minutes * MINUTE) return all;
    next.market.advance(listener);
  }
}

const MINUTES = 8;

describe('a generated market', () => {
  let eight: readonly Played[];
  beforeAll(async () => {
    eight = await play(1, MINUTES);
  });

  it('trades three contracts and the spot markets of two of them', async () => {
    const source = await openSource({ kind: 'generated', seed: 1, speed: 60 });
    expect(source.instruments.map(({ symbol }) => symbol)).toEqual([
      ...['BTC/USDT:USDT', 'ETH/USDT:USDT', 'SOL/USDT:USDT'],
      ...['BTC/USDT', 'ETH/USDT'],
    ]);
  });

  it('brings as many contracts as asked for, behind the usual ones', async () => {
    const source = await openSource({ kind: 'generated', seed: 1, speed: 60, contracts: 5 });
    const symbols = source.instruments.map(({ symbol }) => symbol);
    expect(symbols).toEqual([...['BTC', 'ETH', 'SOL', 'C4', 'C5'].map((coin) => `${coin}/USDT:USDT`), 'BTC/USDT', 'ETH/USDT']);
    const all = await play(1, 1, 60, 5);
    const prices = (at: number): readonly string[] => all[at]!.told;
    expect(prices(0)).toEqual((await play(1, 1))[0]!.told);
    expect(prices(5)).toEqual((await play(1, 1))[3]!.told);
    expect(prices(3)).not.toEqual(prices(4));
  });

  it('has books that are never crossed nor empty, mostly a tick wide and now and then wider', () => {
    for (const { market, spreads } of eight) {
      expect(Math.min(...spreads)).toBe(1);
      expect(spreads.filter((spread) => spread === 1).length / spreads.length).toBeGreaterThan(0.4);
      expect(spreads.some((spread) => spread > 2)).toBe(true);
      for (const side of [1, -1] as const) expect(market.state.book.depth(side).lots.length).toBe(200);
    }
  });

  it('trades what its candles say, at prices within them, as purchases and as sales', () => {
    for (const { market, trades } of eight) {
      const { series } = market;
      for (let minute = 0; minute < MINUTES; minute += 1) {
        const bar = series.at(GENERATED_HISTORY + minute);
        const inBar = trades.filter(({ at }) => at >= bar.start && at < bar.start + MINUTE);
        expect(inBar.reduce((sum, { volume }) => sum + volume, 0)).toBe(bar.volume);
        expect(inBar.every(({ ticks }) => ticks >= bar.low && ticks <= bar.high)).toBe(true);
      }
      expect(trades.some(({ buyerTook }) => buyerTook) && trades.some(({ buyerTook }) => !buyerTook)).toBe(true);
    }
  });

  it('comes out the same for the same seed, to the last level, and otherwise for another', async () => {
    const [one, same, other] = [await play(3, 2), await play(3, 2), await play(4, 2)];
    one.forEach(({ told, trades }, market) => {
      expect(same[market]!.told).toEqual(told);
      expect(same[market]!.trades).toEqual(trades);
      expect(other[market]!.told).not.toEqual(told);
    });
  });

  it('keeps marks near to the price and funding within its cap', () => {
    for (const { market } of eight) {
      const { mark, index, fundingRate, nextFundingAt } = market.reference;
      const last = market.state.lastPrice.toNumber();
      expect(Math.abs(mark.toNumber() / last - 1)).toBeLessThan(0.005);
      expect(Math.abs(index.toNumber() / last - 1)).toBeLessThan(0.005);
      if (market.state.instrument.category === 'spot') continue;
      expect(Math.abs(fundingRate.toNumber())).toBeLessThanOrEqual(0.00375);
      expect(nextFundingAt).toBe(Math.ceil((LIVE + 1) / (480 * MINUTE)) * 480 * MINUTE);
      // A week behind it, every eight hours.
      expect(market.fundingHistory).toHaveLength(21);
    }
  });

  it('stands at the same place after seeking as after playing', async () => {
    const played = await play(2, 2);
    const source = (await openSource({ kind: 'generated', seed: 2, speed: 60 })) as PlayedSource;
    const venue = new Venue({ salt: 1 });
    const sought = source.makeMarkets(
      source.instruments.map((instrument) => new VenueHouse(venue, venue.addMarket(instrument))),
      START,
    );
    for (const market of sought) void market.seek(LIVE + 2 * MINUTE - 1);
    sought.forEach((market, index) => {
      const place = (of: PlayedMarket): unknown => [
        of.nextTime,
        of.closedBars,
        of.forming,
        of.state.last,
        of.state.book.depth(1),
        of.reference,
      ];
      expect(place(market)).toEqual(place(played[index]!.market));
    });
  });
});
