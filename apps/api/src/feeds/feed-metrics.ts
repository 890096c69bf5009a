import type { Metrics } from '@libs/platform';
import type { FeedLatency, FeedQuality } from './feeds.types';

const COUNTS = {
  messages: 'Messages received',
  gaps: 'Losses found: sequence gaps, missing bars',
  restarts: 'Subscriptions begun anew',
  interruptions: 'Times nothing came any more',
  dropped: 'Messages that could not be read',
} as const satisfies Partial<Record<keyof FeedQuality, string>>;

const LABELS = ['account', 'symbol', 'feed'] as const;
const MS_PER_SECOND = 1000;

/**
 * The feeds of all accounts as gauges: the counters live in the traders, and begin anew with them. A feed that is not told any
 * more vanishes rather than keep its last good figure.
 */
export function measureFeeds(
  metrics: Metrics,
  accounts: readonly { readonly account: string; readonly feeds: readonly FeedQuality[] }[],
): void {
  const all = accounts.flatMap(({ account, feeds }) => feeds.map((quality) => ({ quality, labels: labelsOf(account, quality) })));
  const uptime = gauge(metrics, 'feed_uptime', 'Share of the time in which nothing was wrong');
  for (const { quality, labels } of all) uptime.set(labels, quality.uptime);
  for (const [name, help] of Object.entries(COUNTS) as [keyof typeof COUNTS, string][]) {
    const count = gauge(metrics, `feed_${name}`, `${help}, since the subscription began`);
    for (const { quality, labels } of all) count.set(labels, quality[name]);
  }
  measureLatency(metrics, all);
}

type Labels = Readonly<Record<(typeof LABELS)[number], string>>;

function measureLatency(metrics: Metrics, all: readonly { readonly quality: FeedQuality; readonly labels: Labels }[]): void {
  const latency = metrics.gauge({
    name: 'feed_latency_seconds',
    help: 'Quantiles of the time from exchange to here and from here to the strategies',
    labels: [...LABELS, 'stage', 'quantile'],
  });
  latency.reset();
  const tell = (labels: Labels, stage: string, measured: FeedLatency | null): void => {
    if (!measured) return;
    latency.set({ ...labels, stage, quantile: '0.5' }, measured.p50 / MS_PER_SECOND);
    latency.set({ ...labels, stage, quantile: '0.99' }, measured.p99 / MS_PER_SECOND);
  };
  for (const { quality, labels } of all) {
    tell(labels, 'exchange_to_received', quality.exchangeToReceived);
    tell(labels, 'received_to_strategy', quality.receivedToStrategy);
  }
}

function gauge(metrics: Metrics, name: string, help: string) {
  const found = metrics.gauge({ name, help, labels: LABELS });
  found.reset();
  return found;
}

function labelsOf(account: string, { symbol, feed }: FeedQuality): Labels {
  return { account, symbol, feed };
}
