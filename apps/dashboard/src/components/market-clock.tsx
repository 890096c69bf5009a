import type { Market } from '@libs/client';
import { clock, exact, fullDay } from '../format/time';
import { formatValue } from '../format/amount';
import { readable } from '../format/words';

/** The market's name, state, speed, and its own time, which in a replay is in another year. */
export function MarketClock({ market }: { readonly market: Market | null }) {
  if (!market) return <div className="market-clock" />;
  const speed = `${formatValue(market.speed)}×`;
  const isRunning = market.state === 'running';
  return (
    <div className={isRunning ? 'market-clock' : 'market-clock is-stopped'} role="group" aria-label="Market">
      <span className="market-label" title={market.label}>
        {market.label}
      </span>
      <span className="market-state" title={market.reason ?? undefined}>
        {readable(market.state)}
        {isRunning && !market.label.includes(speed) && ` · ${speed}`}
      </span>
      <time className="market-time" dateTime={market.marketTime} title={`${exact(market.marketTime)} (market time)`}>
        <span className="label">Market time</span> <span className="day">{fullDay(market.marketTime)}</span> {clock(market.marketTime)}
      </time>
    </div>
  );
}
