/** How much a price moves, as plain data. */
export interface VolatilityState {
  /** Milliseconds; the weight of a past second falls to 1/e after so long. */
  readonly window: number;
  since: number | null;
  at: number;
  price: number;
  /** Of the relative change, per second. */
  variance: number;
}

/** Changes are measured over at least this long: what moves faster is mostly the two sides of one spread. */
const STEP = 1_000;

/**
 * An exponentially weighted variance of a price that comes at odd times: each change over Δt gives (ln p/p₀)² / Δt per second, with the
 * weight 1 − e^(−Δt/window). The result is the deviation of a second, as a fraction of the price; null until a window has passed.
 * Source: RiskMetrics Technical Document (1996), chapter 5, with the weight of a step made to follow its length.
 */
export const volatility = {
  create(window: number): VolatilityState {
    return { window, since: null, at: 0, price: 0, variance: 0 };
  },

  update(state: VolatilityState, price: number, at: number): number | null {
    if (state.since === null) {
      Object.assign(state, { since: at, at, price });
      return null;
    }
    const passed = at - state.at;
    if (passed >= STEP) {
      const change = Math.log(price / state.price);
      // The first windows weigh what there is, not a variance of zero before it.
      const weight = Math.max(1 - Math.exp(-passed / state.window), passed / (at - state.since));
      state.variance += weight * ((change * change * 1_000) / passed - state.variance);
      Object.assign(state, { at, price });
    }
    return state.at - state.since >= state.window ? Math.sqrt(state.variance) : null;
  },
};
