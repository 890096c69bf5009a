import type { Category, Instrument, Interval } from '@libs/kernel';
import type { CodecStreams, ExchangeOptions, ExchangePlugin, Subscription } from '@libs/sdk';
import type { StreamHandlers } from '../stream/connection-ports';
import type { EventHash } from './event-hash';
import type { RecordingNote } from './recording-note';

/** One connection of a recording. */
export interface RecordedConnection {
  readonly name: string;
  readonly category: Category;
  readonly topics: readonly string[];
}

/**
 * What is written down of markets: best prices, candles, trades and the book, one connection a category as the feed has it. Of a `depth` of 0
 * there is no book.
 */
export function connectionsToRecord(
  plugin: Pick<ExchangePlugin, 'name' | 'publicStream'>,
  instruments: readonly Instrument[],
  { interval, depth }: { readonly interval: Interval; readonly depth: number },
): readonly RecordingNote['connections'][number][] {
  const streams = codecStreamsOf(plugin);
  const wanted = (instrument: Instrument): readonly Subscription[] => [
    { kind: 'quote', instrument },
    { kind: 'bar', instrument, interval },
    { kind: 'trades', instrument },
    ...(depth > 0 ? [{ kind: 'book' as const, instrument, depth }] : []),
  ];
  return [...Map.groupBy(instruments, ({ category }) => category)].map(([category, group]) => ({
    name: `market ${category}`,
    category,
    topics: group.flatMap(wanted).map((subscription) => streams.topic(subscription)),
  }));
}

/** The codec of a recorded connection and what hears it; recording and replay make both here, so that they agree. */
export function listenTo(
  plugin: ExchangePlugin,
  options: ExchangeOptions,
  { connection, hash }: { readonly connection: RecordedConnection; readonly hash: EventHash },
): { readonly codec: ReturnType<CodecStreams['codec']>; readonly handlers: Pick<StreamHandlers<unknown>, 'events'> } {
  return {
    codec: codecStreamsOf(plugin).codec(options, connection.category),
    handlers: { events: (events) => hash.add(connection.name, events) },
  };
}

/** The streams of a plugin whose connections are ours; those of a vendor library cannot be recorded frame by frame. */
export function codecStreamsOf({ name, publicStream }: Pick<ExchangePlugin, 'name' | 'publicStream'>): CodecStreams {
  if (publicStream.kind !== 'codec') throw new Error(`The exchange "${name}" uses its own streams, whose frames cannot be recorded.`);
  return publicStream;
}
