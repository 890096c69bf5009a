import { Decimal } from '@libs/kernel';
import {
  FrameReplay,
  WebSocketManager,
  codecStreamsOf,
  readRecording,
  readRecordingNote,
  recordingsIn,
  type HistoryMarket,
  type RecordingNote,
  type TimeSpan,
} from '@libs/market-data';
import { loadExchange } from '@libs/plugin-host';
import { urlsAt, type BookChange, type LevelText, type MarketEvent } from '@libs/sdk';
import { ResearchRefused } from '../refusals';
import type { StoredEvent } from './stored-event';

/** Book and trades of a market from its newest recording, in order of arrival; venue times never decrease. */
export async function recordedEvents(data: string, market: HistoryMarket, span: TimeSpan): Promise<readonly StoredEvent[]> {
  const { folder, note } = await newestOf(data, market);
  const events = await heard({ folder, note }, market);
  const depth = deepest(events);
  const told: StoredEvent[] = [];
  const tracker = new BookTracker();
  let time = -Infinity;
  for (const event of events) {
    time = Math.max(time, event.at);
    // A book is the sum of all earlier events, so the span only cuts the end; the run starts at its own time.
    if (time >= span.to) break;
    if (event.type === 'trades')
      for (const { side, price, quantity } of event.trades)
        told.push({ at: time, kind: 'print', side, price: Decimal.parse(price), quantity: Decimal.parse(quantity) });
    else if (event.type === 'book' && event.depth === depth) told.push(...tracker.take(event, time));
  }
  if (!told.some(({ kind }) => kind === 'snapshot'))
    throw new ResearchRefused(
      `The newest recording of ${market.venue} ${market.symbol} has no order book; record one with "plimsoll data record".`,
    );
  return told;
}

/** Checks the sequence numbers of a book: after a gap nothing is used until the next snapshot. */
class BookTracker {
  private last: number | null = null;

  take({ kind, bids, asks, first, last, previous }: BookChange, at: number): readonly StoredEvent[] {
    const follows = this.last !== null && (previous === undefined ? first <= this.last + 1 : previous === this.last);
    if (kind === 'delta' && !follows) {
      const wasWhole = this.last !== null;
      this.last = null;
      return wasWhole ? [{ at, kind: 'lost', bids: [], asks: [] }] : [];
    }
    this.last = last;
    return [{ at, kind, bids: bids.map(exact), asks: asks.map(exact) }];
  }
}

function exact([price, quantity]: LevelText): readonly [Decimal, Decimal] {
  return [Decimal.parse(price), Decimal.parse(quantity)];
}

interface Recording {
  readonly folder: string;
  readonly note: RecordingNote;
}

async function newestOf(data: string, { venue, symbol }: HistoryMarket): Promise<Recording> {
  for (const folder of (await recordingsIn(data)).toReversed()) {
    const note = (await readRecordingNote(folder))!;
    if (note.venue === venue && note.symbols.includes(symbol)) return { folder, note };
  }
  throw new ResearchRefused(
    `There is no recording of ${venue} ${symbol}; make one with "plimsoll data record --symbol ${symbol} --for 1h".`,
  );
}

/** Replays the frames through the exchange's own codec; the sockets come from the recording, so no connection is made. */
async function heard({ folder, note }: Recording, { symbol, category }: HistoryMarket): Promise<readonly MarketEvent[]> {
  const plugin = await loadExchange(note.venue);
  const replay = new FrameReplay();
  const urls = urlsAt(note.url.replace(/^ws/, 'http'));
  const [base = '', rest = ''] = symbol.split('/');
  const venueSymbol = `${base}${rest.split(':')[0]}`;
  const events: MarketEvent[] = [];
  const managers = note.connections
    .filter((connection) => connection.category === category)
    .map(({ name, topics }) => {
      const environment = replay.environmentOf(name);
      const codec = codecStreamsOf(plugin).codec({ ...urls, requestWindow: 5_000, now: () => environment.wall.now() }, category);
      const manager = new WebSocketManager({ reconnectDelaySeconds: 1, environment });
      const listening = manager.create(name, codec, {
        events: (given) => events.push(...given.filter((event) => event.venueSymbol === venueSymbol)),
        connected: () => undefined,
        disconnected: () => undefined,
        notice: () => undefined,
      });
      return { start: () => listening.start(topics), close: () => manager.close() };
    });
  await replay.run(readRecording(folder), () => managers.forEach(({ start }) => start()));
  for (const { close } of managers) close();
  return events;
}

/** Two depths of one symbol are two books; the deeper one is used. */
function deepest(events: readonly MarketEvent[]): number {
  return events.reduce((depth, event) => (event.type === 'book' ? Math.max(depth, event.depth) : depth), 0);
}
