import { csvOf, FIRST, type Answer, type Client, type SimulatorHarness } from './with-simulator';

const HOUR = 3_600_000;
const LINEAR = { category: 'linear', symbol: 'BTCUSDT' };

export type Row = Record<string, string>;

/** Bars that stand at one price, then run through others: each bar opens where the one before closed. */
function course(...closes: readonly number[]): number[][] {
  return closes.map((close, index) => {
    const open = closes[index - 1] ?? close;
    return [open, Math.max(open, close), Math.min(open, close), close, 100];
  });
}

/** A stepped market of hours that stands at 100,000 for its first twenty; the test says what comes then. */
export class TradingDesk {
  private constructor(
    readonly client: Client,
    readonly file: string,
  ) {}

  static async open(
    harness: SimulatorHarness,
    { then = [], category = 'linear', balances }: { then?: readonly number[]; category?: string; balances?: Record<string, string> } = {},
  ): Promise<TradingDesk> {
    const bars = course(...Array<number>(20).fill(100_000), ...then, ...Array<number>(60).fill(then.at(-1) ?? 100_000));
    const file = await harness.file(csvOf(bars, HOUR), `BTCUSDT_${category}_1h.csv`);
    const client = await harness.start({ kind: 'replay', file, speed: 0.001, stepped: true });
    await client.login('me', balances);
    return new TradingDesk(client, file).toHour(19);
  }

  /** Moves the market to the end of the hour that is `hour` hours after the first. */
  async toHour(hour: number): Promise<this> {
    await this.client.admin('POST', 'clock/step', { to: FIRST + (hour + 1) * HOUR });
    return this;
  }

  /** Sends an order and gives its id; the answer must be good. */
  async place(body: object): Promise<string> {
    const answer = await this.client.order(body);
    expect(answer).toMatchObject({ retCode: 0, retMsg: 'OK' });
    return answer.result['orderId']!;
  }

  async code(answer: Promise<Answer>): Promise<number> {
    return (await answer).retCode;
  }

  async order(orderId: string, more: object = {}): Promise<Row | undefined> {
    const query = { ...LINEAR, orderId, ...more };
    const open = (await this.client.get('/v5/order/realtime', query)).result.list[0];
    return open ?? (await this.client.get('/v5/order/history', query)).result.list[0];
  }

  async open(more: object = {}): Promise<Row[]> {
    return (await this.client.get('/v5/order/realtime', { ...LINEAR, ...more })).result.list;
  }

  async positions(): Promise<Row[]> {
    return (await this.client.get('/v5/position/list', LINEAR)).result.list;
  }

  async executions(more: object = {}): Promise<Row[]> {
    return (await this.client.get('/v5/execution/list', { ...LINEAR, ...more })).result.list;
  }

  async wallet(coin = 'USDT'): Promise<Row> {
    const { list } = (await this.client.get('/v5/account/wallet-balance', { accountType: 'UNIFIED' })).result;
    return (list[0]!['coin'] as unknown as Row[]).find((row) => row['coin'] === coin) ?? {};
  }

  post(path: string, body: object): Promise<Answer> {
    return this.client.post(path, { ...LINEAR, ...body });
  }
}
