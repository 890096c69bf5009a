import { GeneratedBars, type BarSeries } from '@libs/simulation';
import type { MarketName } from '../source/instrument-table';
import type { Tape } from './tape-market';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Bars that lie behind the start, so that strategies on an hour's candles can warm up at once. */
export const GENERATED_HISTORY = 7 * 24 * 60;
const START_BEHIND = 30 * DAY;

interface Character {
  readonly name: MarketName;
  /** In ticks of the instrument table. */
  readonly firstPrice: number;
  readonly lowestPrice: number;
  readonly highestPrice: number;
  readonly calmVolatility: number;
  readonly calmVolume: number;
  readonly volumeScale: number;
}

const BITCOIN: Character = {
  name: { venueSymbol: 'BTCUSDT', category: 'linear' },
  ...{ firstPrice: 780_000, lowestPrice: 600_000, highestPrice: 1_000_000 },
  ...{ calmVolatility: 0.00045, calmVolume: 90_000, volumeScale: 3 },
};

const ETHER: Character = {
  name: { venueSymbol: 'ETHUSDT', category: 'linear' },
  ...{ firstPrice: 290_000, lowestPrice: 200_000, highestPrice: 420_000 },
  ...{ calmVolatility: 0.0006, calmVolume: 150_000, volumeScale: 2 },
};

export const GENERATED_MARKETS: readonly Character[] = [BITCOIN, ETHER];

/** Start of the first bar of a market that begins thirty days before now. */
export function generatedOrigin(wallNow: number): number {
  return Math.floor((wallNow - START_BEHIND) / MINUTE) * MINUTE - GENERATED_HISTORY * MINUTE;
}

/** An endless tape; bar n depends on seed, market and n only. */
export class GeneratedTape implements Tape {
  private readonly bars: GeneratedBars;

  constructor(character: Character, seed: number, market: number, firstStart: number) {
    const { name: _name, ...options } = character;
    this.bars = new GeneratedBars({ ...options, seed: seed * 64 + market, firstStart, interval: MINUTE });
  }

  get series(): BarSeries {
    return this.bars.series;
  }

  has(index: number): boolean {
    this.bars.extendTo(index + 1);
    return true;
  }
}

/** A tape that ends. */
export class FileTape implements Tape {
  constructor(readonly series: BarSeries) {}

  has(index: number): boolean {
    return index < this.series.length;
  }
}

/** Bars of a file that lie behind its start: five hundred, or a tenth of a short file. */
export function fileHistory(length: number): number {
  return Math.min(500, Math.floor(length / 10));
}
