import { ColorType, CrosshairMode, LineStyle } from 'lightweight-charts';
import type { ChartOptions, DeepPartial, Time } from 'lightweight-charts';
import { formatAmount } from '../format/amount';
import { clock, day, fullDay, minute } from '../format/time';
import type { TimeStyle } from '../format/time';
import type { ChartColours } from './colours';

const FONT = "ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
/** lightweight-charts' TickMarkType: year, month, day of month, time, time with seconds. */
const DAY_OF_MONTH = 2;
const WITH_SECONDS = 4;

/**
 * Options shared by the charts. Times are in the reader's zone unless another is given, and the axis must count its days in the same zone.
 */
export function chartOptions(colours: ChartColours, style: TimeStyle = {}): DeepPartial<ChartOptions> {
  return {
    autoSize: true,
    layout: {
      background: { type: ColorType.Solid, color: 'transparent' },
      textColor: colours.text,
      fontFamily: FONT,
      fontSize: 11,
      // The attribution required by the licence is in the page's footer.
      attributionLogo: false,
    },
    grid: { vertLines: { color: colours.grid }, horzLines: { color: colours.grid } },
    crosshair: {
      mode: CrosshairMode.Normal,
      vertLine: { color: colours.crosshair, style: LineStyle.Dotted, labelBackgroundColor: colours.accent },
      horzLine: { color: colours.crosshair, style: LineStyle.Dotted, labelBackgroundColor: colours.accent },
    },
    rightPriceScale: { borderColor: colours.border },
    timeScale: {
      borderColor: colours.border,
      timeVisible: true,
      rightOffset: 6,
      tickMarkFormatter: (time: Time, kind: number) => tickLabel(Number(time) * 1000, kind, style),
    },
    localization: { timeFormatter: (time: Time) => `${fullDay(Number(time) * 1000, style)}, ${clock(Number(time) * 1000, style)}` },
    // A vertical swipe scrolls the page.
    handleScroll: { vertTouchDrag: false },
  };
}

/** Prices on the axis; floats are precise enough for drawing. */
export function axisFormat(digits: number): (price: number) => string {
  return (price) => formatAmount(price.toFixed(digits), { digits });
}

/** A tick label on the axis, by the unit that changes there. */
export function tickLabel(at: number, kind: number, style: TimeStyle = {}): string {
  if (kind === WITH_SECONDS) return clock(at, style);
  return kind > DAY_OF_MONTH ? minute(at, style) : day(at, style);
}
