interface TopicState {
  /** Monotonic time since which it has been silent: its confirmation, or its last frame. */
  quietSince: number;
  isConfirmed: boolean;
  /** Times in a row that it was asked for again without a frame in between. */
  restarts: number;
  /** Set for a refused topic: when it is asked for again. */
  retryAt: number | null;
  refusals: number;
}

const FIRST_RETRY_MS = 10_000;
const LONGEST_RETRY_MS = 300_000;
/** Silence that is borne before another restart, in promised ones: it doubles up to this. */
const MOST_PATIENCE = 4;

/** What one connection carries, and how each topic of it does. Times are monotonic milliseconds. */
export class TopicLedger {
  private readonly topics = new Map<string, TopicState>();

  get names(): readonly string[] {
    return [...this.topics.keys()];
  }

  get size(): number {
    return this.topics.size;
  }

  get areAllAnswered(): boolean {
    for (const { isConfirmed, retryAt } of this.topics.values()) if (!isConfirmed && retryAt === null) return false;
    return true;
  }

  get hasConfirmed(): boolean {
    for (const { isConfirmed } of this.topics.values()) if (isConfirmed) return true;
    return false;
  }

  has(topic: string): boolean {
    return this.topics.has(topic);
  }

  /** True when it is new. */
  add(topic: string): boolean {
    if (this.topics.has(topic)) return false;
    this.topics.set(topic, { quietSince: 0, isConfirmed: false, restarts: 0, retryAt: null, refusals: 0 });
    return true;
  }

  remove(topic: string): boolean {
    return this.topics.delete(topic);
  }

  /** The connection is gone: everything has to be asked for and confirmed again. */
  forget(): void {
    for (const state of this.topics.values()) Object.assign(state, { isConfirmed: false, restarts: 0, retryAt: null });
  }

  /** Gives those that were waiting for it. */
  confirm(topics: readonly string[], now: number): readonly string[] {
    return topics.filter((topic) => {
      const state = this.topics.get(topic);
      if (!state || state.isConfirmed) return false;
      Object.assign(state, { isConfirmed: true, quietSince: now, retryAt: null, refusals: 0 });
      return true;
    });
  }

  /** A refused topic is asked for again later, each time twice as late. */
  refuse(topics: readonly string[], now: number): void {
    for (const topic of topics) {
      const state = this.topics.get(topic);
      if (!state) continue;
      state.isConfirmed = false;
      state.retryAt = now + Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** state.refusals);
      state.refusals += 1;
    }
  }

  heard(topic: string, now: number): void {
    const state = this.topics.get(topic);
    if (!state) return;
    state.quietSince = now;
    state.restarts = 0;
  }

  /** Asks for it anew; gives how often in a row that was. */
  restart(topic: string): number {
    const state = this.topics.get(topic);
    if (!state) return 0;
    state.isConfirmed = false;
    state.restarts += 1;
    return state.restarts;
  }

  /** One that is alone on its connection has nobody whom its restarts could disturb. */
  private patience(restarts: number): number {
    return this.topics.size === 1 ? 1 : Math.min(MOST_PATIENCE, 2 ** restarts);
  }

  /** Refused topics whose time has come; they count as asked for. */
  takeRetries(now: number): readonly string[] {
    const due = [...this.topics].filter(([, { retryAt }]) => retryAt !== null && retryAt <= now);
    for (const [, state] of due) state.retryAt = null;
    return due.map(([topic]) => topic);
  }

  /** Confirmed topics that were silent for longer than their promise, or for ever longer after restarts that did not help. */
  silent(now: number, promised: (topic: string) => number | null): readonly { readonly topic: string; readonly silence: number }[] {
    const found = [];
    for (const [topic, { isConfirmed, quietSince, restarts }] of this.topics) {
      const limit = isConfirmed ? promised(topic) : null;
      if (limit !== null && now - quietSince >= limit * this.patience(restarts))
        found.push({ topic, silence: Math.round(now - quietSince) });
    }
    return found;
  }
}
