import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decimal, Decimal } from '@libs/kernel';
import { SeededRandom, Venue, type PositionIndex, type SimOrder, type SimOrderRequest } from '@libs/simulation';
import { Journal } from '../journal/journal';
import type { JournalRecord } from '../journal/journal-record';
import type { Feed, FeedListener, FeedMarket } from '../market/feed';
import { instrumentOf } from '../source/instrument-table';
import { memoryLogger } from '../testing/with-simulator';
import { ApiKeys } from './api-keys';
import { applyRecords } from './apply-records';
import { Exchange } from './exchange';
import { Members } from './members';
import type { SimulatorState } from './simulator-state';
import { snapshotState } from './snapshot-state';

const AT = 1_750_000_000_000;
const HOUR = 3_600_000;
const ACCOUNTS = ['one', 'two'] as const;
const MARKETS = ['linear:BTCUSDT', 'spot:BTCUSDT'] as const;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exchange-'));
});
const opened: Journal[] = [];
afterEach(async () => {
  for (const journal of opened.splice(0)) await journal.close();
  await rm(folder, { recursive: true });
});

function emptyState(): SimulatorState {
  const venue = new Venue({ salt: 1 });
  for (const category of ['linear', 'spot'] as const) venue.addMarket(instrumentOf({ venueSymbol: 'BTCUSDT', category })!).isOpen = true;
  return { venue, keys: new ApiKeys(), members: new Members(), disconnect: new Map(), origin: AT, position: { at: AT, until: AT } };
}

/** An exchange whose market and clients do as chance has it; every action is kept in a journal. */
class Bustle {
  readonly state = emptyState();
  private readonly random: SeededRandom;
  private readonly exchange: Exchange;
  private listener: FeedListener | undefined;
  private now = AT;
  private middle = 1_000_000;
  private count = 0;

  private constructor(
    seed: number,
    readonly journal: Journal,
  ) {
    this.random = new SeededRandom(seed);
    const markets = [...this.state.venue.markets.values()].map((state) => ({ state, series: { volumeScale: 6 } }) as unknown as FeedMarket);
    const feed: Feed = {
      markets,
      status: { state: 'running', reason: '', progress: null },
      speed: 1,
      limitSpeed: 1,
      now: () => this.now,
      start: async (listener) => void (this.listener = listener),
      stop: async () => undefined,
    };
    this.exchange = new Exchange({ state: this.state, journal, feed, logger: memoryLogger() });
  }

  static async start(seed: number): Promise<Bustle> {
    const late: { state?: SimulatorState } = {};
    const snapshot = (): Iterable<JournalRecord> => snapshotState(late.state!);
    const { journal } = await Journal.open({
      folder,
      snapshot,
      failed: (error) => expect(error).toBeUndefined(),
      rewriteAfterBytes: 60_000,
    });
    opened.push(journal);
    const bustle = new Bustle(seed, journal);
    late.state = bustle.state;
    await bustle.exchange.start();
    bustle.moveMarkets();
    const fees = { maker: decimal('0.0002'), taker: decimal('0.00055') };
    for (const id of ACCOUNTS) await bustle.exchange.openAccount(id, { fees, balances: { USDT: decimal('30000'), BTC: decimal('2') } });
    return bustle;
  }

  async act(): Promise<void> {
    this.now += this.below(HOUR);
    const id = this.pick(ACCOUNTS);
    const account = this.state.venue.account(id);
    const order = this.pick([...account.orders.open.values()]);
    switch (this.below(12)) {
      case 0:
      case 1:
      case 2:
        return this.moveMarkets();
      case 3:
        if (order) await this.exchange.perform((venue, at) => venue.cancel(id, order, at));
        return;
      case 4:
        if (order)
          await this.exchange.perform((venue, at) => venue.amend(id, order, { quantity: order.quantity.plus(decimal('0.001')) }, at));
        return;
      case 5:
        return this.changeSettings(id);
      case 6: {
        const stop = {
          market: MARKETS[0],
          index: this.index(),
          exitMode: 'FULL' as const,
          takeProfit: this.exit(1),
          stopLoss: this.exit(-1),
        };
        await this.exchange.perform((venue, at) => venue.setTradingStop(id, { ...stop, trailing: { distance: decimal('300') } }, at));
        return;
      }
      default:
        await this.exchange.perform((venue, at) => venue.submit(id, this.request(), at));
    }
  }

  private async changeSettings(id: string): Promise<void> {
    const leverage = decimal(String(1 + this.below(20)));
    const isolated = this.below(2) === 0;
    const amount = decimal(String(this.below(200) - 50));
    await this.exchange.perform((venue, at) => venue.setLeverage(id, MARKETS[0], { buy: leverage, sell: leverage }, at));
    await this.exchange.perform((venue, at) => venue.setMarginMode(id, isolated ? 'ISOLATED' : 'CROSS', at));
    await this.exchange.perform((venue, at) => venue.setPositionMode(id, [MARKETS[0]], isolated, at));
    await this.exchange.perform((venue, at) => venue.addMargin(id, { market: MARKETS[0], index: this.index(), amount }, at));
    await this.exchange.setDisconnectWindow(id, 'SPOT', 3 + this.below(100));
    if (this.below(20) === 0) await this.exchange.resetAccount(id, { USDT: decimal('30000') });
  }

  private moveMarkets(): void {
    this.middle += this.below(20_001) - 10_000;
    for (const market of this.exchange.feed.markets) {
      const { key, funding } = market.state;
      const { venue } = this.state;
      const middle = key.startsWith('spot') ? this.middle * 10 : this.middle;
      const levels = (step: number): { ticks: number[]; lots: number[] } => ({
        ticks: [1, 2, 3].map((level) => middle + level * step),
        lots: [1, 2, 3].map(() => 1 + this.below(3_000)),
      });
      venue.printTrade(key, this.below(2) === 0 ? 'BUY' : 'SELL', middle, 1 + this.below(500), this.now);
      venue.setHouse(key, levels(-1), levels(1), this.now);
      if (funding.nextAt === 0) funding.nextAt = this.now + 8 * HOUR;
      if (key.startsWith('linear') && funding.nextAt <= this.now) venue.payFunding(key, decimal('0.0003'), this.now);
      this.listener!.moved(market, this.now);
    }
  }

  private request(): SimOrderRequest {
    const [market, side] = [this.pick(MARKETS), this.pick(['BUY', 'SELL'] as const)];
    const last = this.state.venue.markets.get(market)!.lastPrice;
    const isLimit = this.below(3) > 0;
    const away = decimal(String(this.below(600) - 300));
    const isLinear = market === MARKETS[0];
    this.count += 1;
    return {
      market,
      side,
      clientOrderId: this.below(2) === 0 ? `c-${this.count}` : '',
      quantity: decimal(String((1 + this.below(80)) / 1_000)),
      type: isLimit ? 'LIMIT' : 'MARKET',
      timeInForce: isLimit ? this.pick(['GTC', 'POST_ONLY', 'IOC'] as const) : 'IOC',
      reduceOnly: isLinear && this.below(6) === 0,
      positionIndex: isLinear ? this.index() : 0,
      ...(isLimit ? { price: last.plus(away).toMultipleOf(decimal('0.1'), 'DOWN') } : {}),
      ...(isLinear && this.below(5) === 0 ? { takeProfit: this.exit(1), exitMode: 'PARTIAL' as const } : {}),
      ...(this.below(4) === 0 ? { purpose: 'STOP' as const, trigger: this.trigger(last) } : {}),
    };
  }

  private trigger(last: Decimal): NonNullable<SimOrder['trigger']> {
    const rises = this.below(2) === 0;
    const price = last.plus(decimal(rises ? '200' : '-200')).toMultipleOf(decimal('0.1'), 'DOWN');
    return { price, source: this.pick(['LAST', 'MARK', 'INDEX'] as const), direction: rises ? 'RISE' : 'FALL' };
  }

  private exit(direction: 1 | -1): { price: Decimal; source: 'LAST' } {
    const price = decimal(String(this.middle + direction * (5_000 + this.below(9_000)))).times(decimal('0.1'));
    return { price, source: 'LAST' };
  }

  private index(): PositionIndex {
    return this.pick([0, 0, 1, 2] as const);
  }

  private pick<T>(items: readonly T[]): T {
    return items[this.below(Math.max(1, items.length))]!;
  }

  private below(limit: number): number {
    return Math.floor(this.random.uniform() * limit);
  }
}

/** The state as text, closed orders in the order of their making: when they closed is not kept. */
function textOf(state: SimulatorState): unknown {
  const records = JSON.parse(JSON.stringify([...snapshotState(state)])) as JournalRecord[];
  const keyOf = (record: JournalRecord): string => {
    if (record.k === 'order') return `order ${record.order.orderId}`;
    if (record.k === 'closed') return `closed ${record.closed.orderId} ${record.closed.index}`;
    return record.k;
  };
  return records.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
}

describe('what the journal holds', () => {
  it.each([1, 2, 3, 4])('is all that the venue knows, whenever it is killed (run %i)', async (seed) => {
    const bustle = await Bustle.start(seed);
    for (let action = 1; action <= 400; action += 1) {
      await bustle.act();
      if (action % 40 > 0) continue;
      const copy = await mkdtemp(join(tmpdir(), 'killed-'));
      await bustle.journal.append([]);
      await copyFile(join(folder, 'journal.log'), join(copy, 'journal.log'));
      const { journal, records } = await Journal.open({ folder: copy, snapshot: () => [], failed: () => undefined });
      await journal.close();
      const restored = { ...emptyState(), origin: undefined, position: undefined };
      applyRecords(restored, [{ k: 'origin', firstStart: AT, salt: 1 }, ...records]);
      expect(textOf(restored)).toEqual(textOf(bustle.state));
      await rm(copy, { recursive: true });
    }
  });
});

describe('an answer', () => {
  const feed = { markets: [], status: { state: 'running', reason: '', progress: null }, speed: 1, now: () => AT } as unknown as Feed;
  const refused = { kind: 'refused', refusal: { code: 'UNKNOWN_ORDER' } } as const;

  it.each([
    ['a refusal', (exchange: Exchange) => exchange.perform(() => refused)],
    ['a read', (exchange: Exchange) => exchange.settled()],
  ])('waits for the disk with what it rests on: %s', async (_, ask) => {
    const waiting: (() => void)[] = [];
    const append = (): Promise<void> => new Promise((resolve) => waiting.push(resolve));
    const exchange = new Exchange({ state: emptyState(), journal: { append } as unknown as Journal, feed, logger: memoryLogger() });
    const answered: string[] = [];
    const opened = exchange.openAccount('me', { fees: { maker: Decimal.ZERO, taker: Decimal.ZERO }, balances: {} });
    void opened.then(() => answered.push('command'));
    const asked = ask(exchange).then(() => answered.push('answer'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toEqual([]);
    for (const resolve of waiting) resolve();
    await Promise.all([opened, asked]);
    expect([...answered].sort()).toEqual(['answer', 'command']);
  });
});
