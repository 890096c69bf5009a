import type { Exchange } from '../exchange/exchange';
import { failure, type Reply } from '../v5/envelope';
import { cancelOrder, createOrder } from '../v5/order-endpoints';
import { BadRequest, Parameters } from '../v5/parameters';
import { RET } from '../v5/ret-codes';
import type { Connection } from './connection';
import { login } from './login';

const OPERATIONS = { 'order.create': createOrder, 'order.cancel': cancelOrder } as const;
const AHEAD = 1_000;

/** Order entry over WebSocket: one login, then orders with a time window and a request id each. */
export class TradeHub {
  constructor(
    private readonly exchange: Exchange,
    private readonly wallNow: () => number,
  ) {}

  async receive(connection: Connection, frame: Record<string, unknown>): Promise<void> {
    const op = String(frame['op']);
    if (op === 'auth') return this.auth(connection, frame);
    if (op === 'ping')
      return connection.sendObject({ retCode: 0, retMsg: 'OK', op: 'pong', data: [String(this.wallNow())], connId: connection.id });
    const reply = await this.operate(connection, op, frame);
    const reqId = typeof frame['reqId'] === 'string' ? { reqId: frame['reqId'].slice(0, 36) } : {};
    const header = { Timenow: String(this.wallNow()) };
    connection.sendObject({
      ...reqId,
      retCode: reply.retCode,
      retMsg: reply.retMsg,
      op: op.slice(0, 40),
      data: reply.result,
      retExtInfo: {},
      header,
      connId: connection.id,
    });
  }

  private auth(connection: Connection, frame: Record<string, unknown>): void {
    if (connection.accountId !== undefined)
      return connection.sendObject({ retCode: 20001, retMsg: 'Repeat auth', op: 'auth', connId: connection.id });
    const outcome = login(frame['args'], this.wallNow(), (apiKey) => this.exchange.keyOf(apiKey));
    if ('key' in outcome) connection.accountId = outcome.key.accountId;
    const { retCode, retMsg } = 'key' in outcome ? { retCode: 0, retMsg: 'OK' } : outcome;
    connection.sendObject({ retCode, retMsg, op: 'auth', connId: connection.id });
  }

  private async operate(connection: Connection, op: string, frame: Record<string, unknown>): Promise<Reply> {
    const key = connection.accountId === undefined ? undefined : { apiKey: '', apiSecret: '', accountId: connection.accountId };
    if (!key) return failure(10005, 'Permission denied, please log in first');
    const operation = Object.hasOwn(OPERATIONS, op) ? OPERATIONS[op as keyof typeof OPERATIONS] : undefined;
    if (!operation) return failure(10404, `op ${op.slice(0, 40)} is not supported`);
    const header = frame['header'];
    const late = this.checkTime(typeof header === 'object' && header !== null ? (header as Record<string, unknown>) : {});
    if (late) return late;
    try {
      const args = frame['args'];
      const parameters = Parameters.ofObject(Array.isArray(args) && args.length === 1 ? args[0] : undefined);
      return await operation({ exchange: this.exchange, key, parameters });
    } catch (error) {
      if (error instanceof BadRequest) return error.reply;
      throw error;
    }
  }

  private checkTime(header: Record<string, unknown>): Reply | undefined {
    const stamp = String(header['X-BAPI-TIMESTAMP'] ?? '');
    const window = String(header['X-BAPI-RECV-WINDOW'] ?? '5000');
    const now = this.wallNow();
    const inTime = /^\d{10,16}$/.test(stamp) && now - Number(window) <= Number(stamp) && Number(stamp) < now + AHEAD;
    return inTime ? undefined : RET.timestamp(now, stamp, window);
  }
}
