import type { FeedQuality } from '@libs/client';
import { memo } from 'react';
import { feedWord, latencyWords, uptimeWords } from '../format/feed-quality';
import { Badge } from './badge';
import { DataTable } from './data-table';
import type { Column } from './data-table';
import { Empty, Panel } from './panel';

const COLUMNS: readonly Column<FeedQuality>[] = [
  { key: 'symbol', header: 'Symbol', narrow: 'lead', cell: ({ symbol }) => symbol },
  { key: 'feed', header: 'Feed', narrow: 'lead', cell: ({ feed }) => feed },
  { key: 'now', header: 'Now', narrow: 'trail', cell: (quality) => <Badge word={feedWord(quality)} /> },
  { key: 'uptime', header: 'Uptime', isNumber: true, cell: ({ uptime }) => uptimeWords(uptime) },
  { key: 'messages', header: 'Messages', isNumber: true, cell: ({ messages }) => messages.toLocaleString() },
  { key: 'gaps', header: 'Gaps', isNumber: true, cell: ({ gaps }) => gaps },
  { key: 'interruptions', header: 'Interruptions', isNumber: true, cell: ({ interruptions }) => interruptions },
  { key: 'restarts', header: 'Restarts', isNumber: true, cell: ({ restarts }) => restarts },
  { key: 'dropped', header: 'Dropped', isNumber: true, cell: ({ dropped }) => dropped },
  { key: 'exchange', header: 'From exchange', isNumber: true, cell: ({ exchangeToReceived }) => latencyWords(exchangeToReceived) },
  { key: 'strategy', header: 'To strategy', isNumber: true, cell: ({ receivedToStrategy }) => latencyWords(receivedToStrategy) },
];

export interface FeedsPanelProps {
  /** Null until loaded. */
  readonly feeds: readonly FeedQuality[] | null;
}

/** Memoised: the account's value changes many times a second and this does not. */
export const FeedsPanel = memo(function FeedsPanel({ feeds }: FeedsPanelProps) {
  return (
    <Panel id="feeds" title="Market data feeds" aside={<span className="count">latency: median / 99th percentile</span>}>
      {feeds === null || feeds.length === 0 ? (
        <Empty>
          {feeds === null
            ? 'Loading feeds…'
            : 'Nothing is listened to. Feeds show here while the trader of the account runs and a strategy watches a market.'}
        </Empty>
      ) : (
        <DataTable label="Market data feeds" columns={COLUMNS} rows={worstFirst(feeds)} keyOf={({ symbol, feed }) => `${symbol} ${feed}`} />
      )}
    </Panel>
  );
});

/** Problems come first; otherwise rows keep their places, so that figures stay readable. */
function worstFirst(feeds: readonly FeedQuality[]): readonly FeedQuality[] {
  const isWell = ({ reasons }: FeedQuality): number => (reasons.length === 0 ? 1 : 0);
  return feeds.toSorted((a, b) => isWell(a) - isWell(b));
}
