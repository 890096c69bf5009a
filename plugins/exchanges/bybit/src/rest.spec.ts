import { createHmac } from 'node:crypto';
import { Decimal } from '@libs/sdk';
import type { Instrument } from '@libs/sdk';
import { itWithRecordings, recording } from '../test/recordings';
import { LocalVenue } from '../test/local-venue';
import { BybitAccountQueries } from './account-queries';
import { AddressBudget } from './address-budget';
import { BybitMarketData } from './market-data';
import { RestClient } from './rest-client';

const step = Decimal.parse('0.001');
const btc: Instrument = {
  venue: 'bybit',
  symbol: 'BTC/USDT:USDT',
  venueSymbol: 'BTCUSDT',
  category: 'linear',
  base: 'BTC',
  quote: 'USDT',
  settle: 'USDT',
  tickSize: step,
  lotSize: step,
  minQuantity: step,
  maxQuantity: step,
  minNotional: step,
};

describe('queries over REST', () => {
  let venue: LocalVenue;

  beforeEach(async () => {
    venue = await new LocalVenue().start();
  });

  afterEach(() => venue.stop());

  const candle = (start: number): string[] => [String(start), '10', '12', '9', '11', '5', '55'];

  it("returns only candles that are over by the market's own time, oldest first", async () => {
    venue.answer = ({ path }) =>
      path.endsWith('orderbook') ? { ts: 240_000 } : { list: [candle(240_000), candle(180_000), candle(120_000), candle(60_000)] };
    const bars = await new BybitMarketData(new RestClient(venue.options)).bars(btc, '1m', 2);
    expect(bars.map((bar) => bar.start)).toEqual([120_000, 180_000]);
    expect(bars[0]?.high.toString()).toBe('12');
    expect(venue.requests[1]?.rawQuery).toBe('category=linear&symbol=BTCUSDT&interval=1&limit=3');
  });

  it('follows cursors and writes symbols as ccxt does', async () => {
    const record = {
      symbol: 'BTCUSDT',
      contractType: 'LinearPerpetual',
      status: 'Trading',
      baseCoin: 'BTC',
      quoteCoin: 'USDT',
      settleCoin: 'USDT',
    };
    const filters = {
      priceFilter: { tickSize: '0.10', maxPrice: '1999999.80' },
      lotSizeFilter: { qtyStep: '0.001', minOrderQty: '0.001', maxOrderQty: '100', maxMktOrderQty: '50', minNotionalValue: '5' },
    };
    const future = {
      ...record,
      ...filters,
      symbol: 'BTCUSDT-26DEC25',
      contractType: 'LinearFutures',
      deliveryTime: String(Date.UTC(2025, 11, 26, 8)),
    };
    venue.answer = ({ query }) => {
      if (query.get('category') === 'spot') return { list: [{ ...record, symbol: 'BAD' }] };
      return query.get('cursor') === 'next'
        ? { list: [future], nextPageCursor: '' }
        : { list: [{ ...record, ...filters }], nextPageCursor: 'next' };
    };
    const found = await new BybitMarketData(new RestClient(venue.options)).instruments();
    expect(found.map((instrument) => instrument.symbol)).toEqual(['BTC/USDT:USDT', 'BTC/USDT:USDT-251226']);
    expect(found[0]?.maxQuantity.toString()).toBe('50');
    expect(found[0]?.tickSize.toString()).toBe('0.1');
    expect(found[0]?.maxPrice?.toString()).toBe('1999999.8');
  });

  itWithRecordings('reads recorded spot instruments', async () => {
    venue.answer = ({ query }) => (query.get('category') === 'spot' ? recording('http_get_instruments_spot') : { list: [] });
    const [first] = await new BybitMarketData(new RestClient(venue.options)).instruments();
    expect(first).toMatchObject({ symbol: 'BTC/USDT', settle: 'USDT' });
    expect(first?.minNotional.toString()).toBe('10');
  });

  it('looks for an order among the open ones and then in the history', async () => {
    const order = {
      orderId: 'v1',
      orderLinkId: 'c1',
      symbol: 'BTCUSDT',
      side: 'Buy',
      orderStatus: 'Filled',
      qty: '1',
      cumExecQty: '1.0',
      updatedTime: '5',
      createdTime: '4',
    };
    venue.answer = ({ path }) => ({ list: path === '/v5/order/history' ? [order] : [] });
    const found = await new BybitAccountQueries(venue.options).findOrder({ clientOrderId: 'c1', instrument: btc });
    expect(found).toMatchObject({ status: 'FILLED', filledQuantity: '1', venueOrderId: 'v1', at: 5 });
    expect(venue.requests.map((request) => request.path)).toEqual(['/v5/order/realtime', '/v5/order/history']);
    const [request] = venue.requests;
    const signed = `1700000000000key5000${request?.rawQuery}`;
    expect(request?.headers['x-bapi-sign']).toBe(createHmac('sha256', 'secret').update(signed).digest('hex'));
  });

  it('walks executions in windows of a week, each to its last page, and drops repeats and funding', async () => {
    const now = venue.options.now();
    const execution = (id: string, at: number, execType = 'Trade'): object => ({
      execId: id,
      orderId: 'v',
      orderLinkId: 'c',
      symbol: 'BTCUSDT',
      side: 'Sell',
      execQty: '1',
      execPrice: '2',
      execFee: '',
      execTime: String(at),
      execType,
      isMaker: true,
    });
    venue.answer = ({ path, query }) => {
      if (path.endsWith('instruments-info')) return { list: [{ symbol: 'BTCUSDT' }] };
      if (path.endsWith('orderbook')) return { ts: now };
      if (query.get('category') === 'spot') return { list: [] };
      if (query.get('cursor') === 'p2') return { list: [execution('b', now - 8 * 86_400_000), execution('a', now - 9 * 86_400_000)] };
      if (query.get('endTime')) return { list: [execution('b', now - 8 * 86_400_000), execution('f', 1, 'Funding')], nextPageCursor: 'p2' };
      return { list: [execution('c', now - 5)] };
    };
    const found = await new BybitAccountQueries(venue.options).executionsSince(now - 10 * 86_400_000);
    expect(found.map((one) => one.executionId)).toEqual(['a', 'b', 'c']);
    expect(found[0]).toMatchObject({ fee: '0', feeAsset: 'USDT', liquidity: 'MAKER' });
  });

  it('asks for no week after the time of a market that is replayed', async () => {
    const replayed = Date.UTC(2021, 0, 1);
    venue.answer = ({ path }) =>
      path.endsWith('orderbook') ? { ts: replayed } : { list: path.endsWith('instruments-info') ? [{ symbol: 'BTCUSDT' }] : [] };
    await new BybitAccountQueries(venue.options).executionsSince(replayed - 1_000);
    expect(venue.requests.map((request) => request.path).filter((path) => path === '/v5/execution/list')).toHaveLength(2);
  });

  it('reads funding, oldest first, of a span whose end is not in it', async () => {
    const settled = (at: number, fundingRate: string) => ({ symbol: 'BTCUSDT', fundingRate, fundingRateTimestamp: String(at) });
    venue.answer = () => ({ category: 'linear', list: [settled(57_600_000, '-0.00000906'), settled(28_800_000, '0.0001')] });
    const found = await new BybitMarketData(new RestClient(venue.options)).funding(btc, { from: 1, to: 86_400_000 });
    expect(found).toEqual([
      { at: 28_800_000, rate: '0.0001' },
      { at: 57_600_000, rate: '-0.00000906' },
    ]);
    expect(venue.requests[0]?.rawQuery).toBe('category=linear&symbol=BTCUSDT&startTime=1&endTime=86399999&limit=200');
  });

  itWithRecordings('reads recorded funding', async () => {
    venue.answer = () => recording('http_get_funding_history');
    const found = await new BybitMarketData(new RestClient(venue.options)).funding(btc, { from: 1, to: 2 });
    expect(found).toEqual([
      { at: 1_709_856_000_000, rate: '0.00015' },
      { at: 1_709_884_800_000, rate: '0.0001' },
    ]);
  });

  describe('of past trades', () => {
    const trades = [5, 4, 3].map((at) => ({ execId: `t${at}`, symbol: 'BTCUSDT', price: '2', size: '1', side: 'Buy', time: String(at) }));
    const instrument = { category: 'spot', venueSymbol: 'BTCUSDT' } as Instrument;

    it('shows those since a time within its newest ones, whole', async () => {
      venue.answer = () => ({ list: trades });
      const { trades: found, ...rest } = await new BybitMarketData(new RestClient(venue.options)).tradesSince(instrument, 4);
      expect(found.map(({ id }) => id)).toEqual(['t4', 't5']);
      expect(rest).toEqual({ from: 4, to: 5, isNewest: true });
    });

    it('says that others of the very first millisecond may be cut off a full page', async () => {
      const full = Array.from({ length: 60 }, (_, n) => ({ ...trades[0], execId: `t${n}`, time: n === 0 ? '8' : '7' }));
      const market = new BybitMarketData(new RestClient(venue.options));
      venue.answer = () => ({ list: full });
      expect(await market.tradesSince(instrument, 7)).toMatchObject({ from: 8, to: 8, cut: expect.any(String) as string });
      venue.answer = () => ({ list: full.slice(0, 59) });
      expect(await market.tradesSince(instrument, 7)).not.toHaveProperty('cut');
      venue.answer = () => ({ list: full.slice(1).concat({ ...full[1]!, execId: 't60' }) });
      expect(await market.tradesSince(instrument, 7)).toMatchObject({ from: 8, to: 8, cut: expect.any(String) as string });
    });

    it('says that it has no older ones than its newest', async () => {
      venue.answer = () => ({ list: trades });
      const page = await new BybitMarketData(new RestClient(venue.options)).tradesSince(instrument, 1);
      expect(page).toMatchObject({ from: 4, to: 5, isNewest: true });
      expect(page.cut).toContain('Bybit shows its newest 60 spot trades over REST and no older ones');
    });
  });

  it('reads once more where the server had just closed the kept connection', async () => {
    const market = new BybitMarketData(new RestClient(venue.options));
    venue.answer = () => ({});
    await market.serverTime();
    let resets = 0;
    venue.answer = (_, response) => ((resets += 1) === 1 ? void response.socket?.resetAndDestroy() : {});
    expect(await market.serverTime()).toBe(1_700_000_000_123);
    venue.answer = (_, response) => void response.socket?.resetAndDestroy();
    await expect(market.serverTime()).rejects.toThrow('ECONNRESET');
  });

  itWithRecordings('reads recorded positions with their sign', async () => {
    venue.answer = ({ query }) => (query.get('settleCoin') === 'USDT' ? recording('http_get_positions') : { list: [] });
    const positions = await new BybitAccountQueries(venue.options).positions();
    expect(positions.map((position) => position.quantity)).toEqual(['0.5', '-5']);
  });

  itWithRecordings('reads a recorded wallet', async () => {
    venue.answer = () => recording('http_get_wallet_balance');
    const balances = await new BybitAccountQueries(venue.options).balances();
    expect(balances[0]).toEqual({ asset: 'BTC', total: '0' });
  });

  it('waits while the window of its address is full, and goes on', async () => {
    venue.answer = () => ({ list: [] });
    let now = 0;
    const budget = new AddressBudget(() => now);
    while (budget.take('read', '/') === 0);
    now = 4_980;
    const asked = new RestClient(venue.options, undefined, budget).publicGet('/v5/market/tickers');
    expect(venue.requests).toHaveLength(0);
    now = 5_001;
    await asked;
    expect(venue.requests).toHaveLength(1);
  });

  it('says which request was refused and why', async () => {
    venue.answer = () => JSON.stringify({ retCode: 10003, retMsg: 'API key is invalid.', result: {} });
    await expect(new BybitAccountQueries(venue.options).balances()).rejects.toThrow(
      'Bybit 10003 on /v5/account/wallet-balance: API key is invalid.',
    );
  });
});
