/** State of a back-off after refusals, as plain data. */
export interface PatienceState {
  /** Bars with a refusal since the last success. */
  count: number;
  /** Reason of the last refusal; empty if there is none. */
  reason: string;
  /** Bars left to wait. */
  pause: number;
}

const LONGEST_PAUSE = 64;

/**
 * Keeps a strategy with several orders from flooding an account that refuses them: after a refusal it waits for the next bar, then 2, 4, …
 * at most 64 bars. Several refusals in one bar count once. For one market order at a time, `patientTarget` includes this.
 *
 * @example
 * onBar: (ctx) => {
 *   if (!patience.waits(ctx.state.patience)) sendOrders(ctx);
 * },
 * onOrder: ({ state }, { status, reason }) => patience.hear(state.patience, { status, reason }),
 * onFill: ({ state }) => patience.end(state.patience),
 */
export const patience = Object.freeze({
  create(): PatienceState {
    return { count: 0, reason: '', pause: 0 };
  },

  /** Call with the outcome of an order; only DENIED and REJECTED count. */
  hear(state: PatienceState, { status, reason }: { readonly status: string; readonly reason?: string | undefined }): void {
    if ((status !== 'DENIED' && status !== 'REJECTED') || state.pause > 0) return;
    state.count += 1;
    state.reason = reason ?? status;
    state.pause = Math.min(2 ** (state.count - 1), LONGEST_PAUSE);
  },

  /** Call once per bar. Returns true while the strategy should wait. */
  waits(state: PatienceState): boolean {
    if (state.pause > 0) state.pause -= 1;
    return state.pause > 0;
  },

  /** Resets the back-off after a success. */
  end(state: PatienceState): void {
    Object.assign(state, patience.create());
  },
});
