import type { Topics } from './topics';

/** The fan-out as the api needs it; `*` stands for one segment of a topic. */
export interface FanoutSource {
  subscribe(pattern: string, handler: (payload: unknown, topic: string) => void): Promise<() => void | Promise<void>>;
}

const PATTERNS = ['account.*.*', 'health', 'research'];

/** Hears everything that is fanned out and keeps the newest message of each subject, so that a new client gets a value at once. */
export class TopicBoard implements Topics {
  private readonly handlers = new Map<string, Set<(payload: unknown) => void>>();
  private readonly newest = new Map<string, Map<string, unknown>>();
  private endings: readonly (() => void | Promise<void>)[] = [];

  constructor(private readonly fanout: FanoutSource) {}

  async listen(): Promise<void> {
    this.endings = await Promise.all(
      PATTERNS.map((pattern) => this.fanout.subscribe(pattern, (payload, topic) => this.hear(topic, payload))),
    );
  }

  subscribe(topic: string, handler: (payload: unknown) => void): () => void {
    const handlers = this.handlers.get(topic) ?? new Set();
    this.handlers.set(topic, handlers.add(handler));
    return () => {
      handlers.delete(handler);
      if (handlers.size === 0 && this.handlers.get(topic) === handlers) this.handlers.delete(topic);
    };
  }

  /** The newest message about each subject of a topic. */
  latest(topic: string): readonly unknown[] {
    return [...(this.newest.get(topic)?.values() ?? [])];
  }

  async close(): Promise<void> {
    const endings = this.endings;
    this.endings = [];
    for (const end of endings) await end();
  }

  private hear(topic: string, payload: unknown): void {
    const subjects = this.newest.get(topic) ?? new Map<string, unknown>();
    this.newest.set(topic, subjects.set(subjectOf(payload), payload));
    for (const handler of this.handlers.get(topic) ?? []) handler(payload);
  }
}

/** Messages of one topic can be about several things: symbols, intervals, deployments. */
function subjectOf(payload: unknown): string {
  const { symbol, interval, deploymentId } = (payload ?? {}) as { symbol?: unknown; interval?: unknown; deploymentId?: unknown };
  return [symbol, interval, deploymentId].join('|');
}
