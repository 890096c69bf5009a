import { Decimal, middleOf } from '@libs/kernel';
import type { Instrument, Quote } from '@libs/kernel';
import type { InputBody, Texted } from './input';
import type { CoreState } from './state';

type QuoteInput = Extract<InputBody, { type: 'quote' }>;

/** The hot path: one map write, no arithmetic. */
export function takeQuote(state: CoreState, quote: QuoteInput): void {
  const { symbol, bid, bidSize, ask, askSize } = quote;
  state.marks.set(symbol, { bid, ask, bidSize, askSize, source: 'quote' });
}

/** A price from a bar or a fill is used until the first quote. */
export function takeLastPrice(state: CoreState, symbol: string, price: string): void {
  if (state.marks.get(symbol)?.source === 'quote') return;
  state.marks.set(symbol, { bid: price, ask: price, source: 'trade' });
}

/** Prices become stale while nobody listens: orders wait for new ones. */
export function ageMarks(state: CoreState): void {
  for (const [symbol, mark] of state.marks) state.marks.set(symbol, { ...mark, source: 'earlier-session' });
}

export function takeInstrument(state: CoreState, { maxPrice, ...text }: Texted<Instrument>): void {
  const instrument: Instrument = {
    ...text,
    ...(maxPrice === undefined ? {} : { maxPrice: Decimal.parse(maxPrice) }),
    tickSize: Decimal.parse(text.tickSize),
    lotSize: Decimal.parse(text.lotSize),
    minQuantity: Decimal.parse(text.minQuantity),
    maxQuantity: Decimal.parse(text.maxQuantity),
    minNotional: Decimal.parse(text.minNotional),
  };
  state.instruments.set(instrument.symbol, instrument);
  state.venueSymbols.set(venueKey(instrument), instrument.symbol);
}

/** Bid and ask of this session; null if not known yet. */
export function bidAndAsk(state: CoreState, symbol: string): Pick<Quote, 'bid' | 'ask'> | null {
  const mark = state.marks.get(symbol);
  if (mark === undefined || mark.source === 'earlier-session') return null;
  return { bid: Decimal.parse(mark.bid), ask: Decimal.parse(mark.ask) };
}

/** The exact mid price; positions are valued at it. */
export function markOf(state: CoreState, symbol: string): Decimal | null {
  const mark = state.marks.get(symbol);
  return mark === undefined ? null : middleOf({ bid: Decimal.parse(mark.bid), ask: Decimal.parse(mark.ask) });
}

export function venueKey(instrument: Pick<Instrument, 'category' | 'venueSymbol'>): string {
  return `${instrument.category}:${instrument.venueSymbol}`;
}
