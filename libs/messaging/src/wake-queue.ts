/** Wakes whoever works rows off. A wake-up is a hint: the rows decide what is to be done, and a sweep finds what was lost. */
export interface WakeQueue {
  /** Never rejects and never waits long; the id must not be all digits nor hold a colon. */
  wake(id: string): Promise<void>;
  /** Calls `handler` for each wake-up, in one of the processes that listen; answers how to stop. */
  onWake(handler: (id: string) => void): Promise<() => Promise<void>>;
}
