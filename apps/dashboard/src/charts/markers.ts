import type { SeriesMarker, SeriesMarkerShape, Time, UTCTimestamp } from 'lightweight-charts';
import { formatAmount, shownSign } from '../format/amount';
import type { ChartColours } from './colours';
import type { Trade } from './trades';

export interface MarkerStyle {
  readonly colours: Pick<ChartColours, 'up' | 'down' | 'accent'>;
  readonly intervalMs: number;
  /** The first bar's time; fills before it have no place on the chart. */
  readonly from: number;
}

/** Width of a marker's text in bars; texts of nearer markers on the same side would overlap. */
const WORD_BARS = 11;

/** Arrows for entries, squares for exits, each at the bar of its fill; up and below the bar is a buy. Colour shows the result. */
export function markersOf(trades: readonly Trade[], { colours, intervalMs, from }: MarkerStyle): readonly SeriesMarker<Time>[] {
  const shown = trades.filter(({ fill }) => Date.parse(fill.at) >= from);
  const worded = withWords(shown, intervalMs);
  return shown.map((trade) => {
    const isBuy = trade.fill.side === 'BUY';
    const start = barOf(trade, intervalMs) * intervalMs;
    return {
      id: trade.fill.executionId,
      time: (start / 1000) as UTCTimestamp,
      position: isBuy ? 'belowBar' : 'aboveBar',
      shape: shapeOf(trade),
      color: colourOf(trade, colours),
      ...(worded.has(trade) ? { text: wordOf(trade) } : {}),
    };
  });
}

function barOf({ fill }: Trade, intervalMs: number): number {
  return Math.floor(Date.parse(fill.at) / intervalMs);
}

/** Those with room for text, the newest first; the others keep shape and colour. */
function withWords(trades: readonly Trade[], intervalMs: number): ReadonlySet<Trade> {
  const worded = new Set<Trade>();
  const last = { BUY: Infinity, SELL: Infinity };
  for (const trade of trades.toReversed()) {
    const { side } = trade.fill;
    const bar = barOf(trade, intervalMs);
    if (last[side] - bar < WORD_BARS) continue;
    worded.add(trade);
    last[side] = bar;
  }
  return worded;
}

function colourOf({ effect, fill }: Trade, { up, down, accent }: MarkerStyle['colours']): string {
  if (effect === 'entry') return accent;
  return shownSign(fill.realised, 2) < 0 ? down : up;
}

function shapeOf({ effect, fill }: Trade): SeriesMarkerShape {
  if (effect === 'exit') return 'square';
  return fill.side === 'BUY' ? 'arrowUp' : 'arrowDown';
}

function wordOf({ effect, fill }: Trade): string {
  if (effect === 'entry') return fill.side === 'BUY' ? 'Long' : 'Short';
  const profit = formatAmount(fill.realised, { digits: 2, signed: shownSign(fill.realised, 2) !== 0 });
  // A reversal's arrow shows the new side; a second text would cover the bars if reversals are frequent.
  return effect === 'exit' ? `Exit ${profit}` : profit;
}
