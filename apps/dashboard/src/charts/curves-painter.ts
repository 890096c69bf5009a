import { LineSeries, LineStyle, createChart } from 'lightweight-charts';
import type { ISeriesApi } from 'lightweight-charts';
import type { Point } from '../state/report';
import { axisFormat } from './chart-options';
import type { ChartColours } from './colours';
import { fitAlways, fitSpan, put, wholeRun } from './report-painter';

/** Overlays the curves of several runs. */
export interface CurvesPainter {
  curves(curves: readonly (readonly Point[])[]): void;
  colours(colours: ChartColours): void;
  remove(): void;
}

/** Distinguished by colour and dash, in the order of the runs; the legend shows the same. */
const LINES = [
  { colour: 'accent', style: LineStyle.Solid },
  { colour: 'warn', style: LineStyle.Dashed },
  { colour: 'up', style: LineStyle.Dotted },
  { colour: 'down', style: LineStyle.LargeDashed },
] as const satisfies readonly { readonly colour: keyof ChartColours; readonly style: LineStyle }[];

export function createCurvesPainter(container: HTMLElement, first: ChartColours): CurvesPainter {
  const chart = createChart(container, wholeRun(first));
  const percent = axisFormat(1);
  const priceFormat = { type: 'custom', minMove: 0.1, formatter: (value: number) => `${percent(value)} %` } as const;
  let drawn: readonly ISeriesApi<'Line'>[] = [];
  let colours = first;
  fitAlways(chart);
  const paint = (): void => {
    chart.applyOptions(wholeRun(colours));
    drawn.forEach((series, index) => series.applyOptions({ color: colours[LINES[index]!.colour] }));
  };
  return {
    curves(curves) {
      for (const series of drawn) chart.removeSeries(series);
      drawn = curves.slice(0, LINES.length).map((points, index) => {
        const series = chart.addSeries(LineSeries, {
          lineWidth: 2,
          lineStyle: LINES[index]!.style,
          priceFormat,
          priceLineVisible: false,
          lastValueVisible: false,
        });
        put(series, points);
        return series;
      });
      paint();
      fitSpan(
        chart,
        curves.flat().toSorted((one, other) => one.time - other.time),
      );
    },
    colours(next) {
      colours = next;
      paint();
    },
    remove: () => chart.remove(),
  };
}
