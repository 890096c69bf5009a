import type { OrderSide } from '@libs/kernel';
import type { MarketInstrument } from '../market/market-instrument';
import type { PositionIndex } from '../venue/order';
import type { AccountMarket, AccountMarkets } from './account-market';
import { Figure, FIGURES, POSITION_INDEXES, type Exposure } from './exposure';
import { riskLevels } from './risk-tiers';
import { rough } from './rough-number';
import { leverageOf } from './settings';
import { dollarPrice } from './valuation';
import type { VenueAccount } from './venue-account';

/** A hypothetical additional order. */
export interface RoughOrder {
  readonly market: AccountMarket;
  readonly index: PositionIndex;
  readonly side: OrderSide;
  readonly value: number;
}

/**
 * Bounds of a cross-margin account's value and requirements, in dollars and doubles. Nearly all accounts are far from every limit, and this
 * proves it at a fraction of the cost of exact figures; only those near a limit are computed exactly.
 */
export class RoughStanding {
  /** Wallet and unrealised profit and loss. */
  balance = 0;
  initial = 0;
  maintenance = 0;
  /** Reserved by open spot orders. */
  locked = 0;

  constructor(
    private readonly account: VenueAccount,
    private readonly markets: AccountMarkets,
    private readonly order?: RoughOrder,
  ) {
    for (const [asset, amount] of account.balances) this.balance += this.dollars(asset, rough(amount));
    for (const exposure of account.exposures.values()) {
      const market = markets.get(exposure.market);
      if (!market) continue;
      if (market.instrument.category === 'spot') this.addSpot(market.instrument, exposure);
      else for (const index of POSITION_INDEXES) this.addLinear(market, exposure, index);
    }
  }

  /** True if no rounding of doubles or margins can raise the maintenance margin to the balance. */
  get isSafe(): boolean {
    return isClearlyLess(this.maintenance, this.balance);
  }

  private addSpot({ base, quote }: MarketInstrument, { openOrders, sums: [{ buys, sells }] }: Exposure): void {
    if (openOrders === 0) return;
    this.locked += this.dollars(quote, rough(buys.value)) + this.dollars(base, rough(sells.quantity));
  }

  private addLinear(market: AccountMarket, exposure: Exposure, index: PositionIndex): void {
    const { order } = this;
    const { figures } = exposure;
    const at = index * FIGURES;
    const added = order?.market === market && order.index === index ? order.value : 0;
    const held = figures[at + Figure.HELD]!;
    const buys = figures[at + Figure.BUYS]! + (order?.side === 'BUY' ? added : 0);
    const sells = figures[at + Figure.SELLS]! + (order?.side === 'SELL' ? added : 0);
    if (held === 0 && buys === 0 && sells === 0) return;
    const rate = this.dollars(market.instrument.settle, 1);
    const leverage = rough(leverageOf(this.account.settings(market), index));
    const closeRate = ((leverage + 1) / leverage) * Math.abs(rough(this.account.fees.taker));
    const mark = rough(market.mark);
    const value = Math.abs(held) * mark;
    // A coin without a price has no value, but orders still need it.
    this.initial += (value + Math.max(buys, sells)) * (1 / leverage + closeRate) * (rate === 0 ? Infinity : rate);
    if (held === 0) return;
    this.balance += (held * mark - figures[at + Figure.COST]!) * rate;
    this.maintenance += (maintenanceOf(market.instrument, value) + value * closeRate) * rate;
  }

  private dollars(asset: string, amount: number): number {
    return amount === 0 ? 0 : amount * rough(dollarPrice(this.markets, asset));
  }
}

/** The margin exceeds all rounding to eight digits and of doubles. */
export function isClearlyLess(one: number, other: number): boolean {
  return one + 0.01 < other - Math.abs(other) * 1e-6;
}

interface RoughLevel {
  readonly limit: number;
  readonly maintenance: number;
  readonly deduction: number;
  readonly maxLeverage: number;
}

const known = new WeakMap<MarketInstrument, readonly RoughLevel[]>();

function roughLevels(instrument: MarketInstrument): readonly RoughLevel[] {
  let levels = known.get(instrument);
  if (!levels) {
    levels = riskLevels(instrument).map(({ limit, maintenance, deduction, maxLeverage }) => ({
      limit: rough(limit),
      maintenance: rough(maintenance),
      deduction: rough(deduction),
      maxLeverage: rough(maxLeverage),
    }));
    known.set(instrument, levels);
  }
  return levels;
}

/** Continuous across tiers, so it does not matter on which side of a limit an approximate value falls. */
function maintenanceOf(instrument: MarketInstrument, value: number): number {
  const levels = roughLevels(instrument);
  const level = levels.find(({ limit }) => value <= limit) ?? levels[levels.length - 1]!;
  return value * level.maintenance - level.deduction;
}

/** The largest value that may be held at a leverage, or zero. */
export function roughLimit(instrument: MarketInstrument, leverage: number): number {
  let limit = 0;
  for (const level of roughLevels(instrument)) if (leverage <= level.maxLeverage) limit = level.limit;
  return limit;
}
