import { readRawLine } from './raw-lines';

const LOCAL = '1723161255030314667';
const line = (value: object): string => `${LOCAL} ${JSON.stringify(value)}`;

describe('a raw line', () => {
  it('of a contract is a delta that names the one before', () => {
    const data = { e: 'depthUpdate', E: 1_723_161_256_299, s: 'BTCUSDT', U: 5, u: 9, pu: 4, b: [['61496.50', '0.010']], a: [] };
    expect(readRawLine(line({ stream: 'btcusdt@depth@0ms', data }))).toEqual({
      message: { kind: 'depth', first: 5, last: 9, before: 4, bids: [['61496.50', '0.010']], asks: [] },
      symbol: 'BTCUSDT',
      eventTime: 1_723_161_256_299,
      localTime: 1_723_161_255_030,
    });
  });

  it('of spot names none', () => {
    const data = { e: 'depthUpdate', E: 1_723_161_255_208, s: 'BTCUSDT', U: 5, u: 9, b: [], a: [] };
    expect(readRawLine(line({ stream: 'btcusdt@depth@100ms', data }))!.message).toMatchObject({ kind: 'depth', before: undefined });
  });

  it('is a trade, whose taker bought unless the buyer was the maker', () => {
    const trade = (m: boolean): object => ({ data: { e: 'trade', E: 1, s: 'BTCUSDT', p: '61800.30', q: '0.006', m } });
    expect(readRawLine(line(trade(false)))!.message).toEqual({ kind: 'trade', price: '61800.30', quantity: '0.006', buyerTook: true });
    expect(readRawLine(line(trade(true)))!.message).toMatchObject({ buyerTook: false });
  });

  it('is a best quote, on spot without a time', () => {
    const data = { u: 7, s: 'BTCUSDT', b: '61837.63', B: '3.7', a: '61837.64', A: '1.5' };
    const read = readRawLine(line({ stream: 'btcusdt@bookTicker', data }))!;
    expect(read.message).toEqual({ kind: 'quote', last: 7, bid: ['61837.63', '3.7'], ask: ['61837.64', '1.5'] });
    expect(read.eventTime).toBeUndefined();
  });

  it('is a snapshot, as REST answers it', () => {
    const read = readRawLine(line({ lastUpdateId: 8, bids: [['1', '2']], asks: [['3', '4']] }))!;
    expect(read).toMatchObject({ message: { kind: 'snapshot', last: 8, bids: [['1', '2']], asks: [['3', '4']] }, symbol: '' });
  });

  it('may say something else', () => {
    expect(readRawLine(line({ data: { e: 'kline', E: 1, s: 'BTCUSDT' } }))!.message).toEqual({ kind: 'other' });
  });

  it.each(['', 'timestamp_ms,open,high', `${LOCAL}`, `${LOCAL} {"data":`, '12 {}', `${LOCAL} []`])('is not "%s"', (text) => {
    expect(readRawLine(text)).toBeUndefined();
  });
});
