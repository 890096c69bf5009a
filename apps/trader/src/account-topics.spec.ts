import type { FeedQuality } from '@libs/market-data';
import { AccountTopics } from './account-topics';

const quality: FeedQuality = {
  symbol: 'BTC/USDT',
  feed: 'quote',
  reasons: ['STALE'],
  uptime: 0.999_97,
  messages: 7,
  gaps: 1,
  restarts: 0,
  interruptions: 0,
  dropped: 0,
  exchangeToReceived: { p50: 12.3456, p99: 0.015_209 },
  receivedToStrategy: null,
};

describe('AccountTopics', () => {
  it('tells how the feeds do, uptime never rounded up and latency to three digits', () => {
    const told: unknown[] = [];
    const core = { accountValue: () => ({}), progress: () => ({}) } as never;
    const topics = new AccountTopics('a', core, { set: () => undefined }, (topic, payload) => told.push([topic, payload]));
    topics.feeds([quality]);
    expect(told).toEqual([
      ['account.a.feeds', { feeds: [{ ...quality, uptime: 0.9999, exchangeToReceived: { p50: 12.3, p99: 0.0152 } }] }],
    ]);
  });
});
