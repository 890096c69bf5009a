import { backtestReal, describeWithRealBars, realBars, strategyBar } from '@libs/testkit';
import type { StrategyBar } from '@libs/sdk';
import { strategy } from './strategy';

const FILE = 'BTC_USDT_USDT-5m-futures.csv.gz';
/** From about 75,000 to 125,000, in which the file stays; no recorded price ends in 0.05, so none only touches a level. */
const LOWEST = 75_000.05;
const STEP = 1_250;
const PARAMS = {
  interval: '5m',
  range: 'fixed',
  lower: '75000.05',
  upper: '125000.05',
  cells: 40,
  spacing: 'arithmetic',
  maxHeld: 40,
  stop: 0,
};

describeWithRealBars('grid on recorded 5m bars', () => {
  it('trades the levels that a plain walk through the same prices crosses', () => {
    const run = backtestReal({ strategy, params: PARAMS, file: FILE, symbol: 'BTC/USDT:USDT', interval: '5m' });
    expect(run.fault).toBeNull();
    const fills = run.fills.map(({ side, price }) => `${side} ${price.toString()}`);
    expect(fills).toEqual(plainWalk(realBars(FILE).map(strategyBar)));
    expect(fills).toHaveLength(287);
  });

  it('only sells what it has bought on spot', () => {
    const params = { ...PARAMS, maxHeld: 4 };
    const run = backtestReal({ strategy, params, file: 'BTC_USDT-5m.csv.gz', symbol: 'BTC/USDT', interval: '5m' });
    expect(run.fault).toBeNull();
    let held = 0;
    for (const { side } of run.fills) {
      held += side === 'BUY' ? 1 : -1;
      expect(held >= 0 && held <= 4).toBe(true);
    }
    expect(run.fills.length).toBeGreaterThan(150);
  });
});

/** The price as it goes through a bar, by the nearer extreme first; a level trades when the price goes beyond it. */
function plainWalk([first, ...bars]: readonly StrategyBar[]): string[] {
  const fills: string[] = [];
  const cells = Array.from({ length: 40 }, (_, n) => ({ low: LOWEST + n * STEP, high: LOWEST + (n + 1) * STEP, state: 'idle' }));
  let price = first!.close;
  const want = (): void => cells.forEach((cell) => cell.state === 'idle' && cell.low < price && (cell.state = 'wanted'));
  const walkTo = (to: number): void => {
    for (const cell of cells.toReversed())
      if (cell.state === 'wanted' && to < cell.low) {
        fills.push(`BUY ${cell.low}`);
        cell.state = 'held';
      }
    for (const cell of cells)
      if (cell.state === 'held' && to > cell.high) {
        fills.push(`SELL ${cell.high}`);
        cell.state = 'idle';
        price = cell.high;
        want();
      }
    price = to;
  };
  bars.forEach(({ open, high, low, close }, n) => {
    if (n > 0) for (const corner of open - low <= high - open ? [open, low, high, close] : [open, high, low, close]) walkTo(corner);
    price = close;
    want();
  });
  return fills;
}
