import { defineStrategy, param } from '@libs/sdk';

/** Buys and sells in turn on every tenth bar, at the bar's close, so that an order's price names its bar. */
export const strategy = defineStrategy({
  name: 'every-tenth',
  version: '1.0.0',
  title: 'Every tenth bar',
  description: 'Orders on every tenth bar; for measuring how long an order takes.',
  params: {
    symbol: param.symbol({ default: 'BTC/USDT:USDT', description: 'What it trades' }),
  },
  watches: ({ symbol }) => [{ symbol, interval: '1m' }],
  warmUp: () => 1,
  state: () => ({ bars: 0 }),
  onBar: (ctx, { symbol, bar }) => {
    if (ctx.warmingUp) return;
    ctx.state.bars += 1;
    if (ctx.state.bars % 10 !== 0) return;
    const side = (ctx.state.bars / 10) % 2 === 1 ? 'BUY' : 'SELL';
    ctx.submit({ symbol, side, quantity: '0.001', price: bar.close.toFixed(1), timeInForce: 'IOC' });
  },
});
