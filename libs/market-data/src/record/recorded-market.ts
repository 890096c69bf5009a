import type { Category } from '@libs/kernel';
import type { ExchangeOptions, ExchangePlugin } from '@libs/sdk';
import type { StreamHandlers } from '../stream/stream-connection';
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
): { readonly codec: ReturnType<ExchangePlugin['publicStream']>; readonly handlers: Pick<StreamHandlers<unknown>, 'events'> } {
  return {
    codec: plugin.publicStream(options, connection.category),
    handlers: { events: (events) => hash.add(connection.name, events) },
  };
}
