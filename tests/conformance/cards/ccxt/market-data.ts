import type { OHLCV } from 'ccxt';
import { bareCcxtClient, ccxtClient, LINEAR, SPOT } from '../../clients/ccxt-client';
import type { Card } from '../../suite/card';
import type { Trial } from '../../suite/trial';

const HOUR = 3_600_000;
const TIMEFRAMES: Readonly<Record<string, number>> = {
  '1m': 60_000,
  '3m': 180_000,
  '5m': 300_000,
  '15m': 900_000,
  '30m': 1_800_000,
  '1h': HOUR,
  '2h': 2 * HOUR,
  '4h': 4 * HOUR,
  '6h': 6 * HOUR,
  '12h': 12 * HOUR,
  '1d': 24 * HOUR,
  '1w': 7 * 24 * HOUR,
  '1M': 28 * 24 * HOUR,
};

async function loadMarkets(trial: Trial): Promise<void> {
  const client = await bareCcxtClient(trial, await trial.account());
  const markets = await client.loadMarkets();
  const [linear, spot] = [markets[LINEAR], markets[SPOT]];
  trial.same('knows BTCUSDT perpetual', [linear?.type, linear?.linear, linear?.settle, linear?.active], ['swap', true, 'USDT', true]);
  trial.same('knows the steps of the perpetual', [linear?.precision.price, linear?.precision.amount], [0.1, 0.001]);
  trial.same('knows the least order of the perpetual', [linear?.limits.amount?.min, linear?.limits.cost?.min ?? 5], [0.001, 5]);
  trial.same('knows BTCUSDT spot', [spot?.type, spot?.base, spot?.quote, spot?.active], ['spot', 'BTC', 'USDT', true]);
  trial.same('knows the steps of spot', [spot?.precision.price, spot?.precision.amount], [0.1, 0.000001]);
  trial.holds('knows the coins', client.currencies['USDT'] !== undefined && client.currencies['BTC'] !== undefined);
}

async function time(trial: Trial): Promise<void> {
  const client = await bareCcxtClient(trial);
  trial.near('is the time of the wall clock', await client.fetchTime(), Date.now(), 2_000);
  trial.same('the exchange is up', (await client.fetchStatus()).status, 'ok');
}

async function tickers(trial: Trial): Promise<void> {
  const client = await ccxtClient(trial);
  for (const symbol of [LINEAR, SPOT]) {
    const { bid, ask, last, high, low, baseVolume, quoteVolume } = await client.fetchTicker(symbol);
    trial.holds('bid below ask', Number(bid) > 0 && Number(bid) < Number(ask), `${symbol} ${bid} ${ask}`);
    trial.near('last is near them', last, bid, Number(bid) * 0.01);
    trial.holds(
      'last lies within the day',
      Number(low) <= Number(last) && Number(last) <= Number(high),
      `${symbol} ${low} ${last} ${high}`,
    );
    const mean = Number(quoteVolume) / Number(baseVolume);
    trial.holds(
      'turnover ÷ volume is a price of the day',
      mean >= Number(low) * 0.999 && mean <= Number(high) * 1.001,
      `${symbol} ${mean}`,
    );
  }
  const linear = (await client.fetchTicker(LINEAR)).info as Record<string, string>;
  trial.near('mark and index are near last', linear['markPrice'], linear['indexPrice'], Number(linear['lastPrice']) * 0.01);
  const all = await client.fetchTickers(undefined, { type: 'swap' });
  trial.holds('all tickers at once', LINEAR in all && 'ETH/USDT:USDT' in all, Object.keys(all).join(' '));
  const quotes = await client.fetchBidsAsks([LINEAR]);
  trial.holds('best prices at once', Number(quotes[LINEAR]?.bid) < Number(quotes[LINEAR]?.ask));
}

async function orderBook(trial: Trial): Promise<void> {
  const client = await ccxtClient(trial);
  for (const symbol of [LINEAR, SPOT]) {
    const { bids, asks } = await client.fetchOrderBook(symbol, 50);
    const prices = (side: typeof bids): number[] => side.map(([price]) => Number(price));
    trial.same('fifty levels a side', [symbol, bids.length, asks.length], [symbol, 50, 50]);
    trial.same(
      'bids fall and asks rise',
      [symbol, prices(bids), prices(asks)],
      [...[symbol, prices(bids).sort((a, b) => b - a), prices(asks).sort((a, b) => a - b)]],
    );
    trial.holds('the book is not crossed', prices(bids)[0]! < prices(asks)[0]!, `${symbol} ${prices(bids)[0]} ${prices(asks)[0]}`);
    const onGrid = [...bids, ...asks].every(([price]) => Math.abs(Number(price) * 10 - Math.round(Number(price) * 10)) < 1e-6);
    trial.holds('prices are whole ticks', onGrid, symbol);
  }
}

async function candles(trial: Trial): Promise<void> {
  const client = await ccxtClient(trial);
  for (const [timeframe, length] of Object.entries(TIMEFRAMES)) {
    const rows = await client.fetchOHLCV(LINEAR, timeframe, undefined, 20);
    trial.holds('every timeframe answers', rows.length > 0, timeframe);
    const spaced = rows.every(([start], index) => index === 0 || Number(start) - Number(rows[index - 1]![0]) >= length);
    trial.holds('candles follow each other', spaced, timeframe);
    const sane = rows.every(([, o, h, l, c]) => Number(l) <= Math.min(Number(o), Number(c)) && Number(h) >= Math.max(Number(o), Number(c)));
    trial.holds('high and low enclose open and close', sane, timeframe);
  }
  const minutes = await client.fetchOHLCV(LINEAR, '1m', undefined, 60);
  const fives = await client.fetchOHLCV(LINEAR, '5m', undefined, 5);
  const whole = fives.slice(0, -1).filter(([start]) => Number(start) >= Number(minutes[0]![0]));
  const agreed = whole.filter((five) =>
    sameBar(
      five,
      minutes.filter((one) => one[0]! >= five[0]! && one[0]! < five[0]! + 300_000),
    ),
  );
  trial.holds('five minutes are the sum of their minutes', whole.length >= 2 && agreed.length === whole.length, JSON.stringify(whole));
  const since = Number(minutes[10]![0]);
  const later = await client.fetchOHLCV(LINEAR, '1m', since, 3);
  trial.same(
    'since and limit choose the candles',
    later.map(([start]) => start),
    [since, since + 60_000, since + 120_000],
  );
}

function sameBar(bar: OHLCV, parts: readonly OHLCV[]): boolean {
  const volume = parts.reduce((total, part) => total + Number(part[5]), 0);
  return (
    parts.length === 5 &&
    bar[1] === parts[0]![1] &&
    bar[4] === parts[4]![4] &&
    bar[2] === Math.max(...parts.map((part) => Number(part[2]))) &&
    bar[3] === Math.min(...parts.map((part) => Number(part[3]))) &&
    Math.abs(Number(bar[5]) - volume) < 1e-6
  );
}

async function otherCandles(trial: Trial): Promise<void> {
  const client = await ccxtClient(trial);
  for (const [what, rows] of [
    ['mark price', await client.fetchMarkOHLCV(LINEAR, '1m', undefined, 10)],
    ['index price', await client.fetchIndexOHLCV(LINEAR, '1m', undefined, 10)],
  ] as const) {
    trial.same('ten candles of mark and of index', [what, rows.length], [what, 10]);
    trial.holds(
      'they rise in time',
      rows.every(([start], index) => index === 0 || start! > rows[index - 1]![0]!),
      what,
    );
  }
  const premium = await client.fetchPremiumIndexOHLCV(LINEAR, '1m', undefined, 10);
  trial.holds('the premium is small', premium.length === 10 && premium.every(([, open]) => Math.abs(Number(open)) < 0.05));
}

async function trades(trial: Trial): Promise<void> {
  const client = await ccxtClient(trial);
  const last = Number((await client.fetchTicker(LINEAR)).last);
  const rows = await trial.until('trades', async () => {
    const found = await client.fetchTrades(LINEAR, undefined, 50);
    return found.length >= 3 && found;
  });
  trial.holds(
    'prices are of this market',
    rows.every(({ price }) => Math.abs(Number(price) - last) < last * 0.05),
  );
  const ids = rows.map(({ id }) => id);
  const twice = rows.filter(({ id }, index) => ids.indexOf(id) !== index);
  const sound = rows.filter(({ side, amount }) => (side === 'buy' || side === 'sell') && Number(amount) > 0);
  trial.same('each has a side, a size and an id of its own', [twice.map(({ info }) => info as object), sound.length], [[], rows.length]);
  const times = rows.map(({ timestamp }) => Number(timestamp));
  trial.same(
    'they come in time order',
    times,
    [...times].sort((a, b) => a - b),
  );
}

async function funding(trial: Trial): Promise<void> {
  const client = await ccxtClient(trial);
  const rate = await client.fetchFundingRate(LINEAR);
  trial.holds(
    'the next funding is a full eight hours',
    Number(rate.fundingTimestamp ?? rate.nextFundingTimestamp) % (8 * HOUR) === 0,
    JSON.stringify(rate.info),
  );
  trial.holds('the rate is a small fraction', Math.abs(Number(rate.fundingRate)) <= 0.01, String(rate.fundingRate));
  const rates = await client.fetchFundingRates([LINEAR, 'ETH/USDT:USDT']);
  trial.same('all rates at once', Object.keys(rates).sort(), [LINEAR, 'ETH/USDT:USDT'].sort());
  const history = await client.fetchFundingRateHistory(LINEAR, undefined, 10);
  trial.holds(
    'the history has a rate for every eight hours',
    history.length >= 2 &&
      history.every(
        ({ timestamp }, index) =>
          timestamp! % (8 * HOUR) === 0 && (index === 0 || timestamp! - history[index - 1]!.timestamp! === 8 * HOUR),
      ),
    JSON.stringify(history.map(({ timestamp }) => timestamp)),
  );
}

async function contractFacts(trial: Trial): Promise<void> {
  const client = await ccxtClient(trial);
  const interest = await client.fetchOpenInterest(LINEAR);
  trial.holds('open interest is a quantity', Number(interest.openInterestAmount) >= 0 && Number(interest.timestamp) > 0);
  const past = await client.fetchOpenInterestHistory(LINEAR, '1h', undefined, 5);
  trial.holds(
    'its history rises in time',
    past.length > 0 && past.every(({ timestamp }, index) => index === 0 || timestamp! > past[index - 1]!.timestamp!),
  );
  const tiers = await client.fetchMarketLeverageTiers(LINEAR);
  const rising = tiers.every(
    (tier, index) =>
      index === 0 ||
      (tier.maxNotional! > tiers[index - 1]!.maxNotional! &&
        tier.maintenanceMarginRate! >= tiers[index - 1]!.maintenanceMarginRate! &&
        tier.maxLeverage! <= tiers[index - 1]!.maxLeverage!),
  );
  trial.holds('larger positions need more margin', tiers.length > 1 && rising, JSON.stringify(tiers.slice(0, 3)));
  trial.same('the first tier has the full leverage', tiers[0]?.maxLeverage, client.market(LINEAR).limits.leverage?.max);
  const all = await client.fetchLeverageTiers([LINEAR]);
  trial.same('the same tiers come with all markets', all[LINEAR]?.length, tiers.length);
  const ratio = await client.fetchLongShortRatioHistory(LINEAR, '1h', undefined, 5);
  trial.holds('the long-short ratio is positive', ratio.length > 0 && ratio.every(({ longShortRatio }) => Number(longShortRatio) > 0));
}

export const MARKET_DATA: readonly Card[] = [
  {
    id: 'C01',
    client: 'ccxt',
    name: 'loads the markets',
    calls: ['loadMarkets'],
    run: loadMarkets,
    expects: [
      ...['knows BTCUSDT perpetual', 'knows the steps of the perpetual', 'knows the least order of the perpetual'],
      ...['knows BTCUSDT spot', 'knows the steps of spot', 'knows the coins'],
    ],
  },
  {
    id: 'C02',
    client: 'ccxt',
    name: 'asks for time and status',
    calls: ['fetchTime', 'fetchStatus'],
    run: time,
    expects: ['is the time of the wall clock', 'the exchange is up'],
  },
  {
    id: 'C03',
    client: 'ccxt',
    name: 'reads tickers',
    calls: ['fetchTicker', 'fetchTickers', 'fetchBidsAsks'],
    run: tickers,
    expects: [
      ...['bid below ask', 'last is near them', 'last lies within the day', 'turnover ÷ volume is a price of the day'],
      ...['mark and index are near last', 'all tickers at once', 'best prices at once'],
    ],
  },
  {
    id: 'C04',
    client: 'ccxt',
    name: 'reads the order book',
    calls: ['fetchOrderBook'],
    run: orderBook,
    expects: ['fifty levels a side', 'bids fall and asks rise', 'the book is not crossed', 'prices are whole ticks'],
  },
  {
    id: 'C05',
    client: 'ccxt',
    name: 'reads candles of every timeframe',
    calls: ['fetchOHLCV'],
    run: candles,
    expects: [
      ...['every timeframe answers', 'candles follow each other', 'high and low enclose open and close'],
      ...['five minutes are the sum of their minutes', 'since and limit choose the candles'],
    ],
  },
  {
    id: 'C06',
    client: 'ccxt',
    name: 'reads candles of mark, index and premium',
    run: otherCandles,
    calls: ['fetchMarkOHLCV', 'fetchIndexOHLCV', 'fetchPremiumIndexOHLCV'],
    expects: ['ten candles of mark and of index', 'they rise in time', 'the premium is small'],
  },
  {
    id: 'C07',
    client: 'ccxt',
    name: 'reads recent trades',
    calls: ['fetchTrades'],
    run: trades,
    expects: ['prices are of this market', 'each has a side, a size and an id of its own', 'they come in time order'],
  },
  {
    id: 'C08',
    client: 'ccxt',
    name: 'reads funding rates',
    run: funding,
    calls: ['fetchFundingRate', 'fetchFundingRates', 'fetchFundingRateHistory'],
    expects: [
      ...['the next funding is a full eight hours', 'the rate is a small fraction', 'all rates at once'],
      'the history has a rate for every eight hours',
    ],
  },
  {
    id: 'C09',
    client: 'ccxt',
    name: 'reads open interest and risk tiers',
    run: contractFacts,
    calls: [
      'fetchOpenInterest',
      'fetchOpenInterestHistory',
      'fetchMarketLeverageTiers',
      'fetchLeverageTiers',
      'fetchLongShortRatioHistory',
    ],
    expects: [
      ...['open interest is a quantity', 'its history rises in time', 'larger positions need more margin'],
      ...['the first tier has the full leverage', 'the same tiers come with all markets', 'the long-short ratio is positive'],
    ],
  },
];
