import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

/** Updates of one symbol in a second. */
const RATE = 20;
const LEVELS = 50;
/** In cents. */
const MIDDLE = 10_000;

/** One book that changes and is told; the quantity of its lowest bid is the moment of sending, in microseconds. */
class Stream {
  private update = 0;

  constructor(
    private readonly symbol: string,
    private readonly socket: WebSocket,
  ) {}

  tell(): void {
    this.update += 1;
    const isFirst = this.update === 1;
    const [b, a] = isFirst ? [this.all(-1), this.all(1)] : [this.changed(-1), this.changed(1)];
    const lowest = `["${priceOf(-LEVELS)}","${microseconds()}"]`;
    const data = `{"s":"${this.symbol}","b":[${b},${lowest}],"a":[${a}],"u":${this.update},"seq":${this.update}}`;
    const now = Date.now();
    const type = isFirst ? 'snapshot' : 'delta';
    this.socket.send(`{"topic":"orderbook.${LEVELS}.${this.symbol}","type":"${type}","ts":${now},"data":${data},"cts":${now - 1}}`);
  }

  private all(side: 1 | -1): string {
    return Array.from({ length: LEVELS - (side === 1 ? 0 : 1) }, (_, rank) => levelOf(side * (rank + 1), rank + 1)).join();
  }

  /** Two levels near the top, one of them taken out every other time. */
  private changed(side: 1 | -1): string {
    const rank = 2 + ((this.update * 7) % 20);
    return `${levelOf(side, 1 + (this.update % 9))},${levelOf(side * rank, this.update % 2)}`;
  }
}

const priceOf = (offset: number): string => ((MIDDLE + offset) / 100).toFixed(2);
const levelOf = (offset: number, quantity: number): string => `["${priceOf(offset)}","${quantity}"]`;
/** Of the machine's monotonic clock, which all its processes share. */
const microseconds = (): string => String(process.hrtime.bigint() / 1_000n);

/** As the public streams: confirms, answers pings, and tells every book of the symbols asked for `RATE` times a second. */
function serve(socket: WebSocket): Stream[] {
  const streams: Stream[] = [];
  socket.on('message', (data: Buffer) => {
    const { op, req_id, args = [] } = JSON.parse(data.toString()) as { op: string; req_id?: string; args?: string[] };
    const id = req_id === undefined ? {} : { req_id };
    if (op === 'ping') return socket.send(JSON.stringify({ success: true, ret_msg: 'pong', conn_id: 'bench', op, ...id }));
    socket.send(JSON.stringify({ success: true, ret_msg: '', conn_id: 'bench', op, ...id }));
    if (op === 'subscribe') streams.push(...args.map((topic) => new Stream(topic.split('.')[2]!, socket)));
  });
  return streams;
}

const server = createServer((_request, response) => response.writeHead(404).end());
const lists: Stream[][] = [];
new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket) => void lists.push(serve(socket)));
server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as AddressInfo).port }));

let told = 0;
const started = performance.now();
/** Spread over the time, as those of many symbols are: whoever is due is told, one after another. */
function pump(): void {
  const all = lists.flat();
  const due = all.length === 0 ? 0 : Math.floor(((performance.now() - since) / 1_000) * RATE * all.length);
  for (; told < due; told += 1) all[told % all.length]!.tell();
  setTimeout(pump, 1);
}
let since = started;
process.once('message', () => {
  since = performance.now();
  pump();
});
