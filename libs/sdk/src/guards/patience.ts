/** How long to wait after refusals, as plain data. */
export interface PatienceState {
  /** Bars with a refusal since the last success. */
  count: number;
  /** Of the last refusal; empty without one. */
  reason: string;
  /** Bars still to wait. */
  pause: number;
}

const LONGEST_PAUSE = 64;

/**
 * Keeps a strategy that has several orders at once from flooding an account that refuses them: after a refusal it waits for the next bar,
 * then 2, 4, … at most 64 bars. Several refusals of one bar count once. For one market order at a time, `patientTarget` does the same by itself.
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

  /** Takes in what became of an order; only DENIED and REJECTED count. */
  hear(state: PatienceState, { status, reason }: { readonly status: string; readonly reason?: string | undefined }): void {
    if ((status !== 'DENIED' && status !== 'REJECTED') || state.pause > 0) return;
    state.count += 1;
    state.reason = reason ?? status;
    state.pause = Math.min(2 ** (state.count - 1), LONGEST_PAUSE);
  },

  /** A bar has passed; true while it should still wait. Call it once per bar. */
  waits(state: PatienceState): boolean {
    if (state.pause > 0) state.pause -= 1;
    return state.pause > 0;
  },

  /** Something went well, so the next refusal is the first of its kind. */
  end(state: PatienceState): void {
    Object.assign(state, patience.create());
  },
});
