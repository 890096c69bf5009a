import type { Report } from '@libs/backtest';
import { formatMetric } from '../../format/metric';
import { monthsOf, yearsOf } from '../../state/report';
import { Empty, Panel } from '../panel';

const NAMES = Array.from({ length: 12 }, (_, month) =>
  new Intl.DateTimeFormat(undefined, { month: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, month)),
);
/** A monthly return with the deepest colour. */
const DEEPEST = 0.1;

/** Monthly returns; colour only repeats the sign. */
export function MonthsPanel({ report }: { readonly report: Report }) {
  const years = yearsOf(report.months);
  const shown = monthsOf(years);
  return (
    <Panel id="months" title="Months" aside={<span className="count">UTC, in percent</span>}>
      {years.length === 0 ? (
        <Empty>The run is shorter than a month.</Empty>
      ) : (
        <div className="grid-scroll" role="group" aria-label="Returns by month" tabIndex={0}>
          <table className="grid" aria-label="Returns by month">
            <thead>
              <tr>
                <th scope="col">Year</th>
                {shown.map((month) => (
                  <th key={month} scope="col" className="number">
                    {NAMES[month]}
                  </th>
                ))}
                <th scope="col" className="number">
                  Whole
                </th>
              </tr>
            </thead>
            <tbody>
              {years.map(({ year, months, whole }) => (
                <tr key={year}>
                  <th scope="row">{year}</th>
                  {shown.map((month) => (
                    <Month key={month} value={months[month] ?? null} />
                  ))}
                  <td className="number whole">{percent(whole)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function Month({ value }: { readonly value: number | null }) {
  if (value === null) return <td />;
  return (
    <td className="number" style={{ background: washOf(value, DEEPEST) }}>
      {percent(value)}
    </td>
  );
}

/** The colour of a gain or a loss, deeper towards `deepest`. */
export function washOf(value: number, deepest: number): string {
  const share = deepest === 0 ? 0 : Math.min(1, Math.abs(value) / deepest);
  return `color-mix(in srgb, var(--${value < 0 ? 'down' : 'up'}) ${Math.round(8 + share * 40)}%, var(--panel))`;
}

function percent(value: number): string {
  return formatMetric(value, 'fraction').replace(' %', '');
}
