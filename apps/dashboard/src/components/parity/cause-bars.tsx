import type { ParityScore } from '@libs/client';
import { CAUSE_MEANINGS } from '../../format/words';
import { causeBars, ordersByCause } from '../../state/parity';
import type { CauseBar, StoredParityReport } from '../../state/parity';
import { Delta } from '../figures';
import { Empty, Panel } from '../panel';

export interface CauseBarsProps {
  readonly score: ParityScore;
  readonly report: StoredParityReport | null;
}

/** The money of each cause, as bars to the left if the session has less and to the right if it has more. */
export function CauseBars({ score, report }: CauseBarsProps) {
  const bars = causeBars(score.causes, score.turnover);
  const orders = ordersByCause(report?.report?.differences ?? []);
  const unit = score.settleAsset ?? '';
  return (
    <Panel id="causes" title="Where the difference comes from" aside={<span className="count">more or less than the backtest</span>}>
      {bars.length === 0 ? (
        <Empty>
          {score.difference === null ? 'There is no backtest to compare with.' : 'Session and backtest came to the same money.'}
        </Empty>
      ) : (
        <ul className="cause-bars" aria-label="Money by cause">
          {bars.map((bar) => (
            <Cause key={bar.cause} bar={bar} unit={unit} orders={orders.get(bar.cause) ?? 0} />
          ))}
          {score.difference !== null && (
            <li className="cause-sum">
              <span className="cause-name">Together</span>
              <span className="cause-money">
                <Delta text={score.difference} unit={unit} />
              </span>
            </li>
          )}
        </ul>
      )}
    </Panel>
  );
}

function Cause({ bar, unit, orders }: { readonly bar: CauseBar; readonly unit: string; readonly orders: number }) {
  const { cause, amount, percent, points } = bar;
  return (
    <li>
      <span className="cause-name">{cause}</span>
      <svg className="cause-bar" viewBox="0 0 200 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <line x1="100" x2="100" y1="0" y2="10" />
        <rect x={amount.startsWith('-') ? 100 - percent : 100} y="1" width={percent} height="8" />
      </svg>
      <span className="cause-money">
        <Delta text={amount} unit={unit} />
        {points !== null && <span className="terms">{points === '0' ? 'under 0.01 bps' : <Delta text={points} unit="bps" />}</span>}
      </span>
      <span className="cause-meaning">
        {CAUSE_MEANINGS[cause] ?? ''}
        {orders > 0 && ` · ${orders === 1 ? '1 order' : `${orders} orders`}`}
      </span>
    </li>
  );
}
