import { decimal } from '@libs/kernel';
import { eventsOf } from '../../test/events';
import { market, minutes } from '../../test/markets';
import { barTape } from './bar-tape';
import { decodeEvents, encodeEvents } from './event-file';
import { EventTapeWriter } from './event-tape';
import { encodeTape, openTape } from './tape-file';
import type { StoredBytes } from './tape-file';

const bars = encodeTape(barTape(market, '1m', minutes([100, 103, 98, 101], [101, 104, 99, 102])));
const events = encodeEvents(eventsOf([0, 'BID 99.5 x 3', 'ASK 100 x 2'], [5, 'BUY 100 x 2']));
const eth = { ...market, symbol: 'ETH/USDT:USDT' };

const stored = (bytes: Uint8Array): StoredBytes => {
  return { size: bytes.length, read: (from, into) => into.set(bytes.subarray(from, from + into.length)) };
};

describe('bars as bytes', () => {
  it('are read back as they were', () => {
    const { series, interval } = openTape(stored(bars), market);
    expect([interval, series.length, series.firstStart]).toEqual(['1m', 2, 0]);
    expect(series.at(1)).toMatchObject({ open: 202, high: 208, low: 198, close: 204, volume: 10_000 });
  });

  it.each([
    ['of another market', bars, eth],
    ['without their end', bars.subarray(0, bars.length - 1), market],
    ['that are events', events, market],
  ])('are refused %s', (_, bytes, instrument) => {
    expect(() => openTape(stored(bytes), instrument)).toThrow(`these are not the bars of ${instrument.symbol}, or not all of them`);
  });

  it('are refused where they are too few for a head, or noise', () => {
    expect(() => openTape(stored(bars.subarray(0, 40)), market)).toThrow('these bytes are no tape');
    expect(() => openTape(stored(new Uint8Array(600)), market)).toThrow('these bytes are no tape');
  });
});

describe('events as bytes', () => {
  it.each([
    ['of another market', events, eth],
    ['without their end', events.subarray(0, events.length - 1), market],
    ['that are bars', bars, market],
  ])('are refused %s', (_, bytes, instrument) => {
    expect(() => decodeEvents(bytes, instrument)).toThrow(`these are not the events of ${instrument.symbol}, or not all of them`);
  });
});

describe('a symbol that is too long for a head', () => {
  const long = { ...market, symbol: 'X'.repeat(500) };

  it('is refused before anything is written', () => {
    const tape = barTape(market, '1m', minutes([100, 103, 98, 101]));
    expect(() => encodeTape({ ...tape, instrument: long })).toThrow(/^the symbol X+ is too long$/);
    expect(() => encodeEvents({ ...eventsOf([0, 'BUY 100 x 1']), instrument: long })).toThrow(/^the symbol X+ is too long$/);
  });
});

describe('a tape of events', () => {
  const writer = () => new EventTapeWriter(market);

  it.each(['100.25', '0', '-1'])('takes no price of %s', (price) => {
    expect(() => writer().level('BUY', decimal(price), decimal('1'))).toThrow(
      `a price of ${market.symbol} is ${price}, which is no multiple of the tick 0.5`,
    );
  });

  it.each(['0.005', '-1'])('takes no quantity of %s', (quantity) => {
    expect(() => writer().level('BUY', decimal('100'), decimal(quantity))).toThrow(
      `a quantity of ${market.symbol} is ${quantity}, which is no multiple of the lot 0.01`,
    );
  });

  it('takes no print without a size, and no time before the last', () => {
    expect(() => writer().print('BUY', decimal('100'), decimal('0'))).toThrow(`a print of ${market.symbol} has no size`);
    const later = writer();
    later.end(1_000);
    expect(() => later.end(999)).toThrow('go back in time at 1970-01-01T00:00:00.999Z; sort them first');
    expect(() => later.end(1_000)).not.toThrow();
  });

  it('is none without a time or without an event', () => {
    const open = writer();
    open.level('BUY', decimal('100'), decimal('1'));
    expect(() => open.tape()).toThrow('the last events have no time');
    expect(() => writer().tape()).toThrow(`there is no event of ${market.symbol}`);
  });
});
