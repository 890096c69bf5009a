import { decimal } from '@libs/kernel';
import type { BarTape } from './bar-tape';
import { barTape } from './bar-tape';
import { nextStop } from './stop-crossing';
import { BTC, market, minutes } from '../../test/markets';

const ETH = 'ETH/USDT:USDT';
/** Falls from 100 to 90 in the first 20 seconds, rises to 110 in the next, and closes at 100. */
const rows = [[100, 110, 90, 100]] as const;
const tapes = new Map<string, BarTape>([BTC, ETH].map((symbol) => [symbol, barTape({ ...market, symbol }, '1m', minutes(...rows))]));

interface Stop {
  readonly symbol?: string;
  readonly price: string;
  readonly direction?: 'FALL' | 'RISE';
}

function crossing(stops: readonly Stop[], { now = 0, limit = 60_000 } = {}) {
  const armed = stops.map(({ symbol = BTC, price, direction = 'RISE' as const }, place) => ({
    clientOrderId: String(place),
    symbol,
    price: decimal(price),
    direction,
  }));
  const core = { armedStops: () => armed, progress: () => ({ marketTime: 0, inputSeq: 0 }) };
  return nextStop(core as unknown as Parameters<typeof nextStop>[0], tapes, { now, limit });
}

describe('the next stop that a market comes to', () => {
  it('is the earliest on the way, wherever it stands on the list', () => {
    expect(crossing([{ price: '108' }, { price: '95', direction: 'FALL' }, { price: '104' }])).toMatchObject({ symbol: BTC, price: '95' });
  });

  it('of two at the same moment is that of the older stop', () => {
    expect(crossing([{ symbol: ETH, price: '105' }, { price: '105' }])).toMatchObject({ symbol: ETH });
    expect(crossing([{ price: '105' }, { symbol: ETH, price: '105' }])).toMatchObject({ symbol: BTC });
  });

  it('is none of a moment that is the next event itself, of a price not reached, or of what is past', () => {
    const { at } = crossing([{ price: '105' }])!;
    expect(crossing([{ price: '105' }], { limit: at })).toBeNull();
    expect(crossing([{ price: '105' }], { limit: at + 1 })).toMatchObject({ at });
    expect(crossing([{ price: '111' }])).toBeNull();
    expect(crossing([{ price: '108' }], { now: 45_000 })).toBeNull();
    expect(crossing([])).toBeNull();
  });
});
