import type { Hearing, MarketStream, Watch } from './description';

/** Deepest book that can be requested, in levels a side. */
export const MAX_BOOK_DEPTH = 200;

/** Which hooks a definition has. */
export interface Hooks {
  readonly onBar?: unknown;
  readonly onTick?: unknown;
  readonly onTrade?: unknown;
  readonly onOrderBook?: unknown;
  readonly onPosition?: unknown;
  readonly onFunding?: unknown;
  readonly onSignal?: unknown;
}

const STREAM_HOOKS = { ticks: 'onTick', trades: 'onTrade', book: 'onOrderBook' } as const;
type StreamKind = keyof typeof STREAM_HOOKS;

/** Separates bars from finer streams and reduces every entry to its known fields. */
export function splitWatches(entries: readonly (Watch | MarketStream)[]): {
  readonly watches: readonly Watch[];
  readonly streams: readonly MarketStream[];
} {
  const watches: Watch[] = [];
  const streams: MarketStream[] = [];
  for (const entry of entries) {
    if ('interval' in entry) watches.push({ symbol: entry.symbol, interval: entry.interval });
    else streams.push(plainStream(entry));
  }
  return { watches, streams };
}

/** The events that a definition has hooks for. */
export function hearingsOf(hooks: Hooks): readonly Hearing[] {
  const wanted: readonly (readonly [Hearing, unknown])[] = [
    ['position', hooks.onPosition],
    ['funding', hooks.onFunding],
    ['signal', hooks.onSignal],
  ];
  return wanted.filter(([, hook]) => hook !== undefined).map(([hearing]) => hearing);
}

/** Says what is wrong with a requested stream; null if it is valid. */
export function brokenStream(stream: MarketStream): string | null {
  const kind = kindOf(stream);
  if (typeof stream.symbol !== 'string' || kind === null)
    return `watches names ${JSON.stringify(stream)}; an entry is { symbol, interval }, { symbol, ticks: true }, { symbol, trades: true } or { symbol, book: depth }`;
  const { book } = stream as { readonly book?: number };
  if (book === undefined || (Number.isSafeInteger(book) && book >= 1 && book <= MAX_BOOK_DEPTH)) return null;
  return `watches names a book of ${book} levels; it must be a whole number from 1 to ${MAX_BOOK_DEPTH}`;
}

/** Says which watch has no matching hook; null if all have one. */
export function unheardWatch(watches: readonly Watch[], streams: readonly MarketStream[], hooks: Hooks): string | null {
  if (watches.length > 0 && hooks.onBar === undefined) return 'watches names bars, so the strategy needs onBar';
  const unheard = streams.map(kindOf).find((kind) => kind !== null && hooks[STREAM_HOOKS[kind]] === undefined);
  return unheard ? `watches names ${unheard}, so the strategy needs ${STREAM_HOOKS[unheard]}` : null;
}

function kindOf(stream: object): StreamKind | null {
  return (Object.keys(STREAM_HOOKS) as StreamKind[]).find((kind) => kind in stream) ?? null;
}

function plainStream(stream: MarketStream): MarketStream {
  const { symbol } = stream;
  if ('book' in stream) return { symbol, book: stream.book };
  if ('trades' in stream) return { symbol, trades: true };
  return 'ticks' in stream ? { symbol, ticks: true } : stream;
}
