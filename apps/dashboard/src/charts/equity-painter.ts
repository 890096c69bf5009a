import { BaselineSeries } from 'lightweight-charts';
import type { UTCTimestamp } from 'lightweight-charts';
import { axisFormat, chartOptions } from './chart-options';
import { withAlpha } from './colours';
import type { ChartColours } from './colours';
import type { ChartPoint } from './equity-points';
import { createLocalChart } from './local-days';

/** Draws the equity curve, above and below its starting value. */
export interface EquityPainter {
  points(points: readonly ChartPoint[]): void;
  colours(colours: ChartColours): void;
  remove(): void;
}

export function createEquityPainter(container: HTMLElement, first: ChartColours): EquityPainter {
  const chart = createLocalChart(container, { ...chartOptions(first), handleScroll: false, handleScale: false });
  const series = chart.addSeries(BaselineSeries, {
    lineWidth: 2,
    priceFormat: { type: 'price', precision: 2, minMove: 0.01 },
    priceLineVisible: false,
  });
  const paint = (colours: ChartColours): void => {
    chart.applyOptions({ ...chartOptions(colours), handleScroll: false, handleScale: false });
    chart.applyOptions({ timeScale: { rightOffset: 0, minBarSpacing: 0.05 }, localization: { priceFormatter: axisFormat(2) } });
    series.applyOptions(fills(colours));
  };
  paint(first);
  return {
    points(points) {
      const start = points[0]?.value;
      if (start !== undefined) series.applyOptions({ baseValue: { type: 'price', price: start } });
      series.setData(
        points.map(({ time, value }) => (value === undefined ? { time: time as UTCTimestamp } : { time: time as UTCTimestamp, value })),
      );
      chart.timeScale().fitContent();
    },
    colours: paint,
    remove: () => chart.remove(),
  };
}

function fills({ up, down }: ChartColours) {
  return {
    topLineColor: up,
    topFillColor1: withAlpha(up, 0.26),
    topFillColor2: withAlpha(up, 0.03),
    bottomLineColor: down,
    bottomFillColor1: withAlpha(down, 0.03),
    bottomFillColor2: withAlpha(down, 0.26),
  };
}
