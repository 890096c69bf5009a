/** Price and quantity, as text. */
export type RawLevel = readonly [string, string];

export interface RawDepth {
  readonly kind: 'depth';
  readonly first: number;
  readonly last: number;
  /** Last id of the message before this one; absent on spot, where `first` follows it by one. */
  readonly before: number | undefined;
  readonly bids: readonly RawLevel[];
  readonly asks: readonly RawLevel[];
}

export interface RawSnapshot {
  readonly kind: 'snapshot';
  readonly last: number;
  readonly bids: readonly RawLevel[];
  readonly asks: readonly RawLevel[];
}

export interface RawTrade {
  readonly kind: 'trade';
  readonly price: string;
  readonly quantity: string;
  readonly buyerTook: boolean;
}

/** Best bid and ask as of an update of the book. */
export interface RawQuote {
  readonly kind: 'quote';
  readonly last: number;
  readonly bid: RawLevel;
  readonly ask: RawLevel;
}

export type RawMessage = RawDepth | RawSnapshot | RawTrade | RawQuote | { readonly kind: 'other' };

/** One line of a recording: what was heard and when. */
export interface RawLine {
  readonly message: RawMessage;
  /** Symbol as the exchange writes it; empty where the message names none. */
  readonly symbol: string;
  /** The exchange's clock in milliseconds; undefined where the message carries none. */
  readonly eventTime: number | undefined;
  /** The recorder's clock in milliseconds. */
  readonly localTime: number;
}

interface Wire {
  readonly e?: string;
  readonly E?: number;
  readonly s?: string;
  readonly U?: number;
  readonly u?: number;
  readonly pu?: number;
  readonly p?: string;
  readonly q?: string;
  readonly m?: boolean;
  readonly b?: unknown;
  readonly a?: unknown;
  readonly B?: string;
  readonly A?: string;
  readonly lastUpdateId?: number;
  readonly bids?: readonly RawLevel[];
  readonly asks?: readonly RawLevel[];
  readonly data?: Wire;
}

const LINE = /^\d{16,19} \{/;
const NANOSECONDS = 6;

/**
 * Reads `<local nanoseconds> <JSON>` as Binance's combined streams and its REST depth answer with it; undefined when the
 * line is not of that form. https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-market-streams
 */
export function readRawLine(line: string): RawLine | undefined {
  if (!LINE.test(line)) return undefined;
  const space = line.indexOf(' ');
  const wire = parse(line.slice(space + 1));
  const body = wire?.data ?? wire;
  if (!body) return undefined;
  return {
    message: messageOf(body),
    symbol: typeof body.s === 'string' ? body.s : '',
    eventTime: typeof body.E === 'number' ? body.E : undefined,
    localTime: Number(line.slice(0, space - NANOSECONDS)),
  };
}

function parse(text: string): Wire | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function messageOf(body: Wire): RawMessage {
  const { u, U, pu, p, q, m, b, a, B, A, lastUpdateId, bids, asks } = body;
  if (body.e === 'depthUpdate' && U !== undefined && u !== undefined)
    return { kind: 'depth', first: U, last: u, before: pu, bids: (b ?? []) as RawLevel[], asks: (a ?? []) as RawLevel[] };
  if (body.e === 'trade' && p !== undefined && q !== undefined) return { kind: 'trade', price: p, quantity: q, buyerTook: m === false };
  if (lastUpdateId !== undefined && bids && asks) return { kind: 'snapshot', last: lastUpdateId, bids, asks };
  if (u !== undefined && typeof b === 'string' && typeof a === 'string' && B !== undefined && A !== undefined)
    return { kind: 'quote', last: u, bid: [b, B], ask: [a, A] };
  return { kind: 'other' };
}
