import { GeneratedBars, ShadowBars, type BarMaker, type BarSeries } from '@libs/simulation';
import type { MarketName } from '../source/instrument-table';
import { LivelyStyle } from './lively-style';
import type { Tape } from './tape-market';
import type { TapeStyle } from './tape-style';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Bars that lie behind the start, so that strategies on an hour's candles can warm up at once. */
export const GENERATED_HISTORY = 7 * 24 * 60;
const START_BEHIND = 30 * DAY;

interface Contract {
  readonly name: MarketName;
  /** In ticks of the instrument table. */
  readonly firstPrice: number;
  readonly lowestPrice: number;
  readonly highestPrice: number;
  readonly calmVolatility: number;
  readonly calmVolume: number;
  readonly volumeScale: number;
  /** How much it moves with the first contract; 0 for that one. */
  readonly beta: number;
}

const CONTRACTS: readonly Contract[] = [
  {
    name: { venueSymbol: 'BTCUSDT', category: 'linear' },
    firstPrice: 780_000,
    lowestPrice: 600_000,
    highestPrice: 1_000_000,
    beta: 0,
    calmVolatility: 0.00045,
    calmVolume: 90_000,
    volumeScale: 3,
  },
  {
    name: { venueSymbol: 'ETHUSDT', category: 'linear' },
    firstPrice: 290_000,
    lowestPrice: 200_000,
    highestPrice: 420_000,
    beta: 1.1,
    calmVolatility: 0.0004,
    calmVolume: 150_000,
    volumeScale: 2,
  },
  {
    name: { venueSymbol: 'SOLUSDT', category: 'linear' },
    firstPrice: 14_500,
    lowestPrice: 9_000,
    highestPrice: 23_000,
    beta: 1.3,
    calmVolatility: 0.0006,
    calmVolume: 60_000,
    volumeScale: 1,
  },
];

/** Further contracts for those who want many; they follow the first as the third does. */
const FURTHER = CONTRACTS[2]!;
/** The first so many seeds of a source are those of its usual markets. */
const USUAL_MARKETS = 5;

/** Spot markets beside the contracts of the same place in the list above. */
const SPOTS: readonly { readonly name: MarketName; readonly contract: number; readonly volumeScale: number }[] = [
  { name: { venueSymbol: 'BTCUSDT', category: 'spot' }, contract: 0, volumeScale: 6 },
  { name: { venueSymbol: 'ETHUSDT', category: 'spot' }, contract: 1, volumeScale: 5 },
];

const SPOT_SHARE = 0.25;
const DEPTH_SHARE = 0.05;
/** A bar ranges over about this many standard deviations of its return. */
const RANGE_DEVIATIONS = 2.5;

/** One market of a generated source. */
export interface GeneratedMarket {
  readonly name: MarketName;
  readonly style: TapeStyle;
  /** Place of its spot market in the list. */
  readonly spot?: number;
}

/** Which markets are generated, and how they move. */
export interface GeneratedOptions {
  readonly seed: number;
  readonly contracts: number;
}

export const USUAL_CONTRACTS = CONTRACTS.length;

/** What is played under a seed; the tapes of one start belong together, since markets follow one another. */
export function generatedMarkets({ seed, contracts: count }: GeneratedOptions): readonly GeneratedMarket[] {
  const contracts = contractsOf(count).map((contract, index): GeneratedMarket => {
    const spot = SPOTS.findIndex((one) => one.contract === index);
    const style = styleOf(contract, contractSeed(seed, index), contract.calmVolume);
    return { name: contract.name, style, ...(spot < 0 ? {} : { spot: count + spot }) };
  });
  const spots = SPOTS.map(({ name, contract, volumeScale }, index): GeneratedMarket => {
    const of = CONTRACTS[contract]!;
    const lots = of.calmVolume * SPOT_SHARE * 10 ** (volumeScale - of.volumeScale);
    return { name, style: styleOf(of, seedOf(seed, CONTRACTS.length + index), lots) };
  });
  return [...contracts, ...spots];
}

/** The tapes of all markets, in the same order. */
export function generatedTapes({ seed, contracts: count }: GeneratedOptions, firstStart: number): readonly Tape[] {
  const contracts: GeneratedBars[] = [];
  contractsOf(count).forEach(({ name: _name, beta, ...options }, index) => {
    const leader = beta === 0 ? {} : { leader: { bars: contracts[0]!, beta } };
    contracts.push(new GeneratedBars({ ...options, ...leader, seed: contractSeed(seed, index), firstStart, interval: MINUTE }));
  });
  const spots = SPOTS.map(({ contract, volumeScale }, index) => {
    const ofSpot = seedOf(seed, CONTRACTS.length + index);
    return new ShadowBars({ seed: ofSpot, leader: contracts[contract]!, ticksPerTick: 1, volumeShare: SPOT_SHARE, volumeScale });
  });
  return [...contracts, ...spots].map((bars) => new GeneratedTape(bars));
}

/** Start of the first bar of a market that begins thirty days before now, or now when it goes on in real time. */
export function generatedOrigin(wallNow: number, speed: number): number {
  const behind = speed === 1 ? 0 : START_BEHIND;
  return Math.floor((wallNow - behind) / MINUTE) * MINUTE - GENERATED_HISTORY * MINUTE;
}

function contractsOf(count: number): readonly Contract[] {
  return Array.from({ length: count }, (_, index): Contract => {
    return CONTRACTS[index] ?? { ...FURTHER, name: { venueSymbol: `C${index + 1}USDT`, category: 'linear' } };
  });
}

function contractSeed(seed: number, index: number): number {
  return seedOf(seed, index < CONTRACTS.length ? index : USUAL_MARKETS - CONTRACTS.length + index);
}

function seedOf(seed: number, market: number): number {
  return seed * 64 + market;
}

function styleOf({ calmVolatility, firstPrice }: Contract, seed: number, calmLots: number): TapeStyle {
  const calmRange = calmVolatility * firstPrice * RANGE_DEVIATIONS;
  return new LivelyStyle({ seed, calmRange, baseLots: Math.round(calmLots * DEPTH_SHARE) });
}

class GeneratedTape implements Tape {
  readonly isEndless = true;

  constructor(private readonly bars: BarMaker) {}

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
  readonly isEndless = false;

  constructor(readonly series: BarSeries) {}

  has(index: number): boolean {
    return index < this.series.length;
  }
}

/** Bars of a file that lie behind its start: five hundred, or a tenth of a short file. */
export function fileHistory(length: number): number {
  return Math.min(500, Math.floor(length / 10));
}
