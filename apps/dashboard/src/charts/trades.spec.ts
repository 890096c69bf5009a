import type { Fill } from '@libs/client';
import { tradesOf } from './trades';
import type { Sign } from './trades';

const fill = (side: 'BUY' | 'SELL', quantity: string, realised = '0', symbol = 'BTC/USDT:USDT'): Fill =>
  ({ side, quantity, realised, symbol }) as Fill;
/** Written oldest first for the reader. */
const effects = (fills: readonly Fill[], isWhole = true, now: Sign = 0): string =>
  tradesOf(fills.toReversed(), isWhole, now)
    .map(({ effect }) => effect)
    .join(' ');

describe('tradesOf', () => {
  it('tells entries from exits of long and short', () => {
    expect(effects([fill('BUY', '1'), fill('BUY', '1'), fill('SELL', '2', '5'), fill('SELL', '1'), fill('BUY', '1', '-2')])).toBe(
      'entry entry exit entry exit',
    );
  });

  it('calls an exit without profit or loss an exit', () => {
    expect(effects([fill('BUY', '1'), fill('SELL', '1', '0')])).toBe('entry exit');
  });

  it('calls closing one side and opening the other a flip', () => {
    expect(effects([fill('BUY', '1'), fill('SELL', '3', '4'), fill('BUY', '2', '1')])).toBe('entry flip exit');
  });

  it('keeps symbols apart', () => {
    expect(effects([fill('BUY', '1'), fill('SELL', '1', '0', 'ETH/USDT:USDT')])).toBe('entry entry');
  });

  it('takes realised profit as proof while older fills are not loaded', () => {
    expect(effects([fill('SELL', '1', '5'), fill('BUY', '1'), fill('SELL', '1', '2')], false)).toBe('exit entry exit');
  });

  it('sees that a strategy always reversed, though its first fill is not loaded', () => {
    const fills = [fill('SELL', '2', '5'), fill('BUY', '2', '-1'), fill('SELL', '2', '3')];
    expect(effects(fills, false, -1)).toBe('flip flip flip');
    expect(effects(fills, false, 0)).toBe('flip flip exit');
    expect(effects([fill('SELL', '1', '5'), ...fills], false, 1)).toBe('exit flip flip exit');
  });
});
