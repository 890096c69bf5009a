import type { ParsedFrame } from '@libs/sdk';
import { textOr } from './wire';
import type { Fields } from './wire';

/**
 * https://bybit-exchange.github.io/docs/v5/ws/connect: characters of all arguments, and connections of one address: 500 in
 * five minutes, which trader, executor and api share, with some left over.
 */
export const STREAM_LIMITS = Object.freeze({ topics: 400, topicCharacters: 21_000, opensPer5Minutes: 150 });

/** The service restarts and takes no new requests; https://bybit-exchange.github.io/docs/v5/error */
const RESTARTING = 10_019;

/** Spot allows ten arguments per request; https://bybit-exchange.github.io/docs/v5/ws/connect */
const TOPICS_PER_REQUEST = 10;

/**
 * Requests and their answers. An answer names no topics, only the request's id, so the topics of each open request are
 * remembered here.
 */
export class ControlFrames {
  private readonly open = new Map<string, readonly string[]>();
  private last = 0;

  reset(): void {
    this.open.clear();
  }

  requests(op: 'subscribe' | 'unsubscribe', topics: readonly string[]): readonly string[] {
    const frames: string[] = [];
    for (let from = 0; from < topics.length; from += TOPICS_PER_REQUEST) {
      const args = topics.slice(from, from + TOPICS_PER_REQUEST);
      const id = `${op}-${(this.last += 1)}`;
      if (op === 'subscribe') this.open.set(id, args);
      frames.push(JSON.stringify({ op, req_id: id, args }));
    }
    return frames;
  }

  ping(): string {
    return '{"op":"ping"}';
  }

  /** Understands the three shapes that public and private connections answer in. */
  parse(message: Fields): ParsedFrame<never> {
    const op = message['op'];
    if (message['retCode'] === RESTARTING) return { kind: 'closing', message: `the venue restarts: ${reason(message)}` };
    if (op === 'ping' || op === 'pong' || message['ret_msg'] === 'pong') return { kind: 'pong' };
    if (op === 'auth') return authentication(message);
    if (op === 'subscribe') return this.subscription(message);
    return { kind: 'ignored' };
  }

  private subscription(message: Fields): ParsedFrame<never> {
    const id = textOr(message, 'req_id', '');
    const topics = this.open.get(id) ?? [];
    this.open.delete(id);
    if (message['success'] === true) return { kind: 'subscribed', topics };
    return { kind: 'refused', what: 'subscription', topics, message: reason(message) };
  }
}

function authentication(message: Fields): ParsedFrame<never> {
  if (message['success'] === true || message['retCode'] === 0) return { kind: 'authenticated' };
  return { kind: 'refused', what: 'authentication', topics: [], message: reason(message) };
}

function reason(message: Fields): string {
  return textOr(message, 'ret_msg', null) ?? textOr(message, 'retMsg', 'no reason given');
}
