/** Epoch milliseconds; for timestamps that people and other systems read. */
export interface WallClock {
  now(): number;
}

/** Milliseconds since an arbitrary start, never decreasing; for liveness, back-off, leases and latency. */
export interface MonotonicClock {
  now(): number;
}

/** Runs `task` once after `delay` ms, unless cancelled. */
export interface Timers {
  after(delay: number, task: () => void): { cancel(): void };
}

export const wallClock: WallClock = { now: () => Date.now() };

export const monotonicClock: MonotonicClock = { now: () => performance.now() };

export const systemTimers: Timers = {
  after(delay, task) {
    const timer = setTimeout(task, delay);
    return { cancel: () => clearTimeout(timer) };
  },
};
