import { SYMBOL, playStart } from './testing/play-start';

/** As a strategy without types calls it. */
type Context = Record<'buy' | 'sell' | 'target' | 'closePosition', (symbol: string, ...rest: readonly unknown[]) => unknown>;

function play(act: (ctx: Context) => unknown): void {
  playStart((ctx) => act(ctx as unknown as Context));
}

describe('the options of an order', () => {
  // JavaScript has no types that refuse a bare text: closePosition ignored it, so the order had no tag.
  it.each<[message: string, act: (ctx: Context) => unknown]>([
    ['closePosition takes its options as an object: write { tag: "out" }, not "out"', (ctx) => ctx.closePosition(SYMBOL, 'out')],
    ['closePosition takes its options as an object: write { tag: "exit" }, not null', (ctx) => ctx.closePosition(SYMBOL, null)],
    ['closePosition has no "price"; it takes tag', (ctx) => ctx.closePosition(SYMBOL, { price: '90' })],
    ['buy takes its options as an object: write { tag: "in" }, not "in"', (ctx) => ctx.buy(SYMBOL, '1', 'in')],
    ['sell takes its options as an object: write { tag: "exit" }, not 90', (ctx) => ctx.sell(SYMBOL, '1', 90)],
    ['target takes its options as an object: write { tag: "trend" }, not "trend"', (ctx) => ctx.target(SYMBOL, '1', 'trend')],
  ])('are refused with "%s", also without a position', (message, act) => {
    expect(() => play(act)).toThrow(message);
  });

  it('may be left out or be undefined', () => {
    expect(() => play((ctx) => [ctx.closePosition(SYMBOL), ctx.closePosition(SYMBOL, undefined), ctx.buy(SYMBOL, '1')])).not.toThrow();
  });
});
