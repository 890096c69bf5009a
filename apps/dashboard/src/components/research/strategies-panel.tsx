import type { Report, ReportStrategy } from '@libs/backtest';
import type { ReportMetric } from '@libs/client';
import { formatMetric } from '../../format/metric';
import { valueOf } from '../../state/report';
import { Signed } from '../figures';
import { Panel } from '../panel';

const SHOWN = ['netProfit', 'totalReturn', 'maxDrawdown', 'sharpe', 'trades', 'winRate', 'profitFactor', 'fees', 'funding'];

export interface StrategiesPanelProps {
  readonly report: Report;
  readonly strategies: readonly ReportStrategy[];
  readonly metrics: readonly ReportMetric[];
}

/** Several strategies of one account side by side, each by its own trades, and the account. */
export function StrategiesPanel({ report, strategies, metrics }: StrategiesPanelProps) {
  const shown = SHOWN.flatMap((name) => metrics.find((one) => one.name === name) ?? []);
  const rows = [...strategies.map((one) => ({ ...one, name: one.label })), { name: 'Account', metrics: report.metrics, fault: null }];
  return (
    <Panel id="strategies" title="Strategies" aside={<span className="count">amounts in {report.subject.quote}</span>}>
      <p className="panel-words">
        Each is measured by its own trades on all of the account&rsquo;s money, so what they earned adds up to what the account did.
      </p>
      <div className="grid-scroll" role="group" aria-label="Strategies" tabIndex={0}>
        <table className="grid" aria-label="Strategies and the account">
          <thead>
            <tr>
              <th scope="col">Strategy</th>
              {shown.map(({ name, label }) => (
                <th key={name} scope="col" className="number">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={row.name} className={index === strategies.length ? 'whole' : undefined}>
                <th scope="row">
                  {row.name}
                  {row.fault && ` ended early in ${row.fault.hook}`}
                </th>
                {shown.map(({ name, unit }) => (
                  <td key={name} className="number">
                    <Value name={name} value={valueOf(row.metrics, name)} unit={unit} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Value({ name, value, unit }: { readonly name: string; readonly value: number | string | null; readonly unit: string }) {
  if (name === 'netProfit' && value !== null) return <Signed text={Number(value).toFixed(2)} />;
  return <>{formatMetric(value, unit)}</>;
}
