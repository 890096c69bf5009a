import type { Report, ReportMarket, ReportTrade } from '../report';
import { escapeHtml } from './escape';
import { formatDuration, formatExact, formatMoney, formatPercent } from '@libs/kernel';
import { areaPath, frameAround, linePath, place, plot, x, y, type Frame } from './plot';

export function equityChart({ equity, benchmark, from, to, startingEquity, metrics, subject: { quote } }: Report): string {
  const start = Number(startingEquity);
  const frame = frameAround({ from, to }, [equity.values, benchmark?.values ?? []], [start]);
  const market = benchmark === null ? '' : `<path class="market" d="${linePath(frame, benchmark.times, benchmark.values)}"/>`;
  const base = `<path class="base" d="M0 ${y(frame, start)}h2000"/>`;
  const end = metrics.endEquity === null ? '' : ` to ${formatMoney(metrics.endEquity)}`;
  const versus = metrics.marketChange === null ? '' : `, while the market changed by ${formatPercent(metrics.marketChange)}`;
  return plot({
    id: 'equity',
    title: `Equity, ${quote}`,
    key: benchmark === null ? '' : 'dashed: the market, bought and held',
    summary: `Equity went from ${formatExact(startingEquity)}${end} ${quote}${versus}.`,
    frame,
    format: 'money',
    marks: `${base}${market}<path class="equity" d="${linePath(frame, equity.times, equity.values)}"/>`,
    readout: { times: equity.times, columns: [{ name: 'Equity', format: 'money', values: equity.values }] },
  });
}

export function drawdownChart({ drawdown, from, to, metrics }: Report): string {
  const falls = drawdown.values.map((value) => 0 - value);
  const { low } = frameAround({ from, to }, [falls], [0, -0.01]);
  const frame: Frame = { from, to, low, high: 0 };
  const longest = metrics.longestDrawdown ? `, the longest lasted ${formatDuration(metrics.longestDrawdown)}` : '';
  return plot({
    id: 'drawdown',
    title: 'Drawdown',
    summary: `The deepest drawdown was ${formatPercent(metrics.maxDrawdown ?? 0)}${longest}.`,
    frame,
    format: 'percent',
    marks: `<path class="fall" d="${areaPath(frame, drawdown.times, falls, 0)}"/>`,
    readout: { times: drawdown.times, columns: [{ name: 'Drawdown', format: 'percent', values: falls }] },
    size: 'low',
  });
}

export function exposureChart({ exposure, from, to, metrics }: Report): string {
  if (exposure === null) return '';
  const frame = { ...frameAround({ from, to }, [exposure.values], [0]), low: 0 };
  return plot({
    id: 'exposure',
    title: 'Exposure ÷ equity',
    summary: `Something was held ${formatPercent(metrics.timeInMarket ?? 0)} of the time.`,
    frame,
    format: 'ratio',
    marks: `<path class="held" d="${areaPath(frame, exposure.times, exposure.values, 0)}"/>`,
    readout: { times: exposure.times, columns: [{ name: 'Exposure ÷ equity', format: 'ratio', values: exposure.values }] },
    size: 'low',
  });
}

/** Bars of one symbol with every listed trade: a triangle at its entry, a ring at its exit, a line between. */
export function priceChart(market: ReportMarket, trades: readonly ReportTrade[], { from, to }: Report, index: number): string {
  const own = trades.filter(({ symbol }) => symbol === market.symbol);
  const prices = own.flatMap(({ entryPrice, exitPrice }) => [Number(entryPrice), Number(exitPrice ?? entryPrice)]);
  const frame = frameAround({ from, to }, [market.highs, market.lows], prices);
  const { times, opens, highs, lows, closes } = market;
  return plot({
    id: `price-${index}`,
    title: market.symbol,
    key: '▲ long in, ▼ short in, ○ out',
    summary: `${own.length} trades are marked; they are listed in the table of trades.`,
    frame,
    format: 'price',
    marks: candles(frame, market) + tradeLines(frame, own),
    overlay: own.map((trade) => tradeMarks(frame, trade)).join(''),
    readout: {
      times,
      columns: Object.entries({ Open: opens, High: highs, Low: lows, Close: closes }).map(([name, values]) => ({
        name,
        format: 'price',
        values,
      })),
    },
  });
}

function candles(frame: Frame, { times, opens, highs, lows, closes }: ReportMarket): string {
  const half = 800 / Math.max(80, times.length);
  const draw = (rising: boolean): string => {
    const parts = times.map((at, bar) => {
      if (closes[bar]! >= opens[bar]! !== rising) return '';
      const middle = x(frame, at);
      const [top, bottom] = [y(frame, Math.max(opens[bar]!, closes[bar]!)), y(frame, Math.min(opens[bar]!, closes[bar]!))];
      const body = `M${one(middle - half)} ${top}h${one(2 * half)}V${one(Math.max(bottom, top + 1))}h${one(-2 * half)}Z`;
      return `M${middle} ${y(frame, highs[bar]!)}V${y(frame, lows[bar]!)}${body}`;
    });
    return `<path class="bar ${rising ? 'up' : 'down'}" d="${parts.join('')}"/>`;
  };
  return draw(true) + draw(false);
}

function tradeLines(frame: Frame, trades: readonly ReportTrade[]): string {
  const draw = (won: boolean): string => {
    const lines = trades
      .filter(({ closedAt, profit }) => closedAt !== null && Number(profit) > 0 === won)
      .map(({ openedAt, closedAt, entryPrice, exitPrice }) => {
        const entry = `M${x(frame, openedAt)} ${y(frame, Number(entryPrice))}`;
        return `${entry}L${x(frame, closedAt!)} ${y(frame, Number(exitPrice))}`;
      });
    return `<path class="trade ${won ? 'won' : 'lost'}" d="${lines.join('')}"/>`;
  };
  return draw(true) + draw(false);
}

function tradeMarks(frame: Frame, { side, openedAt, closedAt, entryPrice, exitPrice, profit }: ReportTrade): string {
  const long = side === 'LONG';
  const entry = `<svg class="mark ${long ? 'long' : 'short'}" ${place(frame, openedAt, Number(entryPrice))}><path d="${long ? 'M0 1l4 7h-8z' : 'M0-1l4-7h-8z'}"/></svg>`;
  if (closedAt === null || exitPrice === null) return entry;
  const out = place(frame, closedAt, Number(exitPrice)).replace('x=', 'cx=').replace('y=', 'cy=');
  return `${entry}<circle class="mark ${Number(profit) > 0 ? 'won' : 'lost'}" r="2.5" ${out}/>`;
}

/** Histogram of daily returns. */
export function distributionChart({ distribution: { edges, counts, unchanged } }: Report): string {
  if (counts.length === 0) return '<p>No day earned or lost anything.</p>';
  const most = Math.max(...counts);
  const width = 100 / counts.length;
  const bars = counts.map((count, bin) => {
    const height = (count / most) * 100;
    const range = `${formatPercent(edges[bin]!, 1)} to ${formatPercent(edges[bin + 1]!, 1)}`;
    const days = count === 1 ? '1 day' : `${count} days`;
    return `<rect class="${edges[bin]! < 0 ? 'lost' : 'won'}" x="${one(bin * width + width * 0.06)}%" y="${one(100 - height)}%" width="${one(width * 0.88)}%" height="${one(height)}%"><title>${escapeHtml(`${range}: ${days}`)}</title></rect>`;
  });
  const every = Math.ceil(edges.length / 5);
  const zero = Math.max(0, edges.indexOf(0));
  const labels = edges.map((edge, index) =>
    (index - zero) % every === 0 ? `<text class="at" x="${one(index * width)}%" y="100%" dy="16">${formatPercent(edge, 1)}</text>` : '',
  );
  const still =
    unchanged === 0 ? '' : ` ${unchanged === 1 ? '1 day without any change is' : `${unchanged} days without any change are`} not drawn.`;
  const summary = `Returns of ${counts.reduce((a, b) => a + b)} days from ${formatPercent(edges[0]!, 1)} to ${formatPercent(edges.at(-1)!, 1)}.${still}`;
  return `<figure class="plot low days"><figcaption><span>Daily returns, number of days (at most ${most}).${still}</span></figcaption>
<svg role="img" aria-label="${summary}">${bars.join('')}${labels.join('')}</svg></figure>`;
}

function one(value: number): number {
  return Math.round(value * 10) / 10;
}
