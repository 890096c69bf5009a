export interface QuoteRules {
  /** Minimum spread as a fraction of the price. */
  readonly minSpread: number;
  /** Half spread in standard deviations of the price over the horizon. */
  readonly width: number;
  /** Seconds. */
  readonly horizon: number;
  /** Shift of both quotes at full inventory, in half spreads. */
  readonly skew: number;
}

export interface Quotes {
  /** Midpoint of the quotes: the fair price adjusted for inventory. All in quote units. */
  readonly reservation: number;
  readonly half: number;
  readonly bid: number;
  readonly ask: number;
}

/**
 * Where to quote: around a reservation price that is below the fair price for a long position and above it for a short one, at a half
 * spread that grows with volatility.
 *
 * After Avellaneda and Stoikov (2008), "High-frequency trading in a limit order book", Quantitative Finance 8(3): r = s − q γ σ² (T − t), δ
 * = γ σ² (T − t) + (2/γ) ln(1 + γ/k). Simplified: the end of the day T − t is a fixed horizon; the part of the spread for the order arrival
 * rate, (2/γ) ln(1 + γ/k), is a constant, minSpread; and both parts grow with σ√horizon, the standard deviation of the price over the
 * horizon, instead of its variance, so that the factors have no unit: half = max(minSpread · s / 2, width · σ√horizon · s), r = s − skew ·
 * inventory · half with the inventory from −1 to 1.
 */
export function quotesAt(fair: number, inventory: number, deviation: number, rules: QuoteRules): Quotes {
  const { minSpread, width, horizon, skew } = rules;
  const half = fair * Math.max(minSpread / 2, width * deviation * Math.sqrt(horizon));
  const reservation = fair - skew * inventory * half;
  return { reservation, half, bid: reservation - half, ask: reservation + half };
}
