import { bybitRest } from '../../clients/bybit-api-client';
import type { Card } from '../../suite/card';
import type { Trial } from '../../suite/trial';
import { d, type Row } from '../accounting';
import { ok, PERPETUAL, rowsOf } from './desk';

async function instruments(trial: Trial): Promise<void> {
  const client = bybitRest(trial);
  const clock = await ok(client.getServerTime());
  trial.near('seconds and nanoseconds are one time', Number(clock.timeNano.slice(0, -6)) / 1_000, clock.timeSecond, 1);
  const [linear] = rowsOf(await ok(client.getInstrumentsInfo(PERPETUAL))) as unknown as Record<string, Row>[];
  trial.same(
    'the perpetual has its filters',
    [linear!['priceFilter']!['tickSize'], linear!['lotSizeFilter']!['qtyStep'], linear!['leverageFilter']!['maxLeverage']].map(Number),
    [0.1, 0.001, 100],
  );
  trial.same(
    'and is one',
    [linear!['contractType'], linear!['status'], linear!['settleCoin'], Number(linear!['fundingInterval'])],
    ['LinearPerpetual', 'Trading', 'USDT', 480],
  );
  const [spot] = rowsOf(await ok(client.getInstrumentsInfo({ category: 'spot', symbol: 'BTCUSDT' }))) as unknown as Record<string, Row>[];
  trial.same(
    'spot has its own',
    [spot!['priceFilter']!['tickSize'], spot!['lotSizeFilter']!['basePrecision'], spot!['status']],
    ['0.1', '0.000001', 'Trading'],
  );
  const first = await ok(client.getInstrumentsInfo({ category: 'linear', limit: 1 }));
  const seen = rowsOf(first).map((row) => row['symbol']);
  let cursor = (first as { nextPageCursor?: string }).nextPageCursor;
  while (cursor) {
    const page = await ok(client.getInstrumentsInfo({ category: 'linear', limit: 1, cursor }));
    seen.push(...rowsOf(page).map((row) => row['symbol']));
    cursor = (page as { nextPageCursor?: string }).nextPageCursor;
  }
  const all = rowsOf(await ok(client.getInstrumentsInfo({ category: 'linear' }))).map((row) => row['symbol']);
  trial.same('pages lead through all of them', [...seen].sort(), [...all].sort());
  for (const category of ['inverse', 'option'] as const)
    trial.same(
      'categories without markets are empty',
      rowsOf(await ok(client.getInstrumentsInfo({ category, baseCoin: 'BTC' }))).length,
      0,
    );
}

async function prices(trial: Trial): Promise<void> {
  const client = bybitRest(trial);
  const [linear] = rowsOf(await ok(client.getTickers(PERPETUAL)));
  const [spot] = rowsOf(await ok(client.getTickers({ category: 'spot', symbol: 'BTCUSDT' })));
  trial.holds(
    'bid below ask',
    [linear!, spot!].every((row) => Number(row['bid1Price']) < Number(row['ask1Price'])),
  );
  const changed = Number(linear!['lastPrice']) / Number(linear!['prevPrice24h']) - 1;
  trial.near('the day’s change is last ÷ yesterday', linear!['price24hPcnt'], changed, 0.0001);
  trial.near(
    'open interest × mark is its value',
    linear!['openInterestValue'],
    Number(linear!['openInterest']) * Number(linear!['markPrice']),
    Number(linear!['openInterestValue']) * 0.01 + 1,
  );
  const { b, a, u, seq } = await ok(client.getOrderbook({ ...PERPETUAL, limit: 200 }));
  trial.same('the book is as deep as asked', [b.length, a.length], [200, 200]);
  trial.holds('it has its numbers', Number(u) > 0 && Number(seq) > 0);
  const limits = (await ok(client.getOrderPriceLimit(PERPETUAL))) as unknown as Row;
  trial.holds(
    'price limits enclose the market',
    Number(limits['sellLmt']) < Number(b[0]![0]) && Number(limits['buyLmt']) > Number(a[0]![0]),
    JSON.stringify(limits),
  );
  const trades = rowsOf(await ok(client.getPublicTradingHistory({ ...PERPETUAL, limit: 20 })));
  const times = trades.map((row) => Number(row['time']));
  const newestFirst = [...times].sort((x, y) => y - x);
  trial.same('trades come newest first', times, times.length === 0 ? 'none came' : newestFirst);
}

async function candles(trial: Trial): Promise<void> {
  const client = bybitRest(trial);
  const of = async (call: Promise<{ retCode: number; retMsg: string; result: unknown }>): Promise<readonly (readonly string[])[]> =>
    ((await ok(call)) as { list: readonly (readonly string[])[] }).list;
  const kline = await of(client.getKline({ ...PERPETUAL, interval: '1', limit: 30 }));
  trial.holds(
    'candles come newest first',
    kline.length === 30 && kline.every(([start], index) => index === 0 || Number(start) === Number(kline[index - 1]![0]) - 60_000),
  );
  trial.holds(
    'turnover lies between low and high',
    kline.every(
      ([, , high, low, , volume, turnover]) =>
        Number(volume) === 0 ||
        (Number(turnover) / Number(volume) >= Number(low) * 0.999 && Number(turnover) / Number(volume) <= Number(high) * 1.001),
    ),
  );
  const [start, end] = [Number(kline[20]![0]), Number(kline[10]![0])];
  trial.same('start and end choose them', (await of(client.getKline({ ...PERPETUAL, interval: '1', start, end }))).length, 11);
  const [mark, index] = [
    await of(client.getMarkPriceKline({ ...PERPETUAL, interval: '1', limit: 5 })),
    await of(client.getIndexPriceKline({ ...PERPETUAL, interval: '1', limit: 5 })),
  ];
  trial.same('mark and index have five columns', [mark.length, mark[0]!.length, index[0]!.length], [5, 5, 5]);
  trial.near('mark stays near the market', mark[1]![4], kline[1]![4], Number(kline[1]![4]) * 0.01);
  const premium = await of(client.getPremiumIndexPriceKline({ ...PERPETUAL, interval: '1', limit: 5 }));
  trial.holds(
    'the premium is small',
    premium.every(([, open]) => Math.abs(Number(open)) < 0.05),
  );
  const weeks = await of(client.getKline({ category: 'spot', symbol: 'BTCUSDT', interval: 'W', limit: 3 }));
  trial.holds('weeks begin on a Monday', weeks.length > 0 && weeks.every(([at]) => new Date(Number(at)).getUTCDay() === 1));
}

async function contractFacts(trial: Trial): Promise<void> {
  const client = bybitRest(trial);
  const rates = rowsOf(await ok(client.getFundingRateHistory({ ...PERPETUAL, limit: 5 })));
  trial.same(
    'funding rates come newest first',
    [
      rates.length,
      rates.every((row, index) => index === 0 || Number(row['fundingRateTimestamp']) < Number(rates[index - 1]!['fundingRateTimestamp'])),
    ],
    [5, true],
  );
  const interest = rowsOf(await ok(client.getOpenInterest({ ...PERPETUAL, intervalTime: '1h', limit: 5 })));
  trial.holds('open interest comes per hour', interest.length === 5 && interest.every((row) => Number(row['timestamp']) % 3_600_000 === 0));
  const tiers = rowsOf(await ok(client.getRiskLimit(PERPETUAL)));
  const deductions = tiers.every((row, index) => {
    if (index === 0) return Number(row['mmDeduction'] || 0) === 0;
    const before = tiers[index - 1]!;
    const expected = d(before['mmDeduction'] || '0').plus(
      d(before['riskLimitValue']).times(d(row['maintenanceMargin']).minus(d(before['maintenanceMargin']))),
    );
    return Math.abs(Number(expected.toString()) - Number(row['mmDeduction'])) < 1;
  });
  trial.holds('each tier deducts what the ones below need less', deductions, JSON.stringify(tiers.slice(0, 3)));
  const ratio = rowsOf(await ok(client.getLongShortRatio({ ...PERPETUAL, period: '1h', limit: 5 })));
  trial.holds(
    'long and short ratios are one together',
    ratio.length > 0 && ratio.every((row) => Math.abs(Number(row['buyRatio']) + Number(row['sellRatio']) - 1) < 1e-6),
  );
  const fund = await ok(client.getInsurance({ coin: 'USDT' }));
  trial.holds('there is an insurance fund', rowsOf(fund).length > 0 && Number(rowsOf(fund)[0]!['balance']) >= 0);
}

export const BYBIT_MARKET_DATA: readonly Card[] = [
  {
    id: 'B01',
    client: 'bybit-api',
    name: 'reads time and instruments',
    run: instruments,
    calls: ['getServerTime', 'getInstrumentsInfo'],
    expects: [
      ...['seconds and nanoseconds are one time', 'the perpetual has its filters', 'and is one', 'spot has its own'],
      ...['pages lead through all of them', 'categories without markets are empty'],
    ],
  },
  {
    id: 'B02',
    client: 'bybit-api',
    name: 'reads prices',
    run: prices,
    calls: ['getTickers', 'getOrderbook', 'getOrderPriceLimit', 'getPublicTradingHistory'],
    expects: [
      ...['bid below ask', 'the day’s change is last ÷ yesterday', 'open interest × mark is its value', 'the book is as deep as asked'],
      ...['it has its numbers', 'price limits enclose the market', 'trades come newest first'],
    ],
  },
  {
    id: 'B03',
    client: 'bybit-api',
    name: 'reads candles',
    run: candles,
    calls: ['getKline', 'getMarkPriceKline', 'getIndexPriceKline', 'getPremiumIndexPriceKline'],
    expects: [
      ...[
        'candles come newest first',
        'turnover lies between low and high',
        'start and end choose them',
        'mark and index have five columns',
      ],
      ...['mark stays near the market', 'the premium is small', 'weeks begin on a Monday'],
    ],
  },
  {
    id: 'B04',
    client: 'bybit-api',
    name: 'reads what belongs to a contract',
    run: contractFacts,
    calls: ['getFundingRateHistory', 'getOpenInterest', 'getRiskLimit', 'getLongShortRatio', 'getInsurance'],
    expects: [
      ...['funding rates come newest first', 'open interest comes per hour', 'each tier deducts what the ones below need less'],
      ...['long and short ratios are one together', 'there is an insurance fund'],
    ],
  },
];
