import type { Report } from '@libs/backtest';
import type { ReportMetric } from '@libs/client';
import { useEffect, useMemo, useState } from 'react';
import { createReportPainter } from '../../charts/report-painter';
import { formatMetric } from '../../format/metric';
import { fullDay } from '../../format/time';
import { readable } from '../../format/words';
import { pointsOf, valueOf } from '../../state/report';
import { usePainter } from '../chart-box';
import { Signed } from '../figures';
import { Panel } from '../panel';

const HEADLINES = ['totalReturn', 'sharpe', 'maxDrawdown', 'profitFactor', 'winRate', 'trades', 'fees', 'marketChange'];
const SIGNED = new Set(['totalReturn', 'marketChange']);

export interface ReportPartProps {
  readonly report: Report;
  readonly metrics: readonly ReportMetric[];
}

/** What was run and its result, in one line. */
export function ReportHead({ report, metrics }: ReportPartProps) {
  const { subject, from, to, startingEquity } = report;
  const params = Object.entries(subject.params);
  const utc = { timeZone: 'UTC' };
  return (
    <section className="report-head" aria-label="What was run">
      <p>
        {fullDay(from, utc)} to {fullDay(to, utc)} (UTC), starting with {formatMetric(startingEquity, 'amount')} {subject.quote}
      </p>
      <dl className="chips" aria-label="Parameters">
        {params.map(([name, value]) => (
          <div key={name}>
            <dt>{readable(name)}</dt>
            <dd>{String(value)}</dd>
          </div>
        ))}
      </dl>
      <dl className="figures" aria-label="Key figures">
        {HEADLINES.map((name) => metrics.find((one) => one.name === name))
          .filter((one) => one !== undefined)
          .map(({ name, label, unit }, index) => (
            <div key={name} className={index < 2 ? 'figure main-figure' : 'figure'}>
              <dt className="figure-name">{label}</dt>
              <dd className="figure-value">
                <Value name={name} value={valueOf(report.metrics, name)} unit={unit} />
              </dd>
            </div>
          ))}
      </dl>
    </section>
  );
}

function Value({ name, value, unit }: { readonly name: string; readonly value: number | string | null; readonly unit: string }) {
  if (SIGNED.has(name) && typeof value === 'number') return <Signed text={(value * 100).toFixed(2)} unit="%" />;
  return <>{formatMetric(value, unit)}</>;
}

/** Equity over time with the benchmark, and the drawdown. */
export function CurvePanel({ report, isDark }: { readonly report: Report; readonly isDark: boolean }) {
  const [container, painter] = usePainter(createReportPainter, isDark);
  const curves = useMemo(
    () => ({
      equity: pointsOf(report.equity),
      market: report.benchmark ? pointsOf(report.benchmark) : [],
      drawdown: pointsOf(report.drawdown, (share) => -share * 100),
    }),
    [report],
  );
  const [hasMarket, setMarket] = useState(true);
  useEffect(() => painter?.curves(curves), [painter, curves]);
  useEffect(() => painter?.showMarket(hasMarket), [painter, hasMarket]);
  const words = `Equity from ${formatMetric(report.startingEquity, 'amount')} to ${formatMetric(report.metrics.endEquity, 'money')} ${report.subject.quote}, deepest drawdown ${formatMetric(report.metrics.maxDrawdown, 'fraction')}`;
  return (
    <Panel
      id="curve"
      title="Equity and drawdown"
      aside={<Legend quote={report.subject.quote} market={curves.market.length > 0 ? { isShown: hasMarket, show: setMarket } : null} />}
    >
      <div className="chart report-chart">
        <div className="chart-canvas" ref={container} role="img" aria-label={words} />
      </div>
    </Panel>
  );
}

interface LegendProps {
  readonly quote: string;
  /** Null if nothing is known of it. */
  readonly market: { readonly isShown: boolean; readonly show: (isShown: boolean) => void } | null;
}

function Legend({ quote, market }: LegendProps) {
  return (
    <span className="count legend">
      <span className="line-0">equity</span>
      {market && (
        <label className="line-market">
          <input type="checkbox" checked={market.isShown} onChange={({ target }) => market.show(target.checked)} />
          the market, held
        </label>
      )}
      <span>in {quote}, UTC</span>
    </span>
  );
}

/** Every value of the report, by group. */
export function MetricsPanel({ report, metrics }: ReportPartProps) {
  const groups = Map.groupBy(metrics, ({ group }) => group);
  const { year } = report;
  return (
    <Panel id="metrics" title="Metrics">
      {year && (
        <p className="panel-words">
          Annualised over {year.daysPerYear} days a year, at a risk-free rate of {formatMetric(year.riskFreeRate, 'fraction')}.
        </p>
      )}
      <div className="metric-groups">
        {[...groups].map(([group, own]) => (
          <section key={group} aria-label={group}>
            <h3>{group}</h3>
            <dl className="values">
              {own.map(({ name, label, unit }) => (
                <div key={name}>
                  <dt>{label}</dt>
                  <dd>{formatMetric(valueOf(report.metrics, name), unit)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Panel>
  );
}
