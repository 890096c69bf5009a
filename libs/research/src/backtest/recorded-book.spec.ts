import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  EventHash,
  FrameRecorder,
  HistoryStore,
  WebSocketManager,
  connectionsToRecord,
  listenTo,
  writeRecordingNote,
  type FrameSocketHandlers,
} from '@libs/market-data';
import { loadExchange } from '@libs/plugin-host';
import { urlsAt } from '@libs/sdk';
import { buildInstrument } from '@libs/testkit';
import { MINUTE, SYMBOL, writeStrategy } from '../testing/strategy-folder';
import type { BacktestSpec } from './backtest-spec';
import { runBacktestJob } from './run-backtest-job';

/** Buys two at the market after minute 1, and offers one at 1,005 after minute 2. */
const SOURCE = `import { defineStrategy, param } from '@libs/sdk';
export const strategy = defineStrategy({
  name: 'taker', version: '1.0.0', title: 'T', description: 'For a test.',
  params: { symbol: param.symbol({ description: 'What to trade' }) },
  watches: ({ symbol }) => [{ symbol, interval: '1m' }], warmUp: () => 1,
  state: () => ({ bars: 0 }),
  onBar: (ctx, { symbol }) => {
    if (ctx.warmingUp) return;
    ctx.state.bars += 1;
    if (ctx.state.bars === 1) ctx.buy(symbol, '2');
    if (ctx.state.bars === 2) ctx.sell(symbol, '1', { price: '1005' });
  },
});
`;
const T0 = Date.UTC(2025, 5, 1);
const BOOK = 'orderbook.50.BTCUSDT';
const TRADES = 'publicTrade.BTCUSDT';

type Levels = readonly (readonly [price: string, size: string])[];

function book(second: number, update: number, levels: { readonly b?: Levels; readonly a?: Levels }): object {
  const ts = T0 + second * 1_000;
  const data = { s: 'BTCUSDT', b: levels.b ?? [], a: levels.a ?? [], u: update, seq: update };
  return { topic: BOOK, type: update === 10 ? 'snapshot' : 'delta', ts, data, cts: ts };
}

function trade(second: number, side: 'Buy' | 'Sell', price: string, size: string): object {
  const ts = T0 + second * 1_000;
  const data = [{ T: ts, s: 'BTCUSDT', S: side, v: size, p: price, L: 'PlusTick', i: `t${second}`, BT: false }];
  return { topic: TRADES, type: 'snapshot', ts, data };
}

/** What the exchange sends: five minutes with 999 bid, 1 offered at 1,001, 3 at 1,002 and 2 at 1,005. */
const SENT = [
  book(0, 10, {
    b: [['999', '5']],
    a: [
      ['1001', '1'],
      ['1002', '3'],
      ['1005', '2'],
    ],
  }),
  trade(0, 'Sell', '999', '0.1'),
  trade(70, 'Buy', '1001', '0.1'),
  // What was taken is offered again, and half of what was offered at 1,002 is not any more.
  book(90, 11, {
    a: [
      ['1001', '1'],
      ['1002', '1.5'],
    ],
  }),
  trade(130, 'Buy', '1001', '0.1'),
  // Others come up to 1,005: two are taken from those who were there before us, half of one from us, then the other half.
  book(200, 12, {
    a: [
      ['1001', '0'],
      ['1002', '0'],
    ],
  }),
  trade(210, 'Buy', '1005', '2.5'),
  book(211, 13, {
    a: [
      ['1005', '0'],
      ['1006', '4'],
    ],
  }),
  trade(250, 'Buy', '1005', '1'),
  trade(301, 'Sell', '999', '0.1'),
] as const;

describe('a backtest in the book of a recording', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-recorded-book-'));
    await writeStrategy(join(folder, 'strategies'), 'taker', SOURCE);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Records as "plimsoll data record" does, from a venue that sends of its frames what it was asked for. */
  async function record(): Promise<void> {
    const plugin = await loadExchange('bybit');
    const instrument = buildInstrument({ symbol: SYMBOL, venueSymbol: 'BTCUSDT', category: 'linear' });
    const connections = connectionsToRecord(plugin, [instrument], { interval: '1m', depth: 50 });
    const recording = join(folder, 'bybit', 'recordings', '20250601T000000Z-BTC_USDT_USDT');
    const recorder = new FrameRecorder({ folder: recording });
    const sent = Promise.withResolvers<void>();
    const open = (_url: string, handlers: FrameSocketHandlers) => {
      queueMicrotask(() => handlers.open());
      return { send: (frame: string) => queueMicrotask(() => answer(frame, handlers, sent.resolve)), close: () => undefined };
    };
    const manager = new WebSocketManager({ reconnectDelaySeconds: 1, environment: { tap: recorder, open } });
    const hash = new EventHash();
    for (const connection of connections) {
      const options = { ...urlsAt('http://venue'), requestWindow: 5_000, now: Date.now };
      const { codec, handlers } = listenTo(plugin, options, { connection, hash });
      const more = { connected: () => undefined, disconnected: () => undefined, notice: () => undefined };
      manager.create(connection.name, codec, { ...handlers, ...more }).start(connection.topics);
    }
    await sent.promise;
    manager.close();
    await recorder.close();
    const end = { at: T0, frames: recorder.frames, lost: recorder.lost, events: hash.byType, eventsHash: hash.digest() };
    await writeRecordingNote(recording, {
      venue: 'bybit',
      url: 'ws://venue',
      connections: [...connections],
      symbols: [SYMBOL],
      startedAt: T0,
      end,
    });
  }

  function answer(frame: string, handlers: FrameSocketHandlers, done: () => void): void {
    const { op, req_id, args } = JSON.parse(frame) as { op: string; req_id: string; args: readonly string[] };
    if (op !== 'subscribe') return;
    handlers.frame(JSON.stringify({ success: true, ret_msg: '', conn_id: 'c', req_id, op }));
    for (const message of SENT) if (args.includes((message as { topic: string }).topic)) handlers.frame(JSON.stringify(message));
    done();
  }

  it('walks it with what is taken and waits in its queue with what is offered', async () => {
    await record();
    const fills = { takerFee: '0.001', makerFee: '0.0005', slippageTicks: 0, latency: 0 };
    const spec: BacktestSpec = {
      strategy: 'taker',
      params: { symbol: SYMBOL },
      venue: 'bybit',
      data: 'book',
      detail: null,
      from: null,
      to: null,
      balance: '100000',
      maxPositionSize: '1',
      fills,
    };
    const { result, summary } = await runBacktestJob(spec, {
      store: new HistoryStore(folder, 'a test'),
      strategies: join(folder, 'strategies'),
    });
    const seen = result.fills.map(({ side, quantity, price, liquidity, at }) => [side, `${quantity} at ${price}`, liquidity, at - T0]);
    expect(seen).toEqual([
      ['BUY', '1 at 1001', 'TAKER', 2 * MINUTE],
      ['BUY', '1 at 1002', 'TAKER', 2 * MINUTE],
      ['SELL', '0.5 at 1005', 'MAKER', 210_000],
      ['SELL', '0.5 at 1005', 'MAKER', 250_000],
    ]);
    // Fees: 2,003 at a thousandth and 1,005 at half of one.
    expect(summary.fees).toBe('2.5055');
    expect(result.fault).toBeNull();
  });
});
