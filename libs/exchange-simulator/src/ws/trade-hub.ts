import { randomBytes } from 'node:crypto';
import { defined } from '@libs/kernel';
import type { Exchange } from '../exchange/exchange';
import type { ApiAnswer, CallTap, Silence } from '../faults/fault';
import type { RecentTrades } from '../market/recent-trades';
import type { Access, RateState } from '../v5/access';
import { failure, type Reply } from '../v5/envelope';
import { BadRequest, Parameters } from '../v5/parameters';
import { RET } from '../v5/ret-codes';
import { checkTime } from '../v5/sign';
import type { Connection } from './connection';
import { RequestCounter } from './connection-limits';
import { operationOf, type Fields } from './frame';
import { login } from './login';
import { RequestIds } from './request-ids';
import { TRADE_OPERATIONS, type TradeOperation } from './trade-operations';

export interface TradeHubParts {
  readonly exchange: Exchange;
  readonly trades: RecentTrades;
  readonly access: Access;
  readonly wallNow: () => number;
  readonly monotonic: () => number;
  /** Requests of one address within a second. */
  readonly mostPerSecond: number;
  readonly calls: CallTap;
}

interface Answer {
  readonly reply: Reply;
  /** Known once the request was counted against the account's limit. */
  readonly rate?: RateState;
}

const LONGEST_ID = 36;
const CATEGORIES: readonly unknown[] = ['spot', 'linear', 'inverse', 'option'];

/** Order entry over WebSocket: one login, then orders with a time window and a request id each. */
export class TradeHub {
  private readonly counter: RequestCounter;
  private readonly ids = new WeakMap<Connection, RequestIds>();

  constructor(private readonly parts: TradeHubParts) {
    this.counter = new RequestCounter(parts.mostPerSecond, parts.monotonic);
  }

  async receive(connection: Connection, frame: Fields): Promise<void> {
    const op = operationOf(frame);
    if (op === 'auth') return this.auth(connection, frame);
    if (op === 'ping') return this.pong(connection, frame);
    const operation = TRADE_OPERATIONS.get(op);
    const { args } = frame;
    const order = Array.isArray(args) && args.length === 1 ? (args[0] as unknown) : undefined;
    // The exchange answers what it does not know with a bare code.
    if (!operation || isForeign(order))
      return connection.answer('reply', { ...given(frame), retCode: 10404, retMsg: '', op, connId: connection.id });
    const answer = await this.tapped(connection, operation, { frame, order });
    if (answer === 'CUT') connection.cut();
    else if (answer !== 'HANG') connection.answer('reply', this.envelope(connection, frame, answer));
  }

  undecodable(connection: Connection): void {
    connection.answer('reply', { retCode: 10001, retMsg: 'Params Error', op: '', connId: connection.id });
  }

  private pong(connection: Connection, frame: Fields): void {
    const data = [String(this.parts.wallNow())];
    connection.answer('pong', { ...given(frame), retCode: 0, retMsg: 'OK', op: 'pong', data, connId: connection.id });
  }

  private auth(connection: Connection, frame: Fields): void {
    const answer = (retCode: number, retMsg: string): void =>
      connection.answer('auth', { ...given(frame), retCode, retMsg, op: 'auth', connId: connection.id });
    if (connection.key) return answer(20001, 'Repeat auth');
    const outcome = login(connection, frame, this.parts);
    if (!('key' in outcome)) return answer(outcome.retCode, outcome.retMsg);
    connection.key = outcome.key;
    answer(0, 'OK');
  }

  private async tapped(
    connection: Connection,
    operation: TradeOperation,
    asked: { frame: Fields; order: unknown },
  ): Promise<Answer | Silence> {
    const { calls } = this.parts;
    if (calls.isQuiet) return this.operate(connection, operation, asked);
    let rate: RateState | undefined;
    const [, path = ''] = operation.route.split(' ');
    const call = { channel: 'ws', path, accountId: connection.accountId, asked: fieldsOf(asked.order) } as const;
    const answer = await calls.call(call, async (): Promise<ApiAnswer> => {
      const own = await this.operate(connection, operation, asked);
      rate = own.rate;
      return { status: 200, body: own.reply };
    });
    if (typeof answer === 'string') return answer;
    // What is no V5 answer over HTTP, such as a page of maintenance, is the end of a socket.
    return typeof answer.body === 'string' ? 'CUT' : { reply: answer.body as Reply, ...defined({ rate }) };
  }

  /** The one way of every order that comes over a socket. */
  private async operate(
    connection: Connection,
    operation: TradeOperation,
    { frame, order }: { frame: Fields; order: unknown },
  ): Promise<Answer> {
    const early = this.refuse(connection, frame);
    if (early) return { reply: early };
    const { exchange, trades, access, wallNow } = this.parts;
    let rate: RateState | undefined;
    try {
      const parameters = Parameters.ofObject(order);
      // A key may have been taken away, or be over, since the login.
      const found = access.keyFor(connection.key!.apiKey, connection.address);
      if ('reply' in found) return found;
      const admission = access.admit(found.key, operation.route, parameters);
      const { refusal, allowance } = admission;
      rate = admission.rate;
      if (refusal) return { reply: refusal, rate };
      const reply = await operation.handler({ exchange, trades, parameters, wallNow: wallNow(), key: found.key, allowance });
      return { reply, rate };
    } catch (error) {
      if (error instanceof BadRequest) return { reply: error.reply, ...defined({ rate }) };
      throw error;
    }
  }

  /** What is wrong before anybody looks at the order. */
  private refuse(connection: Connection, frame: Fields): Reply | undefined {
    const { reqId, header } = frame;
    if (!this.counter.admits(connection.address)) return failure(10403, 'exceed IP rate limit. 3000 requests per second per IP');
    if (!connection.key) return failure(10005, 'Permission denied, please log in first');
    if (reqId !== undefined && (typeof reqId !== 'string' || reqId.length > LONGEST_ID))
      return RET.parameter('reqId is longer than 36 characters');
    const stamps = (typeof header === 'object' && header !== null ? header : {}) as Fields;
    const late = checkTime(textOf(stamps['X-BAPI-TIMESTAMP']) ?? '', textOf(stamps['X-BAPI-RECV-WINDOW']), this.parts.wallNow());
    if (late) return late;
    return typeof reqId === 'string' && !this.idsOf(connection).take(reqId) ? failure(20006, 'reqId is duplicated') : undefined;
  }

  private envelope(connection: Connection, frame: Fields, { reply, rate }: Answer): object {
    const { retCode, retMsg, result, retExtInfo = {} } = reply;
    const timenow = String(this.parts.wallNow());
    const limits = rate && {
      'X-Bapi-Limit': String(rate.limit),
      'X-Bapi-Limit-Status': String(rate.left),
      'X-Bapi-Limit-Reset-Timestamp': String(rate.resetAt),
    };
    const header = { ...limits, Traceid: randomBytes(16).toString('hex'), Timenow: timenow };
    return { ...given(frame), retCode, retMsg, op: operationOf(frame), data: result, retExtInfo, header, connId: connection.id };
  }

  private idsOf(connection: Connection): RequestIds {
    const ids = this.ids.get(connection) ?? new RequestIds();
    this.ids.set(connection, ids);
    return ids;
  }
}

function given(frame: Fields): { readonly reqId?: string } {
  const id = textOf(frame['reqId']);
  return id === undefined ? {} : { reqId: id.slice(0, LONGEST_ID) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function fieldsOf(order: unknown): Fields {
  return typeof order === 'object' && order !== null ? (order as Fields) : {};
}

/** Names a category that does not exist. */
function isForeign(order: unknown): boolean {
  const { category } = fieldsOf(order);
  return category !== undefined && !CATEGORIES.includes(category);
}
