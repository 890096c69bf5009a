import { Decimal } from '@libs/kernel';
import type { Instrument, Interval, Quote } from '@libs/kernel';
import type { InputBody, Texted } from './input';
import type { CoreState, Watch } from './state';
import type { Turn } from './turn';

type QuoteInput = Extract<InputBody, { type: 'quote' }>;

/** The hot path: one map write, no arithmetic. */
export function takeQuote(state: CoreState, quote: QuoteInput): void {
  state.marks.set(quote.symbol, { bid: quote.bid, ask: quote.ask, quoted: true });
}

/** A price from a bar or a fill stands in until the first quote. */
export function takeLastPrice(state: CoreState, symbol: string, price: string): void {
  if (state.marks.get(symbol)?.quoted) return;
  state.marks.set(symbol, { bid: price, ask: price, quoted: false });
}

export function takeInstrument(state: CoreState, text: Texted<Instrument>): void {
  const instrument: Instrument = {
    ...text,
    tickSize: Decimal.parse(text.tickSize),
    lotSize: Decimal.parse(text.lotSize),
    minQuantity: Decimal.parse(text.minQuantity),
    maxQuantity: Decimal.parse(text.maxQuantity),
    minNotional: Decimal.parse(text.minNotional),
  };
  state.instruments.set(instrument.symbol, instrument);
  state.venueSymbols.set(venueKey(instrument), instrument.symbol);
}

/** Asks for a symbol's market data; repeats are told apart by the caller of the effect. */
export function watch(turn: Turn, symbol: string, interval: Interval): void {
  const item: Watch = { symbol, interval };
  turn.state.watches.set(`${symbol} ${interval}`, item);
  turn.effect({ type: 'watch', symbol, interval });
}

export function bidAndAsk(state: CoreState, symbol: string): Pick<Quote, 'bid' | 'ask'> | null {
  const mark = state.marks.get(symbol);
  return mark === undefined ? null : { bid: Decimal.parse(mark.bid), ask: Decimal.parse(mark.ask) };
}

const HALF = Decimal.parse('0.5');

/** The middle of bid and ask, exact; positions are valued at it. */
export function markOf(state: CoreState, symbol: string): Decimal | null {
  const quote = bidAndAsk(state, symbol);
  return quote === null ? null : quote.bid.plus(quote.ask).times(HALF);
}

export function venueKey(instrument: Pick<Instrument, 'category' | 'venueSymbol'>): string {
  return `${instrument.category}:${instrument.venueSymbol}`;
}
