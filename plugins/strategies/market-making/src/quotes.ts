export interface QuoteRules {
  /** Least distance of the two quotes as a fraction of the price. */
  readonly minSpread: number;
  /** Half the spread in deviations of the price over the horizon. */
  readonly width: number;
  /** Seconds. */
  readonly horizon: number;
  /** By how many half spreads both quotes move at full inventory. */
  readonly skew: number;
}

export interface Quotes {
  /** Between the quotes: the fair price less what the inventory is worth to be rid of. Quote units, as the others. */
  readonly reservation: number;
  readonly half: number;
  readonly bid: number;
  readonly ask: number;
}

/**
 * Where to quote: around a reservation price that lies below the fair price while something is held and above it while something is
 * owed, at a half spread that grows with volatility.
 *
 * After Avellaneda and Stoikov (2008), "High-frequency trading in a limit order book", Quantitative Finance 8(3):
 * r = s − q γ σ² (T − t), δ = γ σ² (T − t) + (2/γ) ln(1 + γ/k). Simplified: the end of the day T − t is a fixed horizon; the part of the
 * spread that pays for the arrival of orders (2/γ) ln(1 + γ/k) is a constant, minSpread; and both parts grow with σ√horizon, the deviation
 * of the price over the horizon, in place of its square, so that the factors have no unit: half = max(minSpread · s / 2, width · σ√horizon
 * · s), r = s − skew · inventory · half with the inventory from −1 to 1.
 */
export function quotesAt(fair: number, inventory: number, deviation: number, rules: QuoteRules): Quotes {
  const { minSpread, width, horizon, skew } = rules;
  const half = fair * Math.max(minSpread / 2, width * deviation * Math.sqrt(horizon));
  const reservation = fair - skew * inventory * half;
  return { reservation, half, bid: reservation - half, ask: reservation + half };
}
