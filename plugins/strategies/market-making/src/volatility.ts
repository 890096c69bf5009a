/** State of the volatility estimate, as plain data. */
export interface VolatilityState {
  /** Milliseconds after which the weight of a past second has fallen to 1/e. */
  readonly window: number;
  since: number | null;
  at: number;
  price: number;
  /** Of the relative change, per second. */
  variance: number;
}

/** Changes are measured over at least this long: faster ones are mostly bid-ask bounce. */
const STEP = 1_000;

/**
 * An exponentially weighted variance of an irregularly sampled price: each change over Δt gives (ln p/p₀)² / Δt per second, with the weight
 * 1 − e^(−Δt/window). The result is the standard deviation per second, as a fraction of the price; null until a window has passed. Source:
 * RiskMetrics Technical Document (1996), chapter 5, with the weight adapted to the length of the step.
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
      // During the first windows the existing samples are weighted fully, instead of an assumed variance of zero before them.
      const weight = Math.max(1 - Math.exp(-passed / state.window), passed / (at - state.since));
      state.variance += weight * ((change * change * 1_000) / passed - state.variance);
      Object.assign(state, { at, price });
    }
    return state.at - state.since >= state.window ? Math.sqrt(state.variance) : null;
  },
};
