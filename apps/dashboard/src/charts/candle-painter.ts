import type { Candle } from '@libs/client';
import { CandlestickSeries, HistogramSeries, LineStyle, createSeriesMarkers } from 'lightweight-charts';
import type {
  CandlestickData,
  HistogramData,
  IChartApiBase,
  IPriceLine,
  ISeriesApi,
  SeriesMarker,
  Time,
  UTCTimestamp,
} from 'lightweight-charts';
import { axisFormat, chartOptions } from './chart-options';
import { withAlpha } from './colours';
import type { ChartColours } from './colours';
import { createLocalChart } from './local-days';

export interface AverageLine {
  readonly price: number;
  readonly title: string;
}

/** Draws the price chart. Data can arrive many times a second, so it updates only what differs. */
export interface CandlePainter {
  candles(candles: readonly Candle[]): void;
  markers(markers: readonly SeriesMarker<Time>[]): void;
  average(line: AverageLine | null): void;
  precision(digits: number): void;
  colours(colours: ChartColours): void;
  /** The candle under the pointer, or null. */
  onHover(listener: (candle: Candle | null) => void): void;
  remove(): void;
}

const PIXELS_PER_BAR = 6.5;
/** Empty bars right of the newest one. */
const MARGIN = 6;

export function createCandlePainter(container: HTMLElement, first: ChartColours): CandlePainter {
  const chart = createLocalChart(container, chartOptions(first));
  chart.timeScale().applyOptions({ barSpacing: PIXELS_PER_BAR });
  const price = chart.addSeries(CandlestickSeries, { borderVisible: false });
  const volume = chart.addSeries(HistogramSeries, {
    priceFormat: { type: 'volume' },
    priceScaleId: '',
    lastValueVisible: false,
    priceLineVisible: false,
  });
  volume.priceScale().applyOptions({ scaleMargins: { top: 0.86, bottom: 0 } });
  price.priceScale().applyOptions({ scaleMargins: { top: 0.08, bottom: 0.18 } });
  const marks = createSeriesMarkers(price, [], { zOrder: 'top' });
  let drawn: readonly Candle[] = [];
  let line: IPriceLine | null = null;
  let colours = first;
  paint(price, colours);

  return {
    candles(candles) {
      draw({ chart, price, volume, colours }, drawn, candles);
      drawn = candles;
    },
    markers: (markers) => marks.setMarkers([...markers]),
    average(next) {
      if (line) price.removePriceLine(line);
      line =
        next &&
        price.createPriceLine({ ...next, color: colours.accent, lineWidth: 1, lineStyle: LineStyle.Dashed, axisLabelVisible: true });
    },
    precision(digits) {
      price.applyOptions({ priceFormat: { type: 'price', precision: digits, minMove: 10 ** -digits } });
      chart.applyOptions({ localization: { priceFormatter: axisFormat(digits) } });
    },
    colours(next) {
      colours = next;
      chart.applyOptions(chartOptions(colours));
      paint(price, colours);
      volume.setData(drawn.map((candle) => volumeOf(candle, colours)));
      line?.applyOptions({ color: colours.accent });
    },
    onHover: (listener) => chart.subscribeCrosshairMove(({ time }) => listener(drawn.find(({ start }) => seconds(start) === time) ?? null)),
    remove: () => chart.remove(),
  };
}

interface Drawing {
  readonly chart: IChartApiBase;
  readonly price: ISeriesApi<'Candlestick'>;
  readonly volume: ISeriesApi<'Histogram'>;
  readonly colours: ChartColours;
}

/** Bars appended or changed at the end are updated individually, which keeps the user's view. */
function draw({ chart, price, volume, colours }: Drawing, drawn: readonly Candle[], candles: readonly Candle[]): void {
  const last = drawn.length - 1;
  const goesOn =
    last >= 0 &&
    candles.length >= drawn.length &&
    candles[0] === drawn[0] &&
    candles[last]?.start === drawn[last]?.start &&
    candles[last - 1] === drawn[last - 1];
  if (goesOn) {
    for (const candle of candles.slice(last)) {
      price.update(candleOf(candle));
      volume.update(volumeOf(candle, colours));
    }
    return;
  }
  const restore = keepView(chart, drawn.length);
  price.setData(candles.map(candleOf));
  volume.setData(candles.map((candle) => volumeOf(candle, colours)));
  restore(candles.length);
}

/**
 * Replaces the bars and keeps the view: at the newest bars if it was there, otherwise at the same time. A chart that was never painted has
 * no view and starts at the newest bars by itself.
 */
function keepView(chart: IChartApiBase, bars: number): (bars: number) => void {
  const scale = chart.timeScale();
  const range = bars === 0 ? null : scale.getVisibleLogicalRange();
  const time = scale.getVisibleRange();
  return (next) => {
    if (!range || next === 0) return;
    if (time && range.to < bars - 1) scale.setVisibleRange(time);
    else scale.setVisibleLogicalRange({ from: next + MARGIN - (range.to - range.from), to: next + MARGIN });
  };
}

function paint(price: ISeriesApi<'Candlestick'>, { up, down }: ChartColours): void {
  price.applyOptions({ upColor: up, downColor: down, wickUpColor: up, wickDownColor: down });
}

export function seconds(at: string): UTCTimestamp {
  return Math.floor(Date.parse(at) / 1000) as UTCTimestamp;
}

function candleOf({ start, open, high, low, close }: Candle): CandlestickData {
  return { time: seconds(start), open: Number(open), high: Number(high), low: Number(low), close: Number(close) };
}

function volumeOf({ start, open, close, volume }: Candle, { up, down }: ChartColours): HistogramData {
  return { time: seconds(start), value: Number(volume), color: withAlpha(Number(close) >= Number(open) ? up : down, 0.28) };
}
