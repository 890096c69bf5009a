import type { Category } from '@libs/kernel';
import type { CodecStreams, ExchangeOptions, ExchangePlugin } from '@libs/sdk';
import type { StreamHandlers } from '../stream/connection-ports';
import type { EventHash } from './event-hash';

/** One connection of a recording. */
export interface RecordedConnection {
  readonly name: string;
  readonly category: Category;
  readonly topics: readonly string[];
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
  if (publicStream.kind !== 'codec') throw new Error(`The exchange "${name}" brings streams of its own, whose frames cannot be recorded.`);
  return publicStream;
}
