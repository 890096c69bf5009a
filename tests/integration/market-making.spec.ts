import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CAUSES } from '@libs/backtest';
import type { TradingCore } from '@libs/engine';
import { openSource, startSimulator, type Simulator } from '@libs/exchange-simulator';
import { Decimal } from '@libs/kernel';
import type { Fill, Order } from '@libs/kernel';
import { HistoryStore } from '@libs/market-data';
import { createLogger } from '@libs/platform';
import { runParity, type ParityOutcome } from '@libs/research';
import type { Step } from '../../apps/trader/src/core-loop';
import type { Session } from '../../apps/trader/src/session';
import { ACCOUNT, tradeOnPaper } from '../support/paper-account';

/** Market seconds in a second of the wall. */
const SPEED = 10;
const SYMBOL = 'BTC/USDT:USDT';
const TOKEN = 'makers';
const STRATEGIES = join(import.meta.dirname, '../../dist/plugins/strategies');
/** Quotes near the price, so that they are hit: 500 each, and at most 2,000 held either way. */
const PARAMS = {
  symbol: SYMBOL,
  depth: 5,
  window: 10,
  horizon: 5,
  width: 0.1,
  minSpread: 0.00004,
  requote: 1,
  refresh: 0.5,
  quoteFraction: 0.005,
  maxInventory: 0.02,
};
/** A little more than 2,000, since price and equity move after an order was sized. */
const MOST = 2_100;

describe('market making on a simulated exchange over real sockets', () => {
  const seen = { fills: [] as Fill[], orders: new Map<string, Order>(), largest: 0, most: 0 };
  let home: string;
  let simulator: Simulator;
  let session: Session;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'market-making-'));
    const source = await openSource({ kind: 'generated', seed: 11, speed: SPEED });
    simulator = await startSimulator({ source, folder: home, port: 0, token: TOKEN, logger: QUIET, failed: raise });
    session = await tradeOnPaper({
      home,
      simulator,
      token: TOKEN,
      strategies: STRATEGIES,
      strategy: 'market-making',
      params: PARAMS,
      balance: '100000',
      fees: { maker: '0.0002', taker: '0.00055' },
      isOver: (step, core) => look(step, core),
    });
  }, 240_000);

  afterAll(async () => {
    await simulator.stop();
    await rm(home, { recursive: true, force: true });
  });

  function look({ result }: Step, core: TradingCore): boolean {
    for (const event of result.events) {
      if (event.type === 'FillRecorded') seen.fills.push(event.fill);
      if (event.type === 'OrderChanged') seen.orders.set(event.order.clientOrderId, event.order);
    }
    for (const { position } of core.positions()) seen.largest = Math.max(seen.largest, position.cost.abs().toNumber());
    seen.most = Math.max(seen.most, core.openOrders().length);
    const sides = ['BUY', 'SELL'].map((side) => seen.fills.filter((fill) => fill.side === side).length);
    return sides.every((count) => count >= 1) && seen.orders.size >= 10;
  }

  it('is filled on both sides as a maker, and never as a taker', () => {
    expect(new Set(seen.fills.map(({ liquidity }) => liquidity))).toEqual(new Set(['MAKER']));
    for (const { fee, price, quantity } of seen.fills)
      expect(fee.toString()).toBe(price.times(quantity).times(Decimal.parse('0.0002')).toString());
    expect([...seen.orders.values()].every(({ type, postOnly }) => type === 'LIMIT' && postOnly)).toBe(true);
  });

  it('has at most one bid and one offer, and holds no more than it may', () => {
    expect(seen.most).toBeLessThanOrEqual(2);
    expect(seen.largest).toBeGreaterThan(0);
    expect(seen.largest).toBeLessThanOrEqual(MOST);
  });

  describe('held against a backtest in the book that it heard', () => {
    let outcome: ParityOutcome;

    beforeAll(async () => {
      outcome = await runParity(
        { home, accountId: ACCOUNT, sessionId: session.id, deploymentId: null, candles: 'auto', fills: null },
        { store: new HistoryStore(join(home, 'data'), 'a test'), databaseUrl: undefined, strategies: STRATEGIES },
      );
    }, 120_000);

    it('is replayed to the byte, its strategy too', () => {
      const [{ report }] = outcome.replays as [ParityOutcome['replays'][0]];
      expect(report.difference).toBeNull();
      expect(report.answers).toBeGreaterThan(seen.orders.size);
    });

    it('has each order and each cause, and nothing that no cause explains', () => {
      const [{ report, notes }] = outcome.deployments as [ParityOutcome['deployments'][0]];
      const { causes, equity, bugs, decisions, turnover } = report!;
      expect([bugs, causes.bug.toString()]).toEqual([[], '0']);
      expect(CAUSES.reduce((sum, cause) => sum.plus(causes[cause]), Decimal.ZERO).toString()).toBe(equity.difference.toString());
      // How many of them are equal depends on how fast the machine is, and so does whether its feed was lost in between.
      expect(decisions.of).toBeGreaterThanOrEqual(10);
      const traded = seen.fills.reduce((sum, { price, quantity }) => sum.plus(price.times(quantity)), Decimal.ZERO);
      expect(turnover.toString()).toBe(traded.toString());
      expect(notes).toContainEqual(expect.stringContaining('no trades'));
      expect(notes).toContainEqual(expect.stringContaining('of its own orders is taken out'));
    });
  });
});

const QUIET = createLogger({ component: 'test', write: () => undefined });

function raise(error: unknown): never {
  throw error;
}
