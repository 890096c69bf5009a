import type { PublicTrade } from '@libs/sdk';
import { memberOf, ours } from '../test/offline-venue';
import { kraken } from '../test/venues/kraken';
import { tradePage } from './trade-pages';
import type { AskTrades } from './trade-pages';

const HOUR = 3_600_000;

function trade(at: number): PublicTrade {
  return { id: String(at), at, side: 'SELL', price: '1', quantity: '1' };
}

const TIMES = [100, 200, 300, 400, 500, 600];

/** What a venue does with a beginning; each page holds three. */
const venues = {
  goesOn: async (since?: number) => (since === undefined ? TIMES.slice(-3) : TIMES.filter((at) => at >= since).slice(0, 3)).map(trade),
  /** ccxt takes out what is older. */
  ignores: async (since = 0) =>
    TIMES.slice(-3)
      .filter((at) => at >= since)
      .map(trade),
  refuses: async (since?: number) => (since === undefined ? TIMES.slice(-3).map(trade) : null),
} as const satisfies Record<string, AskTrades>;

async function page(ask: AskTrades, since: number): Promise<object> {
  const { trades, ...rest } = await tradePage('Moon', ask, since);
  return { ...rest, trades: trades.map(({ at }) => at) };
}

describe('a page of past trades', () => {
  const cut = 'Moon shows its newest 3 trades and no older ones';

  it.each([
    ['from a trade on', venues.goesOn, 200, { trades: [200, 300, 400], from: 200, to: 400, isNewest: false }],
    ['from between two trades on', venues.goesOn, 150, { trades: [200, 300, 400], from: 150, to: 400, isNewest: false }],
    ['up to the newest', venues.goesOn, 600, { trades: [600], from: 600, to: 600, isNewest: true }],
    ['after the newest', venues.goesOn, 700, { trades: [], from: 700, to: 700, isNewest: true }],
    ['within the newest, of a venue that shows no others', venues.ignores, 450, { trades: [500, 600], from: 450, to: 600, isNewest: true }],
    [
      'before the newest, of a venue that shows no others',
      venues.ignores,
      150,
      { trades: [400, 500, 600], from: 401, to: 600, isNewest: true, cut },
    ],
    ['of a venue that takes no beginning', venues.refuses, 150, { trades: [400, 500, 600], from: 401, to: 600, isNewest: true, cut }],
  ] as const)('is whole %s', async (_, ask, since, expected) => {
    expect(await page(ask, since)).toEqual(expected);
  });

  it('proves nothing where the venue shows nothing, and goes on an hour later', async () => {
    const ask: AskTrades = async (since) => (since === undefined ? [trade(10 * HOUR)] : []);
    expect(await page(ask, HOUR)).toMatchObject({ trades: [], from: 2 * HOUR, to: 2 * HOUR, isNewest: false });
  });

  it('throws when one moment fills it', async () => {
    const ask: AskTrades = async (since) => (since === undefined ? [trade(9)] : [trade(5), trade(5)]);
    await expect(tradePage('Moon', ask, 5)).rejects.toThrow('Moon has more trades of 1970-01-01T00:00:00.005Z than it shows at once');
  });

  it('reads what Kraken shows', async () => {
    const { catalogue, market } = ours(memberOf('kraken'), kraken.rest);
    const { instrument } = await catalogue.listing({ symbol: 'BTC/USD' } as never);
    const { trades, ...rest } = await market.tradesSince(instrument, 1_700_000_041_234);
    expect(rest).toEqual({ from: 1_700_000_041_234, to: 1_700_000_042_500, isNewest: false });
    expect(trades.map(({ id, price, quantity }) => [id, price, quantity])).toEqual([
      ['61044952', '37000.2', '0.01234567'],
      ['61044953', '36999.9', '2.5'],
    ]);
  });
});
