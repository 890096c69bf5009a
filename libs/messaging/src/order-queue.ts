/** Wakes executors. A wake-up is a hint: the dispatch row decides what is to be done, and a sweeper finds rows whose wake-up was lost. */
export interface OrderQueue {
  /** Never rejects and never waits long: errors go to `onTrouble`. */
  wake(venueAccountId: string, dispatch: Wake): Promise<void>;
  /** Calls `handler` for each wake-up of a venue account, cancels in parallel with submits; returns a function that stops it. */
  onWake(venueAccountId: string, handler: (dispatchId: string) => Promise<void>): Promise<() => Promise<void>>;
}

export interface Wake {
  /** The dispatch row's id; must not consist of digits only or contain a colon. */
  readonly id: string;
  readonly kind: 'submit' | 'amend' | 'cancel';
}
