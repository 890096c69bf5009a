import type { SeriesMarker, SeriesMarkerShape, Time, UTCTimestamp } from 'lightweight-charts';
import { formatAmount, shownSign, signOf } from '../format/amount';
import type { ChartColours } from './colours';
import type { Trade } from './trades';

export interface MarkerStyle {
  readonly colours: Pick<ChartColours, 'up' | 'down' | 'accent'>;
  readonly intervalMs: number;
  /** The first bar's time; fills before it have no place on the chart. */
  readonly from: number;
}

/** With more markers than this on the chart the words would cover the bars; shape and colour stay. */
const MOST_WORDS = 24;

/** Arrows for entries, squares for exits, each at the bar in which it was filled; up and below the bar is a buy. Colour tells the result. */
export function markersOf(trades: readonly Trade[], { colours, intervalMs, from }: MarkerStyle): readonly SeriesMarker<Time>[] {
  const shown = trades.filter(({ fill }) => Date.parse(fill.at) >= from);
  const firstWord = shown.length - MOST_WORDS;
  return shown.map((trade, index) => {
    const isBuy = trade.fill.side === 'BUY';
    const start = Math.floor(Date.parse(trade.fill.at) / intervalMs) * intervalMs;
    return {
      id: trade.fill.executionId,
      time: (start / 1000) as UTCTimestamp,
      position: isBuy ? 'belowBar' : 'aboveBar',
      shape: shapeOf(trade),
      color: colourOf(trade, colours),
      ...(index >= firstWord ? { text: wordOf(trade) } : {}),
    };
  });
}

function colourOf({ effect, fill }: Trade, { up, down, accent }: MarkerStyle['colours']): string {
  if (effect === 'entry') return accent;
  return signOf(fill.realised) < 0 ? down : up;
}

function shapeOf({ effect, fill }: Trade): SeriesMarkerShape {
  if (effect === 'exit') return 'square';
  return fill.side === 'BUY' ? 'arrowUp' : 'arrowDown';
}

function wordOf({ effect, fill }: Trade): string {
  if (effect === 'entry') return fill.side === 'BUY' ? 'Long' : 'Short';
  const profit = formatAmount(fill.realised, { digits: 2, signed: shownSign(fill.realised, 2) !== 0 });
  // A flip's arrow tells the new side; a second word would cover the bars where flips are frequent.
  return effect === 'exit' ? `Exit ${profit}` : profit;
}
