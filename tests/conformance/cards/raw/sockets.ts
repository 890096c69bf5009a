import { createHmac } from 'node:crypto';
import { WebSocket } from 'ws';
import type { Card } from '../../suite/card';
import type { Trial } from '../../suite/trial';
import { RECV_WINDOW, type Keys } from '../../venue/keys';
import { PERPETUAL } from '../bybit-api/desk';

type Reply = Readonly<Record<string, unknown>>;

/** A socket by hand. */
class RawSocket {
  readonly heard: Reply[] = [];

  private constructor(
    private readonly trial: Trial,
    private readonly socket: WebSocket,
  ) {
    socket.on('message', (data: Buffer) => void this.heard.push(JSON.parse(data.toString('utf8')) as Reply));
  }

  static async open(trial: Trial, path: string): Promise<RawSocket> {
    const socket = new WebSocket(`${trial.venue.socketUrl}${path}`);
    trial.later(() => socket.terminate());
    const raw = new RawSocket(trial, socket);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return raw;
  }

  /** Sends a frame and waits for what comes next. */
  async ask(frame: object | string): Promise<Reply> {
    const before = this.heard.length;
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
    return this.trial.until('an answer', () => this.heard[before]);
  }

  login({ apiKey, apiSecret }: Keys, expires: number | string = Date.now() + 10_000): Promise<Reply> {
    const sign = createHmac('sha256', apiSecret).update(`GET/realtime${expires}`).digest('hex');
    return this.ask({ op: 'auth', args: [apiKey, expires, sign] });
  }
}

async function sockets(trial: Trial): Promise<void> {
  const keys = await trial.account();
  const open = await RawSocket.open(trial, '/v5/public/linear');
  const own = await RawSocket.open(trial, '/v5/private');
  const trade = await RawSocket.open(trial, '/v5/trade?max_active_time=60s');
  trial.same('a public pong', pick(await open.ask({ op: 'ping', req_id: '7' }), 'success', 'ret_msg', 'op', 'req_id'), [
    true,
    'pong',
    'ping',
    '7',
  ]);
  trial.same('a private topic without a login is refused', (await own.ask({ op: 'subscribe', args: ['order'] }))['success'], false);
  trial.same('an order without a login is refused', Number((await trade.ask(order('0')))['retCode']) !== 0, true);
  trial.same('a login with text for its end', pick(await own.login(keys, String(Date.now() + 10_000)), 'success', 'op'), [true, 'auth']);
  trial.same('one with a number', pick(await trade.login(keys), 'retCode', 'op'), [0, 'auth']);
  trial.same('a second one is a repeat', (await trade.login(keys))['retCode'], 20001);
  trial.same('a private pong', pick(await own.ask({ op: 'ping', req_id: '8' }), 'op', 'req_id'), ['pong', '8']);
  trial.same('a pong for order entry', pick(await trade.ask({ op: 'ping' }), 'retCode', 'op'), [0, 'pong']);
  trial.same(
    'topics of both kinds in one request are refused',
    (await own.ask({ op: 'subscribe', args: ['order', 'order.linear'] }))['success'],
    false,
  );
  trial.same('one after the other is accepted', (await own.ask({ op: 'subscribe', args: ['order'] }))['success'], true);
}

function order(reqId: string): object {
  const header = { 'X-BAPI-TIMESTAMP': String(Date.now()), 'X-BAPI-RECV-WINDOW': String(RECV_WINDOW) };
  return { reqId, op: 'order.create', header, args: [{ ...PERPETUAL, side: 'Buy', orderType: 'Market', qty: '0.001' }] };
}

function pick(reply: Reply, ...names: readonly string[]): unknown[] {
  return names.map((name) => reply[name]);
}

async function wrongFrames(trial: Trial): Promise<void> {
  const keys = await trial.account();
  const spot = await RawSocket.open(trial, '/v5/public/spot');
  const many = Array.from({ length: 11 }, (_, index) => `kline.${[1, 3, 5, 15, 30, 60, 120, 240, 360, 720, 'D'][index]}.BTCUSDT`);
  const tooMany = await spot.ask({ op: 'subscribe', args: many });
  trial.same('eleven topics in one spot request', [tooMany['success'], /args size >10/.test(String(tooMany['ret_msg']))], [false, true]);
  trial.same('an unknown topic', (await spot.ask({ op: 'subscribe', args: ['orderbook.7.BTCUSDT'] }))['success'], false);
  trial.same('no JSON', (await spot.ask('{'))['success'], false);
  trial.same('an unknown op', (await spot.ask({ op: 'dance' }))['success'], false);
  const trade = await RawSocket.open(trial, '/v5/trade');
  await trade.login(keys);
  trial.same('an order', (await trade.ask(order('one')))['retCode'], 0);
  trial.same('the same reqId again', (await trade.ask(order('one')))['retCode'], 20006);
  trial.same('an operation that does not exist', (await trade.ask({ ...order('two'), op: 'order.dance' }))['retCode'], 10404);
  const old = { ...order('three'), header: { 'X-BAPI-TIMESTAMP': String(Date.now() - 20_000), 'X-BAPI-RECV-WINDOW': '5000' } };
  trial.same('an order that is too old', (await trade.ask(old))['retCode'], 10002);
  trial.same('and it goes on', (await trade.ask(order('four')))['retCode'], 0);
}

export const RAW_SOCKETS: readonly Card[] = [
  {
    id: 'R10',
    client: 'raw',
    name: 'logs in and pings on every socket',
    calls: ['auth', 'ping', 'subscribe'],
    venue: 'gate',
    run: sockets,
    expects: [
      ...[
        'a public pong',
        'a private topic without a login is refused',
        'an order without a login is refused',
        'a login with text for its end',
      ],
      ...['one with a number', 'a second one is a repeat', 'a private pong', 'a pong for order entry'],
      ...['topics of both kinds in one request are refused', 'one after the other is accepted'],
    ],
    provokes: [20001, 10005],
    provokesUnsigned: [10005],
  },
  {
    id: 'R11',
    client: 'raw',
    name: 'sends frames that are wrong',
    calls: ['subscribe', 'order.create'],
    venue: 'gate',
    run: wrongFrames,
    expects: [
      ...['eleven topics in one spot request', 'an unknown topic', 'no JSON', 'an unknown op', 'an order', 'the same reqId again'],
      ...['an operation that does not exist', 'an order that is too old', 'and it goes on'],
    ],
    provokes: [20006, 10404, 10002],
  },
];
