import { defineStrategy, param } from '@libs/sdk';

/** In and out again without end: an entry as soon as the exit before it is filled, so that a blocked entry shows within a round. */
export const strategy = defineStrategy({
  name: 'churn',
  version: '1.0.0',
  title: 'Churn',
  description: 'Buys and sells the smallest quantity without end; for fault campaigns only.',
  params: { symbol: param.symbol({ description: 'What to trade' }) },
  watches: ({ symbol }) => [{ symbol, interval: '1m' }],
  warmUp: () => 1,
  state: () => ({}),
  onStart: (ctx) => enter(ctx, ctx.params.symbol),
  onBar: () => {},
  onDataTrust: (ctx, { symbol, level }) => {
    if (level !== 'UNTRUSTED') enter(ctx, symbol);
  },
  onOrder: (ctx, { symbol, status }) => {
    if (status !== 'FILLED' || ctx.hasOpenOrders(symbol)) return;
    if (ctx.position(symbol).side === 'FLAT') enter(ctx, symbol);
    else ctx.closePosition(symbol, { tag: 'out' });
  },
});

type Context = Parameters<NonNullable<typeof strategy.onBar>>[0];

function enter(ctx: Context, symbol: string): void {
  if (ctx.warmingUp || ctx.hasOpenOrders(symbol) || ctx.position(symbol).side !== 'FLAT') return;
  ctx.buy(symbol, ctx.instrument(symbol).minQuantity, { tag: 'in' });
}
