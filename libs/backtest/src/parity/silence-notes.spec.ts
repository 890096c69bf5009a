import { order } from '../../test/traded';
import type { Silence } from './silence-log';
import { isThereUnheard, longSilences, silenceNotes } from './silences';

const BTC = 'BTC/USDT:USDT';
const silence = (from: number, to: number, more: Partial<Silence> = {}): Silence => ({ symbol: BTC, from, to, why: 'feed', ...more });

describe('a silence', () => {
  it('is one from a second on', () => {
    expect(longSilences([silence(0, 999), silence(0, 1_000), silence(5, 1_004)])).toEqual([silence(0, 1_000)]);
  });

  it('is of those orders that stood or were on their way in it', () => {
    const silences = [silence(1_000, 2_000)];
    const isThere = (decidedAt: number, closedAt: number | null, symbol = BTC): boolean =>
      isThereUnheard(order('a', [], { decidedAt, closedAt, symbol }), silences);
    expect([isThere(0, 999), isThere(0, 1_000), isThere(0, null)]).toEqual([false, true, true]);
    expect([isThere(1_999, 3_000), isThere(2_000, 3_000)]).toEqual([true, false]);
    expect(isThere(0, null, 'ETH/USDT:USDT')).toBe(false);
    expect(isThereUnheard(order('a', [], { closedAt: 9_000 }), [silence(10_000, 11_000), ...silences])).toBe(true);
  });

  it('is told once for each market: how often, how long in all and at most, and why', () => {
    const silences = [silence(0, 2_000), silence(10_000, 13_400, { why: 'restart' }), silence(20_000, 21_100), silence(30_000, 30_500)];
    expect(silenceNotes({ silences, events: [] })).toEqual([
      'nothing was heard of BTC/USDT:USDT for 6.5 s in 3 times, the longest 3.4 s from 1970-01-01T00:00:10.000Z (the platform was restarted); ' +
        'what the backtest fills there it fills on bars that were learned later, or at the last price, and what differs by it is data',
    ]);
    expect(silenceNotes({ silences: [silence(0, 2_000)], events: [] })).toEqual([
      expect.stringContaining('of BTC/USDT:USDT for 2 s from 1970-01-01T00:00:00.000Z (its feed was lost); what the backtest fills'),
    ]);
  });
});
