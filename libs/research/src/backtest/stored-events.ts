import { InvalidTape, EventTapeWriter, barsOfEvents, marketOf, type EventTape } from '@libs/backtest';
import { categoryOf, seriesName, type HistoryMarket, type HistoryStore, type TimeSpan } from '@libs/market-data';
import type { Decimal } from '@libs/kernel';
import { ResearchRefused } from '../refusals';
import { capital } from './capital';
import { recordedEvents } from './recorded-events';
import type { StoredEvent } from './stored-event';
import { marketText, type StoredMarket } from './stored-market';

export interface WantedEvents {
  readonly data: 'trades' | 'book';
  readonly venue: string;
  readonly symbol: string;
}

/** Stored trades, or the newest recording of the market, as a tape; tick and lot are the finest found in the data. */
export async function loadEvents(store: HistoryStore, { data, venue, symbol }: WantedEvents, span: TimeSpan): Promise<StoredMarket> {
  const market = { venue, symbol, category: categoryOf(symbol) };
  const events = data === 'trades' ? await storedTrades(store, market, span) : await recordedEvents(store.folder, market, span);
  const text = marketText(market, ...scalesOf(events));
  try {
    const tape = tapeOf(events, marketOf(text));
    return { text, events: tape, tape: barsOfEvents(tape, '1m') };
  } catch (error) {
    throw error instanceof InvalidTape ? new ResearchRefused(`${capital(error.message)}.`, { cause: error }) : error;
  }
}

async function storedTrades(store: HistoryStore, market: HistoryMarket, span: TimeSpan): Promise<readonly StoredEvent[]> {
  const series = { ...market, kind: 'trades' as const };
  const events: StoredEvent[] = [];
  for await (const { at, side, price, quantity } of store.trades(series, span)) events.push({ at, kind: 'print', side, price, quantity });
  if (events.length > 0) return events;
  const how = `"plimsoll data download --kind trades --symbol ${market.symbol} …" gets them and "plimsoll data import" reads files of them`;
  throw new ResearchRefused(`No ${seriesName(series)} are stored in that period; ${how}.`);
}

function scalesOf(events: readonly StoredEvent[]): [price: number, quantity: number] {
  let [price, quantity] = [0, 0];
  const see = (one: Decimal, many: Decimal): void => {
    price = Math.max(price, one.scale);
    quantity = Math.max(quantity, many.scale);
  };
  for (const event of events) {
    if (event.kind === 'print') see(event.price, event.quantity);
    else for (const level of [...event.bids, ...event.asks]) see(level[0], level[1]);
  }
  return [price, quantity];
}

function tapeOf(events: readonly StoredEvent[], market: ReturnType<typeof marketOf>): EventTape {
  const writer = new EventTapeWriter(market);
  for (const event of events) {
    if (event.kind === 'print') writer.print(event.side, event.price, event.quantity);
    else {
      if (event.kind !== 'delta') writer.clear();
      for (const [price, quantity] of event.bids) writer.level('BUY', price, quantity);
      for (const [price, quantity] of event.asks) writer.level('SELL', price, quantity);
    }
    writer.end(event.at);
  }
  return writer.tape();
}
