import { Decimal } from '@libs/sdk';
import type { MarketEvent, ParsedFrame, Ticker } from '@libs/sdk';
import { MalformedMessage, fields, millis, textOr } from './wire';
import type { Fields } from './wire';

/** Our names of the venue's fields. */
const PRICES = {
  last: 'lastPrice',
  mark: 'markPrice',
  index: 'indexPrice',
  open24h: 'prevPrice24h',
  high24h: 'highPrice24h',
  low24h: 'lowPrice24h',
} as const;
const NUMBERS = { fundingRate: 'fundingRate', openInterest: 'openInterest', volume24h: 'volume24h', turnover24h: 'turnover24h' } as const;

interface Known {
  readonly ticker: Ticker;
  readonly at: number;
}

/**
 * Tickers with their changes merged: linear tells a snapshot and then what changed, spot snapshots only. A text that is empty
 * tells nothing, and a price of zero is none. https://bybit-exchange.github.io/docs/v5/websocket/public/ticker
 */
export class Tickers {
  private readonly known = new Map<string, Known>();

  clear(): void {
    this.known.clear();
  }

  parse(topic: string, message: Fields): ParsedFrame<MarketEvent> {
    const venueSymbol = topic.slice(topic.indexOf('.') + 1);
    const data = fields(message['data'], 'a ticker');
    if (data['symbol'] !== venueSymbol) throw new MalformedMessage(`a ticker of ${JSON.stringify(data['symbol'])} as ${topic}`);
    const type = message['type'];
    if (type !== 'snapshot' && type !== 'delta') throw new MalformedMessage(`a ticker of the type ${JSON.stringify(type)}`);
    const at = millis(message['ts'], 'a ticker time');
    const before = this.known.get(venueSymbol);
    if (before && at < before.at) return { kind: 'data', topic, events: [] };
    const ticker = merge(type === 'delta' ? (before?.ticker ?? {}) : {}, data);
    this.known.set(venueSymbol, { ticker, at });
    return { kind: 'data', topic, events: [{ type: 'ticker', venueSymbol, ticker, at }] };
  }
}

function merge(before: Ticker, data: Fields): Ticker {
  const after: Record<string, string | number> = { ...before };
  for (const [ours, theirs] of Object.entries(PRICES)) {
    const value = numberIn(data, theirs);
    if (value === null) continue;
    if (value.sign < 0) throw new MalformedMessage(`${theirs} ${value.toString()}, which is no price`);
    if (value.isZero) delete after[ours];
    else after[ours] = value.toString();
  }
  for (const [ours, theirs] of Object.entries(NUMBERS)) {
    const value = numberIn(data, theirs);
    if (value !== null) after[ours] = value.toString();
  }
  const nextFunding = textOr(data, 'nextFundingTime', '0');
  if (nextFunding !== '0') after['nextFundingAt'] = millis(nextFunding, 'the time of the next funding');
  return after;
}

function numberIn(data: Fields, key: string): Decimal | null {
  const value = textOr(data, key, null);
  return value === null ? null : Decimal.parse(value);
}
