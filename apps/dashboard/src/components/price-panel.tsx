import type { Candle, DataTrust, Fill, Position } from '@libs/client';
import { useEffect, useMemo, useState } from 'react';
import { createCandlePainter } from '../charts/candle-painter';
import { intervalMs } from '../charts/candles';
import { readColours } from '../charts/colours';
import { markersOf } from '../charts/markers';
import { tradesOf } from '../charts/trades';
import { formatAmount, magnitude, signOf } from '../format/amount';
import type { AmountStyle } from '../format/amount';
import { useCandles, useTicker } from '../hooks/use-market';
import type { MarketView } from '../hooks/use-market';
import { usePainter } from './chart-box';
import { Signed } from './figures';
import { useDigits } from './instruments';
import { Empty, Panel } from './panel';
import { TrustBadge } from './trust-badge';

export interface PricePanelProps {
  readonly market: MarketView;
  readonly fills: readonly Fill[];
  readonly hasAllFills: boolean;
  readonly position: Position | null;
  readonly trust: readonly DataTrust[];
  readonly isDark: boolean;
}

/** Keyed by its market. */
export function PricePanel({ market, fills, hasAllFills, position, trust, isDark }: PricePanelProps) {
  const { candles, isLoaded, failure } = useCandles(market);
  const digits = useDigits()(market.symbol);
  const [hovered, setHovered] = useState<Candle | null>(null);
  const [container, painter] = usePainter(createCandlePainter, isDark);
  const hasCandles = candles.length > 0;
  const from = candles[0]?.start ?? null;
  const held = position === null ? 0 : signOf(position.quantity);
  const trades = useMemo(
    () =>
      tradesOf(
        fills.filter(({ symbol }) => symbol === market.symbol),
        hasAllFills,
        held,
      ),
    [fills, hasAllFills, held, market.symbol],
  );

  useEffect(() => painter?.candles(candles), [painter, candles]);
  useEffect(() => painter?.onHover(setHovered), [painter]);
  useEffect(() => {
    if (digits.price.digits !== undefined) painter?.precision(digits.price.digits);
  }, [painter, digits.price.digits]);
  useEffect(() => {
    if (from !== null)
      painter?.markers(markersOf(trades, { colours: readColours(), intervalMs: intervalMs(market.interval), from: Date.parse(from) }));
  }, [painter, trades, from, market.interval, isDark]);
  useEffect(() => painter?.average(averageLine(position)), [painter, position?.averagePrice, position?.quantity]);

  const shown = hovered ?? candles.at(-1) ?? null;
  return (
    <Panel
      id="price"
      title={`${market.symbol} · ${market.interval}`}
      aside={
        <div className="price-aside">
          <TrustBadge symbol={market.symbol} trust={trust} />
          <Quote market={market} style={digits.price} />
        </div>
      }
    >
      <div className="chart price-chart">
        <div
          className="chart-canvas"
          ref={container}
          role="img"
          aria-label={`Candles of ${market.symbol}, ${market.interval} each, with the entries and exits marked. The fills table has the same facts.`}
        />
        {shown && <Ohlc candle={shown} style={digits.price} />}
        {!hasCandles && <Empty>{waitingWords(isLoaded, failure)}</Empty>}
      </div>
    </Panel>
  );
}

function waitingWords(isLoaded: boolean, failure: Error | null): string {
  if (failure) return 'The market data is not there yet; trying again.';
  return isLoaded ? 'This market has no candle yet; its first one shows here.' : 'Loading candles…';
}

function averageLine(position: Position | null) {
  if (!position || position.averagePrice === null || signOf(position.quantity) === 0) return null;
  return {
    price: Number(position.averagePrice),
    title: `${signOf(position.quantity) > 0 ? 'long' : 'short'} ${magnitude(position.quantity)}`,
  };
}

function Quote({ market, style }: { readonly market: MarketView; readonly style: AmountStyle }) {
  const ticker = useTicker(market);
  if (!ticker) return null;
  return (
    <dl className="quote">
      <div>
        <dt>Bid</dt>
        <dd>{formatAmount(ticker.bid, style)}</dd>
      </div>
      <div>
        <dt>Ask</dt>
        <dd>{formatAmount(ticker.ask, style)}</dd>
      </div>
    </dl>
  );
}

function Ohlc({ candle, style }: { readonly candle: Candle; readonly style: AmountStyle }) {
  const change = (Number(candle.close) / Number(candle.open) - 1) * 100;
  return (
    <p className="ohlc" aria-hidden="true">
      <span>O {formatAmount(candle.open, style)}</span>
      <span>H {formatAmount(candle.high, style)}</span>
      <span>L {formatAmount(candle.low, style)}</span>
      <span>C {formatAmount(candle.close, style)}</span>
      <Signed text={change.toFixed(4)} unit="%" />
    </p>
  );
}
