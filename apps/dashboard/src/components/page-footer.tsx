import type { PlatformStatus } from '@libs/client';
import { elapsed, exact, zone } from '../format/time';
import { useNow } from '../hooks/use-now';

export function PageFooter({ status }: { readonly status: PlatformStatus | null }) {
  const now = useNow();
  return (
    <footer className="page-foot">
      {status && (
        <span>
          Plimsoll {status.version} · mode {status.tradingMode.toLowerCase()} · up{' '}
          <time dateTime={status.startedAt} title={exact(status.startedAt)}>
            {elapsed(status.startedAt, now)}
          </time>
        </span>
      )}
      <span>
        Times are in {zone()}. <em>Market time</em> is the venue’s clock, which a replay moves faster; “up” and “since” are wall time.
      </span>
      <nav aria-label="More">
        <a href="/docs">REST</a> <a href="/graphql">GraphQL</a> <a href="/metrics">Metrics</a>
      </nav>
      <span>
        Charts by{' '}
        <a href="https://www.tradingview.com/" rel="noreferrer" target="_blank">
          TradingView
        </a>{' '}
        Lightweight Charts™
      </span>
    </footer>
  );
}
