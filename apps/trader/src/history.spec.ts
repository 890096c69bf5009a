import { decimal, type Bar, type Instrument } from '@libs/kernel';
import { History, type HistoryRequest } from './history';

const MINUTE = 60_000;
const instrument = { symbol: 'BTC/USDT:USDT' } as Instrument;
const bar = (n: number): Bar => ({
  start: n * MINUTE,
  open: decimal('1'),
  high: decimal('2'),
  low: decimal('0.5'),
  close: decimal('1.50'),
  volume: decimal('3'),
});
const request = (bars: number): HistoryRequest => ({
  type: 'request-history',
  deploymentId: 'd',
  symbol: instrument.symbol,
  interval: '1m',
  bars,
});

/** A venue with bars 0 … newest that answers at most `page` of them. */
function venue(newest: number, page: number) {
  return (_: Instrument, __: string, limit: number, end = newest * MINUTE): Promise<readonly Bar[]> => {
    const last = Math.floor(end / MINUTE);
    const first = Math.max(0, last - Math.min(limit, page) + 1);
    return Promise.resolve(last < 0 ? [] : Array.from({ length: last - first + 1 }, (_unused, n) => bar(first + n)));
  };
}

function history(bars: ReturnType<typeof venue>, failures: unknown[] = []) {
  return new History({
    market: { bars },
    instrument: (symbol) => (symbol === instrument.symbol ? instrument : undefined),
    retryAfter: () => 1,
    sleep: () => Promise.resolve(),
    onFailure: (_, error) => failures.push(error),
  });
}

describe('History', () => {
  it('joins pages, oldest first', async () => {
    const body = await history(venue(99, 40)).fetch(request(90));
    expect(body.type === 'history' && body.bars.map(({ start }) => start / MINUTE)).toEqual(Array.from({ length: 90 }, (_, n) => 10 + n));
  });

  it('gives what there is when the venue has less', async () => {
    const body = await history(venue(4, 1000)).fetch(request(90));
    expect(body.type === 'history' && body.bars).toHaveLength(5);
  });

  it('writes amounts as the exact text', async () => {
    const body = await history(venue(0, 10)).fetch(request(1));
    expect(body.type === 'history' && body.bars[0]).toEqual({ start: 0, open: '1', high: '2', low: '0.5', close: '1.5', volume: '3' });
  });

  it('asks again while the venue is out of reach, and says so', async () => {
    const failures: unknown[] = [];
    let broken = 2;
    const good = venue(4, 1000);
    const body = await history((...args) => (broken-- > 0 ? Promise.reject(new Error('ECONNREFUSED')) : good(...args)), failures).fetch(
      request(5),
    );
    expect(failures).toHaveLength(2);
    expect(body.type === 'history' && body.bars).toHaveLength(5);
  });
});
