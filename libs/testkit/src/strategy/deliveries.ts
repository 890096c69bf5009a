import type { Delivery, StrategyContext, StrategyEvent } from '@libs/sdk';

export const TEST_SYMBOL = 'BTC/USDT';

const CONTEXT: StrategyContext = {
  marketTime: 0,
  positions: {},
  equity: '100000',
  openOrders: [],
  instruments: { [TEST_SYMBOL]: { tickSize: '0.1', lotSize: '0.001', minQuantity: '0.001', minNotional: '5' } },
};

/** Numbers events for one deployment, as a core would. */
export function deliveriesTo(deploymentId: string, from = 0) {
  let next = from;
  const of = (event: StrategyEvent): Delivery => {
    const inputSeq = next++;
    return { deploymentId, inputSeq, event, context: { ...CONTEXT, marketTime: inputSeq * 60_000 } };
  };
  return {
    init: () => of({ type: 'init', params: {} }),
    start: () => of({ type: 'start' }),
    bar: (close: number) =>
      of({
        type: 'bar',
        symbol: TEST_SYMBOL,
        interval: '1m',
        bar: { start: next * 60_000, open: close, high: close, low: close, close, volume: 1 },
      }),
  };
}
