import { SYMBOL, playStart, type StartContext as Context } from './testing/play-start';

/** What a strategy that does so at its start is told. */
function told(act: (ctx: Context) => void): string {
  try {
    playStart(act);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('an amount of a hook', () => {
  it.each<[string, string, (ctx: Context) => void]>([
    ['a price', 'roundedPrice: price is Infinity; it must be a finite number', (ctx) => ctx.roundedPrice(SYMBOL, 1e400)],
    ['a quantity', 'roundedQuantity: quantity is NaN; it must be a finite number', (ctx) => ctx.roundedQuantity(SYMBOL, NaN)],
    ['a notional', 'quantityFor: notional is NaN; it must be a finite number', (ctx) => ctx.quantityFor(SYMBOL, NaN)],
    ['a fraction', 'equityShare: fraction is NaN; it must be a finite number', (ctx) => ctx.equityShare(NaN)],
    ['a target', 'target: quantity: "NaN" is not a decimal number; write it like 12.34', (ctx) => ctx.target(SYMBOL, String(NaN))],
    ['a limit', 'price: "Infinity" is not a decimal number; write it like 12.34', (ctx) => ctx.buy(SYMBOL, '1', { price: String(1e400) })],
    ['a huge limit', 'price is 1e400, which has 401 digits; it may have 64', (ctx) => ctx.buy(SYMBOL, '1', { price: '1e400' })],
  ])('is refused with its name and its value where it is none: %s', (_, message, act) => {
    expect(told(act)).toBe(message);
  });

  it('may be as long as any that a market has', () => {
    expect(told((ctx) => ctx.buy(SYMBOL, '0.00000001', { price: '123456789012345678.12345678' }))).toBe('');
  });
});
