import type { Connection } from './connection';
import { operationOf, requestId, type Fields } from './frame';
import type { PublicStream } from './open-topic';

/** What a stream answers to a ping; https://bybit-exchange.github.io/docs/v5/ws/connect */
export function pong(
  stream: PublicStream,
  { connection, frame, wallNow }: { connection: Connection; frame: Fields; wallNow: number },
): object {
  if (stream === 'option') return { args: [String(wallNow)], op: 'pong' };
  return { success: true, ret_msg: 'pong', conn_id: connection.id, ...given(stream, frame), op: 'ping' };
}

export interface Outcome {
  /** Empty when all went well. */
  readonly problem: string;
  readonly done: readonly string[];
  readonly failed: readonly string[];
}

/** What a stream answers to a request on topics. */
export function acknowledgement(
  stream: PublicStream,
  { connection, frame }: { connection: Connection; frame: Fields },
  outcome: Outcome,
): object {
  const { problem, done, failed } = outcome;
  const success = problem === '';
  if (stream === 'option')
    return { success, conn_id: connection.id, data: { failTopics: failed, successTopics: done }, type: 'COMMAND_RESP' };
  const op = operationOf(frame);
  const ret_msg = success && stream === 'spot' ? op : problem;
  return { success, ret_msg, conn_id: connection.id, ...given(stream, frame), op };
}

/** What a stream says of a topic it does not have. */
export function unknownTopic(stream: PublicStream, name: string): string {
  const shown = name.slice(0, 100);
  if (stream !== 'spot') return `error:handler not found,topic:${shown}`;
  return /^(?:orderbook\.(?:1|50|200|1000|rpi|full)|publicTrade|tickers|priceLimit|kline\.\w+)\.[^.]+$/.test(name)
    ? `Invalid symbol :[${shown}]`
    : `Invalid topic: ${shown}`;
}

/** Spot repeats a request's id only when there was one, futures always name it. */
function given(stream: PublicStream, frame: Fields): { readonly req_id?: string } {
  const id = requestId(frame);
  if (id !== undefined) return { req_id: id };
  return stream === 'spot' ? {} : { req_id: '' };
}
