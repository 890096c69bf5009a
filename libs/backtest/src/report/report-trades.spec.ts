import { closingPrices } from '../metrics/analysis';
import { roundTripsOfRun } from '../metrics/round-trips';
import type { RunFill, RunRecord } from '../metrics/run-record';
import { reportTrades } from './report-trades';

const HOUR = 3_600_000;
const symbol = 'BTC/USDT:USDT';
const fill = (at: number, side: RunFill['side'], quantity: string, price: string, more: Partial<RunFill> = {}): RunFill => {
  return { at: at * HOUR, symbol, side, quantity, price, fee: '0', ...more };
};

/** Trades of +5, −20, +10 and one that is open at +8, a price of 104 at the end. */
const FILLS = [
  fill(1, 'BUY', '1', '100'),
  fill(2, 'SELL', '1', '105', { tag: 'target' }),
  fill(3, 'SELL', '2', '100'),
  fill(4, 'BUY', '2', '110'),
  fill(5, 'BUY', '1', '90'),
  fill(6, 'SELL', '1', '100'),
  fill(7, 'BUY', '2', '100'),
];

function trades(most: number) {
  const times = Float64Array.of(8 * HOUR);
  const curve = { times, equity: Float64Array.of(1_003) };
  const markets = [{ symbol, times, closes: Float64Array.of(104) }];
  const run: RunRecord = { from: 0, to: 8 * HOUR, startingEquity: '1000', fills: FILLS, markets, curve };
  return reportTrades({ run, trips: roundTripsOfRun(run), marks: closingPrices(run) }, most);
}

describe('the trades of a report', () => {
  it('are all of them in the order in which they were opened, with what each earned of what it cost', () => {
    expect(trades(4).map(({ side, entryPrice, exitPrice, profit, return: share }) => [side, entryPrice, exitPrice, profit, share])).toEqual(
      [
        ['LONG', '100', '105', '5', 0.05],
        ['SHORT', '100', '110', '-20', -0.1],
        ['LONG', '90', '100', '10', 10 / 90],
        ['LONG', '100', '104', '8', 0.04],
      ],
    );
  });

  it('are those that earned or lost most where there are more than are asked for', () => {
    expect(trades(3).map(({ profit }) => profit)).toEqual(['-20', '10', '8']);
    expect(trades(1).map(({ profit }) => profit)).toEqual(['-20']);
  });
});
