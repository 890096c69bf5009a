import { Decimal, decimal } from '@libs/kernel';
import type { Comparison } from '../src/parity/compare-runs';
import type { TradedFill, TradedOrder, TradedRun } from '../src/parity/traded-run';

export const SYMBOL = 'BTC/USDT:USDT';

let executions = 0;

export function fill(quantity: string, price: string, more: Partial<TradedFill> & { readonly paid?: string } = {}): TradedFill {
  const { paid = '0', ...rest } = more;
  executions += 1;
  return {
    executionId: `x${executions}`,
    quantity: decimal(quantity),
    price: decimal(price),
    fee: decimal(paid),
    feeAsset: 'USDT',
    liquidity: 'TAKER',
    at: 100,
    ...rest,
  };
}

/** Bought one, decided on the bar of that name. */
export function order(name: string, fills: readonly TradedFill[], more: Partial<TradedOrder> = {}): TradedOrder {
  return {
    clientOrderId: name,
    heard: { type: 'bar', name },
    place: 0,
    symbol: SYMBOL,
    side: 'BUY',
    type: 'MARKET',
    quantity: decimal('1'),
    price: null,
    decidedAt: 0,
    toldAt: more.decidedAt ?? 0,
    closedAt: null,
    fills,
    refusal: null,
    touches: { decided: null, arrived: null },
    ...more,
  };
}

export function tradedRun(orders: readonly TradedOrder[], mark = '100'): TradedRun {
  return { orders, marks: new Map([[SYMBOL, decimal(mark)]]), spotBases: new Map(), settleAsset: 'USDT' };
}

/** What a core without faults would have written down. */
export function booksFor({ orders }: TradedRun): Comparison['books'] {
  const fills = orders.flatMap((one) => one.fills.map((part) => ({ ...part, side: one.side, symbol: one.symbol })));
  const positions = [...Map.groupBy(fills, ({ symbol }) => symbol)].map(([symbol, own]) => {
    const sum = (of: (part: (typeof own)[number]) => Decimal): Decimal => own.reduce((all, part) => all.plus(of(part)), Decimal.ZERO);
    const sign = ({ side }: (typeof own)[number], amount: Decimal): Decimal => (side === 'BUY' ? amount : amount.negated());
    return {
      symbol,
      quantity: sum((part) => sign(part, part.quantity)),
      cost: sum((part) => sign(part, part.quantity.times(part.price))),
      realised: Decimal.ZERO,
      fees: sum(({ fee, feeAsset }) => (feeAsset === 'USDT' ? fee : Decimal.ZERO)),
    };
  });
  return { positions, fills: new Map(fills.map((part) => [part.executionId, part])), funding: Decimal.ZERO };
}

export function comparison(session: TradedRun, backtest: TradedRun, more: Partial<Comparison> = {}): Comparison {
  return {
    session,
    backtest,
    stored: null,
    rates: { maker: decimal('0'), taker: decimal('0.001') },
    books: booksFor(session),
    tolerance: 60_000,
    isForeign: () => false,
    ...more,
  };
}
