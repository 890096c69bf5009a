import type { ParityScore } from '@libs/client';
import { CAUSE_MEANINGS } from '../../format/words';
import { causeBars } from '../../state/parity';
import { Signed } from '../figures';
import { Empty, Panel } from '../panel';

/** What each cause came to, as bars to the left for losses and to the right for gains of the session. */
export function CauseBars({ score }: { readonly score: ParityScore }) {
  const bars = causeBars(score.causes, score.turnover);
  return (
    <Panel id="causes" title="Where the difference comes from">
      {bars.length === 0 ? (
        <Empty>
          {score.difference === null ? 'There is no backtest to compare with.' : 'Session and backtest came to the same money.'}
        </Empty>
      ) : (
        <ul className="cause-bars" aria-label="Money by cause">
          {bars.map(({ cause, amount, percent, points }) => (
            <li key={cause} title={CAUSE_MEANINGS[cause] ?? cause}>
              <span className="cause-name">{cause}</span>
              <svg className="cause-bar" viewBox="0 0 200 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                <line x1="100" x2="100" y1="0" y2="10" />
                <rect
                  className={amount.startsWith('-') ? 'loss' : 'gain'}
                  x={amount.startsWith('-') ? 100 - percent : 100}
                  y="1"
                  width={percent}
                  height="8"
                />
              </svg>
              <span className="cause-money">
                <Signed text={amount} unit={score.settleAsset ?? ''} />
                {points !== null && <span className="terms">{points} bps</span>}
              </span>
              <span className="cause-meaning">{CAUSE_MEANINGS[cause] ?? ''}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
