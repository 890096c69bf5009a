/** Wakes workers that process rows. A wake-up is a hint: the rows decide what is to be done, and a sweep finds what was lost. */
export interface WakeQueue {
  /** Never rejects and never waits long; the id must not consist of digits only or contain a colon. */
  wake(id: string): Promise<void>;
  /** Calls `handler` for each wake-up, in one of the listening processes; returns a function that stops it. */
  onWake(handler: (id: string) => void): Promise<() => Promise<void>>;
}
