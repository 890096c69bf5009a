import { Decimal, decimal } from '@libs/kernel';
import { attributePair } from './attribute-pair';
import { CAUSES } from './causes';
import type { TradedOrder } from './traded-run';

const PERP = 'BTC/USDT:USDT';

function rested(price: string): TradedOrder {
  const fill = { executionId: price, quantity: decimal('2'), price: decimal(price), fee: decimal('0'), feeAsset: 'USDT' };
  return {
    clientOrderId: price,
    heard: { type: 'book', name: 'book 1' },
    place: 0,
    symbol: PERP,
    side: 'BUY',
    type: 'LIMIT',
    quantity: decimal('2'),
    price: decimal(price),
    decidedAt: 0,
    toldAt: 0,
    closedAt: 1,
    refusal: null,
    touches: { decided: null, arrived: null },
    fills: [{ ...fill, liquidity: 'MAKER', at: 1 }],
  };
}

describe('attributing a pair', () => {
  it.each(['latency', 'slippage', 'bug'] as const)('loses nothing where the decision differs for %s', (decision) => {
    const run = { marks: new Map([[PERP, decimal('110')]]), spotBases: new Map<string, string>(), settleAsset: 'USDT' };
    const rates = { maker: decimal('0'), taker: decimal('0') };
    const pair = { session: rested('101'), backtest: rested('99') };
    const money = attributePair(pair, { session: run, backtest: run, rates, decision });
    // Two were bought at 101 instead of 99.
    expect(money[decision].toString()).toBe('-4');
    expect(CAUSES.reduce((sum, cause) => sum.plus(money[cause]), Decimal.ZERO).toString()).toBe('-4');
  });

  it('comes to nothing where nothing was filled in either', () => {
    const run = { marks: new Map([[PERP, decimal('110')]]), spotBases: new Map<string, string>(), settleAsset: 'USDT' };
    const rates = { maker: decimal('0'), taker: decimal('0') };
    const denied = { ...rested('101'), fills: [], refusal: 'TRADING_HALTED' };
    const money = attributePair({ session: denied, backtest: null }, { session: run, backtest: run, rates, decision: 'latency' });
    expect(CAUSES.filter((cause) => !money[cause].isZero)).toEqual([]);
  });
});
