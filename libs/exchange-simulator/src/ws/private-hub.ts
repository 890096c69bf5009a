import type { Timers } from '@libs/platform';
import type { Change } from '@libs/simulation';
import type { IssuedKey } from '../exchange/api-keys';
import type { Exchange, PrivateListener } from '../exchange/exchange';
import type { Connection } from './connection';
import { DisconnectGuard } from './disconnect-guard';
import { Message, operationOf, requestId, topicsOf, type Fields } from './frame';
import { login, type LoginParts } from './login';
import { PrivateMessages, type PrivateMessage } from './private-messages';
import { checkPrivateTopics, hearsAnyOf, heardAs } from './private-topics';

export interface PrivateHubParts extends LoginParts {
  readonly exchange: Exchange;
  readonly timers: Timers;
}

/** The private topics: each account's connections hear what its orders do, once it is on the disk. */
export class PrivateHub implements PrivateListener {
  /** Watches the connections with a `dcp` topic. */
  readonly guard: DisconnectGuard;
  private readonly byAccount = new Map<string, Set<Connection>>();
  private readonly messages: PrivateMessages;

  constructor(private readonly parts: PrivateHubParts) {
    this.guard = new DisconnectGuard(parts.timers);
    this.messages = new PrivateMessages(parts.exchange);
  }

  receive(connection: Connection, frame: Fields): void {
    switch (frame['op']) {
      case 'auth':
        return this.auth(connection, frame);
      case 'ping':
        return connection.answer('pong', { ...given(frame), op: 'pong', args: [String(this.parts.wallNow())], conn_id: connection.id });
      case 'subscribe':
        return this.subscribe(connection, frame);
      case 'unsubscribe':
        return this.unsubscribe(connection, frame);
      default:
        return this.acknowledge(connection, frame, 'Params Error');
    }
  }

  undecodable(connection: Connection): void {
    this.acknowledge(connection, {}, 'Params Error');
  }

  drop(connection: Connection): void {
    this.guard.lost(connection);
    this.forget(connection);
  }

  close(): void {
    this.guard.close();
  }

  prepare(changes: readonly Change[], at: number): () => void {
    const messages = this.messages.of(changes, at, (accountId, topic) => this.isHeard(accountId, topic));
    return () => {
      for (const message of messages) this.publish(message);
    };
  }

  /** Tells an account something that did not come of its orders. */
  tell(place: { readonly accountId: string; readonly topic: string; readonly category: string }, data: readonly object[]): void {
    this.publish(this.messages.make(place, this.parts.exchange.marketTime, data));
  }

  /** Whether anybody listens to the topic or to a part of it. */
  private isHeard(accountId: string, topic: string): boolean {
    for (const { topics } of this.byAccount.get(accountId) ?? []) if (hearsAnyOf(topics, topic)) return true;
    return false;
  }

  /** A connection may log in again, even to another account. */
  private auth(connection: Connection, frame: Fields): void {
    const outcome = login(connection, frame, this.parts);
    const { retCode, retMsg } = 'key' in outcome ? { retCode: 0, retMsg: '' } : outcome;
    if ('key' in outcome) this.adopt(connection, outcome.key);
    const { id } = connection;
    const answer = { success: retCode === 0, ret_msg: retMsg, op: 'auth', conn_id: id, ...given(frame), retCode, retMsg, connId: id };
    connection.answer('auth', answer);
  }

  private adopt(connection: Connection, key: IssuedKey): void {
    this.drop(connection);
    connection.key = key;
    this.byAccount.set(key.accountId, (this.byAccount.get(key.accountId) ?? new Set()).add(connection));
    for (const name of connection.topics) this.guard.joined(connection, name);
  }

  private forget(connection: Connection): void {
    if (connection.accountId !== undefined) this.byAccount.get(connection.accountId)?.delete(connection);
  }

  private subscribe(connection: Connection, frame: Fields): void {
    const names = topicsOf(frame);
    if (connection.accountId === undefined) return this.acknowledge(connection, frame, 'Request not authorized');
    if (!names) return this.acknowledge(connection, frame, 'Params Error');
    const { good, bad } = checkPrivateTopics(names);
    for (const name of good) {
      connection.topics.add(name);
      this.guard.joined(connection, name);
    }
    this.acknowledge(connection, frame, bad.length === 0 ? '' : partly(good, bad));
  }

  private unsubscribe(connection: Connection, frame: Fields): void {
    for (const name of topicsOf(frame) ?? []) {
      connection.topics.delete(name);
      this.guard.left(connection, name);
    }
    this.acknowledge(connection, frame, '');
  }

  private acknowledge(connection: Connection, frame: Fields, problem: string): void {
    const answer = { success: problem === '', ret_msg: problem, conn_id: connection.id, ...given(frame), op: operationOf(frame) };
    connection.answer('subscription', answer);
  }

  private publish({ accountId, topic, category, body }: PrivateMessage): void {
    const made = new Map<string, Message>();
    for (const connection of this.byAccount.get(accountId) ?? []) {
      const name = heardAs(connection.topics, topic, category);
      if (name === undefined) continue;
      const message = made.get(name) ?? new Message('data', `{"topic":"${name}",${body}`, name);
      made.set(name, message);
      connection.send(message);
    }
  }
}

/** What the exchange says of a request that it could meet in part. */
function partly(good: readonly string[], bad: readonly string[]): string {
  const shown = bad.map((name) => name.slice(0, 100));
  return (
    `Batch subscription partially succeeded and partially failed.Successful subscriptions are as follows:[${good.join(' ')}]. ` +
    `Subscription to the following topics failed because the topic does not exist or there is a subscription conflict:[${shown.join(' ')}].`
  );
}

function given(frame: Fields): { readonly req_id?: string } {
  const id = requestId(frame);
  return id === undefined ? {} : { req_id: id };
}
