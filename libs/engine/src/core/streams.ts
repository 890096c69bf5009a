import type { LevelText, MarketStream, StrategyEvent, StrategyLevel } from '@libs/sdk';
import type { InputBody } from './input';
import { takeLastPrice, takeQuote } from './market';
import { checkStops } from './stops';
import type { CoreState, DeploymentState, MarkText } from './state';
import type { Turn } from './turn';

type StreamEvent = Extract<StrategyEvent, { readonly type: 'tick' | 'trades' | 'book' }>;
type QuoteInput = Extract<InputBody, { type: 'quote' }>;

/** Most public trades in one event; the rest goes into the next. */
const MOST_TRADES = 1_000;

/** True if a strategy follows quotes; otherwise a quote costs one map write. */
export function hearsTicks({ deployments }: CoreState, symbol: string): boolean {
  for (const deployment of deployments.values()) if (follows(deployment, symbol, 'ticks') !== undefined) return true;
  return false;
}

/** A quote equal to the one before is not a tick. */
export function takeTick(turn: Turn, quote: QuoteInput): void {
  const { state } = turn;
  const { symbol, bid, bidSize, ask, askSize } = quote;
  const before = state.marks.get(symbol);
  takeQuote(state, quote);
  checkStops(turn, symbol);
  if (before !== undefined && isSame(before, quote)) return;
  const prices = { bid: Number(bid), bidSize: Number(bidSize), ask: Number(ask), askSize: Number(askSize) };
  for (const deployment of state.deployments.values())
    if (follows(deployment, symbol, 'ticks') !== undefined) tellNewest(deployment, { type: 'tick', symbol, ...prices });
}

export function takeTrades(turn: Turn, { symbol, trades }: Extract<InputBody, { type: 'trades' }>): void {
  const { state } = turn;
  const last = trades.at(-1);
  if (last === undefined) return;
  takeLastPrice(state, symbol, last.price);
  checkStops(turn, symbol);
  const told = trades.map(({ id, side, price, quantity, at }) => ({ id, side, price: Number(price), quantity: Number(quantity), at }));
  for (const deployment of state.deployments.values()) {
    if (follows(deployment, symbol, 'trades') === undefined) continue;
    const { queue } = deployment;
    const place = placeOf(queue, { type: 'trades', symbol });
    const waiting = queue[place];
    const joins = waiting?.type === 'trades' && waiting.trades.length + told.length <= MOST_TRADES;
    if (joins) queue[place] = { ...waiting, trades: [...waiting.trades, ...told] };
    else queue.push({ type: 'trades', symbol, trades: told });
  }
}

/** Each strategy gets as many levels as it requested. */
export function takeBook({ state }: Turn, { symbol, bids, asks }: Extract<InputBody, { type: 'book' }>): void {
  for (const deployment of state.deployments.values()) {
    const stream = follows(deployment, symbol, 'book');
    if (stream === undefined || !('book' in stream)) continue;
    tellNewest(deployment, { type: 'book', symbol, bids: levelsOf(bids, stream.book), asks: levelsOf(asks, stream.book) });
  }
}

/** While a strategy is busy, only the newest one waits. */
function tellNewest({ queue }: DeploymentState, event: StreamEvent): void {
  const place = placeOf(queue, event);
  if (place >= 0) {
    queue[place] = event;
    return;
  }
  const stale = queue.findIndex((waiting) => waiting.type === event.type && waiting.symbol === event.symbol);
  if (stale >= 0) queue.splice(stale, 1);
  queue.push(event);
}

/**
 * Index of a waiting event of the same stream after the last event that is not a stream event, which must never be overtaken; -1 if there
 * is none. It is replaced in place: if newer events always went to the end, a strategy slower than its fastest stream would never receive
 * that stream.
 */
function placeOf(queue: readonly StrategyEvent[], { type, symbol }: Pick<StreamEvent, 'type' | 'symbol'>): number {
  for (let place = queue.length - 1; place >= 0; place -= 1) {
    const waiting = queue[place]!;
    if (waiting.type !== 'tick' && waiting.type !== 'trades' && waiting.type !== 'book') return -1;
    if (waiting.type === type && waiting.symbol === symbol) return place;
  }
  return -1;
}

/** The stream that a running deployment follows; the deepest if it watches several books of one symbol. */
function follows({ status, terms }: DeploymentState, symbol: string, kind: 'ticks' | 'trades' | 'book'): MarketStream | undefined {
  if (status !== 'running' || terms.streams === undefined) return undefined;
  const found = terms.streams.filter((stream) => kind in stream && stream.symbol === symbol);
  return found.reduce<MarketStream | undefined>((deepest, stream) => (depthOf(stream) > depthOf(deepest) ? stream : deepest), found[0]);
}

function depthOf(stream: MarketStream | undefined): number {
  return stream !== undefined && 'book' in stream ? stream.book : 0;
}

function levelsOf(levels: readonly LevelText[], depth: number): readonly StrategyLevel[] {
  return levels.slice(0, depth).map(([price, quantity]) => [Number(price), Number(quantity)]);
}

function isSame(before: MarkText, { bid, bidSize, ask, askSize }: QuoteInput): boolean {
  return before.source === 'quote' && before.bid === bid && before.ask === ask && before.bidSize === bidSize && before.askSize === askSize;
}
