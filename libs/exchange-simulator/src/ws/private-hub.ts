import type { FillEngineChange as Change } from '@libs/simulation';
import type { Exchange, PrivateListener } from '../exchange/exchange';
import { renderPosition, renderWallet } from '../v5/render-account';
import { renderExecution, renderOrder } from '../v5/render-order';
import { requestId, topicsOf, type Connection } from './connection';
import { login } from './login';

const TOPICS = ['order', 'execution', 'position', 'wallet', 'execution.fast', 'greeks', 'dcp'];
const KNOWN: ReadonlySet<string> = new Set(TOPICS.flatMap((name) => [name, `${name}.spot`, `${name}.linear`]));

interface Message {
  readonly topic: string;
  readonly category: string;
  readonly body: string;
}

/** The private topics: each account's connections hear what its orders do, once it is on the disk. */
export class PrivateHub implements PrivateListener {
  private readonly byAccount = new Map<string, Set<Connection>>();
  private messages = 0;

  constructor(
    private readonly exchange: Exchange,
    private readonly wallNow: () => number,
  ) {}

  receive(connection: Connection, frame: Record<string, unknown>): void {
    switch (frame['op']) {
      case 'auth':
        return this.auth(connection, frame);
      case 'ping':
        return connection.sendObject({ ...requestId(frame), op: 'pong', args: [String(this.wallNow())], conn_id: connection.id });
      case 'subscribe':
      case 'unsubscribe':
        return this.subscribe(connection, frame, frame['op']);
      default:
        return connection.sendObject({
          success: false,
          ret_msg: 'Params Error',
          conn_id: connection.id,
          ...requestId(frame),
          op: String(frame['op']).slice(0, 40),
        });
    }
  }

  drop(connection: Connection): void {
    if (connection.accountId !== undefined) this.byAccount.get(connection.accountId)?.delete(connection);
  }

  prepare(changes: readonly Change[], at: number): () => void {
    const batches = new Map<string, Message[]>();
    const wallets = new Set<string>();
    for (const change of changes) {
      const accountId = accountOf(change);
      if (!this.byAccount.get(accountId)?.size) continue;
      const list = batches.get(accountId) ?? [];
      batches.set(accountId, list);
      if (change.type === 'wallet') wallets.add(accountId);
      else list.push(this.messageOf(change, at));
    }
    for (const accountId of wallets) batches.get(accountId)!.push(this.walletMessage(accountId, at));
    return () => {
      for (const [accountId, messages] of batches) this.publish(accountId, messages);
    };
  }

  private auth(connection: Connection, frame: Record<string, unknown>): void {
    const outcome = login(frame['args'], this.wallNow(), (apiKey) => this.exchange.keyOf(apiKey));
    if ('retCode' in outcome) {
      const { retCode, retMsg } = outcome;
      return connection.sendObject({
        success: false,
        ret_msg: retMsg,
        op: 'auth',
        conn_id: connection.id,
        ...requestId(frame),
        retCode,
        retMsg,
        connId: connection.id,
      });
    }
    this.drop(connection);
    connection.accountId = outcome.key.accountId;
    const set = this.byAccount.get(outcome.key.accountId) ?? new Set();
    this.byAccount.set(outcome.key.accountId, set.add(connection));
    connection.sendObject({
      success: true,
      ret_msg: '',
      op: 'auth',
      conn_id: connection.id,
      ...requestId(frame),
      retCode: 0,
      retMsg: '',
      connId: connection.id,
    });
  }

  private subscribe(connection: Connection, frame: Record<string, unknown>, op: 'subscribe' | 'unsubscribe'): void {
    const names = topicsOf(frame);
    const answer = (problem: string): void =>
      connection.sendObject({ success: problem === '', ret_msg: problem, conn_id: connection.id, ...requestId(frame), op });
    if (connection.accountId === undefined) return answer('Request not authorized');
    if (!names) return answer('error:args invalid');
    const unknown = names.find((name) => !KNOWN.has(name));
    if (unknown !== undefined) return answer(`error:handler not found,topic:${unknown.slice(0, 100)}`);
    for (const name of names) {
      if (op === 'subscribe') connection.topics.add(name);
      else connection.topics.delete(name);
    }
    answer('');
  }

  private messageOf(change: Exclude<Change, { type: 'wallet' }>, at: number): Message {
    const { engine } = this.exchange;
    const key = change.type === 'order' ? change.order.market : change.type === 'execution' ? change.execution.market : change.market;
    const market = engine.markets.get(key)!;
    const { category } = market.instrument;
    switch (change.type) {
      case 'order':
        return this.wrap('order', category, at, renderOrder(change.order, market));
      case 'execution':
        return this.wrap('execution', category, at, renderExecution(change.execution, market));
      case 'position':
        return this.wrap('position', category, at, renderPosition(engine.account(change.accountId), market));
    }
  }

  private walletMessage(accountId: string, at: number): Message {
    const { engine } = this.exchange;
    return this.wrap('wallet', '', at, renderWallet(engine, engine.account(accountId)));
  }

  private wrap(topic: string, category: string, at: number, data: object): Message {
    this.messages += 1;
    return { topic, category, body: `"id":"${at}-${this.messages}","creationTime":${at},"data":${JSON.stringify([data])}}` };
  }

  private publish(accountId: string, messages: readonly Message[]): void {
    for (const connection of this.byAccount.get(accountId) ?? []) {
      for (const { topic, category, body } of messages) {
        const name = [topic, `${topic}.${category}`].find((candidate) => connection.topics.has(candidate));
        if (name !== undefined) connection.send(`{"topic":"${name}",${body}`);
      }
    }
  }
}

function accountOf(change: Change): string {
  if (change.type === 'order') return change.order.accountId;
  return change.type === 'execution' ? change.execution.accountId : change.accountId;
}
