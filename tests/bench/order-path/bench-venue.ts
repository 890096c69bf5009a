import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

const MINUTE = 60_000;
const SYMBOL = 'BTCUSDT';

export interface ArrivedOrder {
  readonly price: string;
  /** Monotonic nanoseconds at which the request's head was read. */
  readonly at: bigint;
}

/**
 * The least of Bybit V5 that a trader and an executor need to trade one symbol: it sends candles when told to, fills every
 * order at its limit and notes when it arrived. It decides nothing, so what is measured is the platform.
 */
export class BenchVenue {
  private readonly server: Server;
  private readonly sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  private readonly publicClients = new Set<WebSocket>();
  private readonly privateClients = new Set<WebSocket>();
  private readonly executions: Record<string, unknown>[] = [];
  private position = 0;
  private serial = 0;
  private marketTime: number;

  constructor(
    start: number,
    private readonly onOrder: (order: ArrivedOrder) => void,
  ) {
    this.marketTime = start;
    this.server = createServer((request, response) => void this.answer(request, response, process.hrtime.bigint()));
    this.server.keepAliveTimeout = 600_000;
    this.server.on('upgrade', (request, socket, head) => {
      this.sockets.handleUpgrade(request, socket, head, (client) => this.accept(client, request.url ?? ''));
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    for (const client of this.sockets.clients) client.terminate();
    this.server.closeAllConnections();
    this.server.close();
  }

  /** Whether both sides listen. */
  get connected(): boolean {
    return this.publicClients.size > 0 && this.privateClients.size > 0;
  }

  /** Sends a quote around `price` and then the candle that closes on it; returns the moment its bytes were handed to the socket. */
  sendCandle(price: string): bigint {
    const start = this.marketTime;
    this.marketTime += MINUTE;
    this.broadcast({
      topic: `kline.1.${SYMBOL}`,
      type: 'snapshot',
      ts: this.marketTime,
      data: [
        {
          start,
          end: start + MINUTE - 1,
          interval: '1',
          open: price,
          close: price,
          high: price,
          low: price,
          volume: '10',
          turnover: '1',
          confirm: true,
          timestamp: this.marketTime,
        },
      ],
    });
    return process.hrtime.bigint();
  }

  sendQuote(bid: string, ask: string): void {
    this.broadcast({
      topic: `orderbook.1.${SYMBOL}`,
      type: 'snapshot',
      ts: this.marketTime,
      cts: this.marketTime,
      data: { s: SYMBOL, b: [[bid, '100']], a: [[ask, '100']], u: (this.serial += 1), seq: this.serial },
    });
  }

  private broadcast(message: unknown): void {
    const frame = JSON.stringify(message);
    for (const client of this.publicClients) client.send(frame);
  }

  private accept(client: WebSocket, path: string): void {
    const isPrivate = path.startsWith('/v5/private');
    client.on('message', (data: Buffer) => {
      const { op, req_id: id, args } = JSON.parse(data.toString()) as { op: string; req_id?: string; args?: string[] };
      client.send(JSON.stringify({ success: true, ret_msg: op === 'ping' ? 'pong' : '', op, req_id: id ?? '', conn_id: 'bench' }));
      if (op === 'subscribe' && args) (isPrivate ? this.privateClients : this.publicClients).add(client);
    });
    client.on('close', () => {
      this.publicClients.delete(client);
      this.privateClients.delete(client);
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse, at: bigint): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://venue');
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const result = request.method === 'POST' ? this.create(JSON.parse(body) as Record<string, string>, at) : this.read(url);
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ retCode: 0, retMsg: 'OK', result, retExtInfo: {}, time: Date.now() }));
  }

  private create(order: Record<string, string>, at: bigint): unknown {
    const { price = '', qty = '', side = '', orderLinkId = '' } = order;
    this.onOrder({ price, at });
    const orderId = `o${(this.serial += 1)}`;
    const time = String(this.marketTime);
    this.position += side === 'Buy' ? Number(qty) : -Number(qty);
    const common = { category: 'linear', symbol: SYMBOL, orderId, orderLinkId, side, price, qty, orderType: 'Limit' };
    const execution = {
      ...common,
      execId: `e${this.serial}`,
      execQty: qty,
      execPrice: price,
      execFee: '0',
      feeCurrency: 'USDT',
      execType: 'Trade',
      isMaker: false,
      execTime: time,
      orderQty: qty,
      orderPrice: price,
      seq: this.serial,
    };
    this.executions.push(execution);
    const filled = {
      ...common,
      orderStatus: 'Filled',
      cumExecQty: qty,
      leavesQty: '0',
      avgPrice: price,
      rejectReason: 'EC_NoError',
      cancelType: 'UNKNOWN',
      createdTime: time,
      updatedTime: time,
    };
    for (const client of this.privateClients) {
      client.send(JSON.stringify({ topic: 'execution', id: execution.execId, creationTime: this.marketTime, data: [execution] }));
      client.send(JSON.stringify({ topic: 'order', id: orderId, creationTime: this.marketTime, data: [filled] }));
    }
    return { orderId, orderLinkId };
  }

  private read(url: URL): unknown {
    const category = url.searchParams.get('category') ?? 'linear';
    const page = (list: readonly unknown[]): unknown => ({ category, list, nextPageCursor: '' });
    switch (url.pathname) {
      case '/v5/market/instruments-info':
        return page(category === 'linear' ? [INSTRUMENT] : []);
      case '/v5/market/orderbook':
        return { s: SYMBOL, b: [['50000', '1']], a: [['50000.1', '1']], ts: this.marketTime, u: 1, seq: 1, cts: this.marketTime };
      case '/v5/market/kline':
        return { ...(page(this.history(Number(url.searchParams.get('limit') ?? 200))) as object), symbol: SYMBOL };
      case '/v5/execution/list':
        return page(this.executions);
      case '/v5/position/list':
        return page(this.position === 0 ? [] : [this.positionRecord()]);
      case '/v5/account/wallet-balance':
        return { list: [{ accountType: 'UNIFIED', coin: [{ coin: 'USDT', walletBalance: '1000000', equity: '1000000' }] }] };
      default:
        return page([]);
    }
  }

  private positionRecord(): unknown {
    const side = this.position > 0 ? 'Buy' : 'Sell';
    return { category: 'linear', symbol: SYMBOL, side, size: Math.abs(this.position).toFixed(3), avgPrice: '50000', positionIdx: 0 };
  }

  /** Flat candles before now, newest first as the real endpoint has them. */
  private history(limit: number): unknown[] {
    return Array.from({ length: limit }, (_, n) => [
      String(this.marketTime - (n + 1) * MINUTE),
      '50000',
      '50000',
      '50000',
      '50000',
      '10',
      '500000',
    ]);
  }
}

const INSTRUMENT = {
  symbol: SYMBOL,
  contractType: 'LinearPerpetual',
  status: 'Trading',
  baseCoin: 'BTC',
  quoteCoin: 'USDT',
  settleCoin: 'USDT',
  priceFilter: { minPrice: '0.10', maxPrice: '1999999.80', tickSize: '0.10' },
  lotSizeFilter: {
    maxOrderQty: '1190.000',
    minOrderQty: '0.001',
    qtyStep: '0.001',
    postOnlyMaxOrderQty: '1190.000',
    maxMktOrderQty: '500.000',
    minNotionalValue: '5',
  },
};
