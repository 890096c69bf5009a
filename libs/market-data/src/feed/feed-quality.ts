import type { TrustReason } from '@libs/kernel';
import { LatencyHistogram } from './latency-histogram';

/** Quality of one subscription since its start; times in milliseconds, null if not measured. */
export interface FeedQuality {
  readonly symbol: string;
  /** `quote`, `trades`, `ticker`, `book 50`, `bar 1m`. */
  readonly feed: string;
  readonly reasons: readonly TrustReason[];
  /** Share of the time without a problem, 0 to 1. */
  readonly uptime: number;
  readonly messages: number;
  /** Losses found: sequence gaps, missing bars. */
  readonly gaps: number;
  readonly restarts: number;
  readonly interruptions: number;
  /** Unreadable messages that were dropped. */
  readonly dropped: number;
  readonly exchangeToReceived: Latency | null;
  readonly receivedToStrategy: Latency | null;
}

export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

/** Counters of one subscription. */
export class QualityCounter {
  messages = 0;
  gaps = 0;
  restarts = 0;
  interruptions = 0;
  dropped = 0;
  readonly exchangeToReceived = new LatencyHistogram();
  readonly receivedToStrategy = new LatencyHistogram();
  private readonly startedAt: number;
  private wrongSince: number | null;
  private wrong = 0;

  /** `monotonic` in milliseconds; a subscription starts untrusted. */
  constructor(private readonly monotonic: () => number) {
    this.startedAt = monotonic();
    this.wrongSince = this.startedAt;
  }

  judged(isWell: boolean): void {
    const now = this.monotonic();
    if (isWell && this.wrongSince !== null) {
      this.wrong += now - this.wrongSince;
      this.wrongSince = null;
    } else if (!isWell) this.wrongSince ??= now;
  }

  get uptime(): number {
    const now = this.monotonic();
    const all = now - this.startedAt;
    const wrong = this.wrong + (this.wrongSince === null ? 0 : now - this.wrongSince);
    return all <= 0 ? 0 : Math.max(0, 1 - wrong / all);
  }

  read(about: Pick<FeedQuality, 'symbol' | 'feed' | 'reasons'>): FeedQuality {
    const { uptime, messages, gaps, restarts, interruptions, dropped } = this;
    return {
      ...about,
      uptime,
      messages,
      gaps,
      restarts,
      interruptions,
      dropped,
      exchangeToReceived: latencyOf(this.exchangeToReceived),
      receivedToStrategy: latencyOf(this.receivedToStrategy),
    };
  }
}

function latencyOf(histogram: LatencyHistogram): Latency | null {
  const [p50, p99] = [histogram.quantile(0.5), histogram.quantile(0.99)];
  return p50 === null || p99 === null ? null : { p50, p99 };
}
