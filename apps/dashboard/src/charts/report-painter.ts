import { BaselineSeries, LineSeries, LineStyle, createChart } from 'lightweight-charts';
import type { IChartApi, ISeriesApi, UTCTimestamp } from 'lightweight-charts';
import type { Point } from '../state/report';
import { axisFormat, chartOptions } from './chart-options';
import { withAlpha } from './colours';
import type { ChartColours } from './colours';

/** Draws a run's equity, the benchmark, and the drawdown. */
export interface ReportPainter {
  curves(curves: { readonly equity: readonly Point[]; readonly market: readonly Point[]; readonly drawdown: readonly Point[] }): void;
  /** False hides the benchmark, which leaves the whole height to the equity. */
  showMarket(isShown: boolean): void;
  colours(colours: ChartColours): void;
  remove(): void;
}

const DRAWDOWN_SHARE = 0.3;
/** Seconds. */
const FEW_DAYS = 4 * 86_400;

export function createReportPainter(container: HTMLElement, first: ChartColours): ReportPainter {
  const chart = createChart(container, chartOptions(first));
  const quiet = { priceLineVisible: false, lastValueVisible: false } as const;
  const money = { priceFormat: { type: 'custom', minMove: 0.01, formatter: axisFormat(2) } } as const;
  const market = chart.addSeries(LineSeries, { ...quiet, ...money, lineWidth: 1, lineStyle: LineStyle.Dashed });
  const equity = chart.addSeries(LineSeries, { ...quiet, ...money, lineWidth: 2 });
  const percent = axisFormat(2);
  const drawdown = chart.addSeries(
    BaselineSeries,
    {
      ...quiet,
      lineWidth: 1,
      baseValue: { type: 'price', price: 0 },
      title: 'Drawdown',
      priceFormat: { type: 'custom', minMove: 0.01, formatter: (value: number) => `${percent(value)} %` },
    },
    1,
  );
  const [upper, lower] = chart.panes();
  upper?.setStretchFactor(1 - DRAWDOWN_SHARE);
  lower?.setStretchFactor(DRAWDOWN_SHARE);
  const paint = (colours: ChartColours): void => {
    chart.applyOptions(wholeRun(colours));
    market.applyOptions({ color: colours.text });
    equity.applyOptions({ color: colours.accent });
    // The area hangs from zero; nothing is above it.
    drawdown.applyOptions({
      topLineColor: colours.down,
      bottomLineColor: colours.down,
      bottomFillColor1: withAlpha(colours.down, 0.03),
      bottomFillColor2: withAlpha(colours.down, 0.3),
    });
  };
  paint(first);
  fitAlways(chart);
  return {
    curves(curves) {
      put(equity, curves.equity);
      put(market, curves.market);
      put(drawdown, curves.drawdown);
      fitSpan(chart, curves.equity);
    },
    showMarket: (visible) => market.applyOptions({ visible }),
    colours: paint,
    remove: () => chart.remove(),
  };
}

/** Of a report, whose days and months are in UTC. */
export function wholeRun(colours: ChartColours) {
  const { layout, timeScale, ...shared } = chartOptions(colours, { timeZone: 'UTC' });
  const { timeVisible: _, ...scale } = timeScale ?? {};
  return {
    ...shared,
    layout: { ...layout, panes: { separatorColor: colours.border, separatorHoverColor: colours.grid } },
    // Fixed at both edges, so that the labels there are not cut off.
    timeScale: { ...scale, rightOffset: 0, minBarSpacing: 0.01, fixLeftEdge: true, fixRightEdge: true },
    handleScale: { mouseWheel: false, pinch: true, axisPressedMouseMove: true },
  };
}

export function put(series: ISeriesApi<'Line'> | ISeriesApi<'Baseline'>, points: readonly Point[]): void {
  series.setData(points.map(({ time, value }) => ({ time: time as UTCTimestamp, value })));
}

/** The whole run stays visible when the window becomes narrower. */
export function fitAlways(chart: IChartApi): void {
  chart.timeScale().subscribeSizeChange(() => fit(chart));
}

function fit(chart: IChartApi): void {
  chart.timeScale().fitContent();
}

/** Shows everything; the axis has times of day only for runs of a few days. */
export function fitSpan(chart: IChartApi, points: readonly Point[]): void {
  const seconds = (points.at(-1)?.time ?? 0) - (points[0]?.time ?? 0);
  chart.timeScale().applyOptions({ timeVisible: seconds < FEW_DAYS });
  fit(chart);
}
