import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CAUSES, type ParityReport } from '@libs/backtest';
import { openSource, startSimulator, type Simulator } from '@libs/exchange-simulator';
import { Decimal } from '@libs/kernel';
import { HistoryStore } from '@libs/market-data';
import { createLogger } from '@libs/platform';
import { runParity, type DeploymentParity, type ParityOutcome } from '@libs/research';
import { withStrategies } from '@libs/testkit';
import { ACCOUNT, DEPLOYMENT, tradeOnPaper, type PaperOperator, type PaperTerms } from '../support/paper-account';

/** Market seconds in a second of the wall. */
const SPEED = 180;
const BTC = 'BTC/USDT:USDT';
const ETH = 'ETH/USDT:USDT';
const TOKEN = 'shared';
const FEES = { maker: '0.0002', taker: '0.00055' };
const SECOND = '00000000-0000-4000-8000-000000000002';
const THIRD = '00000000-0000-4000-8000-000000000003';
const FOURTH = '00000000-0000-4000-8000-000000000004';

/** Sizes by the equity of the account, so little that its own costs are nothing beside what others earn; turns with each bar. */
const SIZER = `
  onBar: (ctx, { symbol }) => {
    if (ctx.warmingUp) return;
    ctx.state.n += 1;
    if (ctx.position(symbol).side === 'FLAT') ctx.buy(symbol, ctx.quantityFor(symbol, ctx.equityShare(0.02)));
    else ctx.closePosition(symbol);
  },
`;
/** Holds most of what the account is worth, long and short in turn, and wants more than a book has within two dollars. */
const WHALE = `
  onBar: (ctx, { symbol, bar }) => {
    if (ctx.warmingUp) return;
    ctx.state.n += 1;
    const quantity = ctx.quantityFor(symbol, ctx.equityShare(0.7));
    if (ctx.state.n % 6 === 1) ctx.buy(symbol, quantity);
    if (ctx.state.n % 6 === 3) ctx.closePosition(symbol);
    if (ctx.state.n % 6 === 4) ctx.sell(symbol, quantity, { price: ctx.roundedPrice(symbol, bar.close - 2), timeInForce: 'IOC' });
    if (ctx.state.n % 6 === 5) ctx.closePosition(symbol);
  },
`;
const BROKEN = `
  onBar: (ctx, { symbol }) => {
    if (ctx.warmingUp) return;
    ctx.state.n += 1;
    if (ctx.state.n === 2) ctx.buy(symbol, '0.5');
    if (ctx.state.n === 9) throw new Error('out of order');
  },
`;
/** Keeps a bid and an offer at the best prices. */
const QUOTER = `
  watches: ({ symbol }) => [{ symbol, book: 5 }],
  onOrderBook: (ctx, { symbol, bids, asks }) => {
    ctx.state.n += 1;
    if (ctx.state.n % 5 !== 0) return;
    for (const [side, [price]] of [['BUY', bids[0]], ['SELL', asks[0]]]) {
      const own = ctx.openOrders.find((order) => order.side === side);
      if (own && Number(own.price) !== price) ctx.cancel(own.clientOrderId);
      if (!own) ctx.submit({ symbol, side, quantity: '0.02', price: ctx.roundedPrice(symbol, price), postOnly: true });
    }
  },
`;
/** Takes from the best of the other side with every twentieth tick. */
const TAKER = `
  watches: ({ symbol }) => [{ symbol, ticks: true }],
  onTick: (ctx, { symbol }) => {
    ctx.state.n += 1;
    if (ctx.state.n % 20 !== 0) return;
    if (ctx.position(symbol).side === 'FLAT') ctx.buy(symbol, '0.05');
    else ctx.closePosition(symbol);
  },
`;

interface Executions {
  readonly executions: readonly { readonly kind: string; readonly quantity: string; readonly price: string }[];
}

/** What falls to which cause depends on how fast the machine is; that is held in market time by the specs of the comparison. */
describe('parity of several strategies on one paper account', () => {
  const strategies = withStrategies({ sizer: SIZER, whale: WHALE, broken: BROKEN, quoter: QUOTER, taker: TAKER });
  let home: string;
  let simulator: Simulator;

  async function open(): Promise<void> {
    home = await mkdtemp(join(tmpdir(), 'shared-account-'));
    const source = await openSource({ kind: 'generated', seed: 7, speed: SPEED });
    simulator = await startSimulator({ source, folder: home, port: 0, token: TOKEN, logger: QUIET, failed: raise });
    await ask('/admin/faults', { faults: [{ fault: 'slow', with: { entryMs: 5, ackMs: 5, jitterMs: 20 } }] });
  }

  async function close(): Promise<void> {
    await simulator.stop();
    await rm(home, { recursive: true, force: true });
  }

  afterAll(() => strategies.remove());

  describe('that follow bars in two markets, of which one fails, one is stopped and one comes later', () => {
    let outcome: ParityOutcome;

    beforeAll(async () => {
      await open();
      outcome = await traded({
        strategy: 'sizer',
        params: { symbol: BTC },
        balance: '10000000',
        beside: {
          [SECOND]: { strategy: 'whale', params: { symbol: BTC } },
          [THIRD]: { strategy: 'broken', params: { symbol: ETH }, mayFail: true },
          [FOURTH]: { strategy: 'sizer', params: { symbol: ETH }, isLater: true },
        },
        isOver: aBusyHour(),
      });
    }, 180_000);

    afterAll(close, 60_000);

    it('is replayed to the byte, every answer the same', () => {
      const [{ report }] = outcome.replays as [ParityOutcome['replays'][0]];
      expect(report.difference).toBeNull();
      expect(report.answers).toBeGreaterThan(80);
    });

    it('has a cause for each difference of each of them, to the last digit', () => {
      expect(outcome.deployments.map(({ deploymentId }) => deploymentId)).toEqual([DEPLOYMENT, SECOND, THIRD, FOURTH]);
      for (const { report } of outcome.deployments) isWhole(report!);
    });

    it('counts what the exchange executed, no more and no less', async () => {
      expect(outcome.deployments.reduce((sum, { report }) => sum.plus(report!.turnover), Decimal.ZERO).toString()).toBe(await executed());
    });

    it('says what the backtest does not know of the account', () => {
      expect(of(DEPLOYMENT).notes).toContainEqual(expect.stringMatching(/^whale, broken, sizer traded on the same account/));
      expect(of(DEPLOYMENT).notes).toContainEqual(expect.stringMatching(/^the account was REDUCING for .*: too fast \(ann\)/));
      expect(of(SECOND).notes).not.toContainEqual(expect.stringContaining('REDUCING'));
      expect(of(THIRD).notes).toContainEqual(expect.stringMatching(/^the strategy failed: onBar: out of order .*0\.5 ETH/));
      expect(reportOf(THIRD).decisions).toEqual({ equal: 1, of: 1 });
    });

    const of = (id: string): DeploymentParity => outcome.deployments.find(({ deploymentId }) => deploymentId === id)!;
    const reportOf = (id: string): ParityReport => of(id).report!;
  });

  describe('that follow one book, in which they stand themselves', () => {
    let outcome: ParityOutcome;

    beforeAll(async () => {
      await open();
      let answers = 0;
      outcome = await traded({
        strategy: 'taker',
        params: { symbol: BTC },
        balance: '100000',
        beside: { [SECOND]: { strategy: 'quoter', params: { symbol: BTC } }, [THIRD]: { strategy: 'quoter', params: { symbol: BTC } } },
        isOver: ({ input }, core, operator) => {
          if (input.body.type === 'answer' && (answers += 1) === 1_500)
            operator.operate({ kind: 'set-trading-state', state: 'HALTED', reason: 'seen enough' });
          return core.tradingState() === 'HALTED' && core.openOrders().length === 0;
        },
      });
    }, 180_000);

    afterAll(close, 60_000);

    it('is replayed to the byte, and has a cause for each difference, to the last digit', async () => {
      expect(outcome.replays[0]!.report.difference).toBeNull();
      expect(outcome.deployments).toHaveLength(3);
      for (const { report, notes } of outcome.deployments) {
        isWhole(report!);
        expect(report!.decisions.of).toBeGreaterThan(10);
        expect(notes).toContainEqual(expect.stringContaining("its account's orders is taken out"));
      }
      expect(outcome.deployments.reduce((sum, { report }) => sum.plus(report!.turnover), Decimal.ZERO).toString()).toBe(await executed());
    });
  });

  async function traded(terms: Pick<PaperTerms, 'strategy' | 'params' | 'balance' | 'beside' | 'isOver'>): Promise<ParityOutcome> {
    const session = await tradeOnPaper({ home, simulator, token: TOKEN, strategies: strategies.folder, fees: FEES, ...terms });
    return runParity(
      { home, accountId: ACCOUNT, sessionId: session.id, deploymentId: null, candles: 'recorded', fills: null },
      { store: new HistoryStore(join(home, 'data'), 'a test'), databaseUrl: undefined, strategies: strategies.folder },
    );
  }

  /** Value of all trades of the account, as the exchange has them. */
  async function executed(): Promise<string> {
    const { executions } = (await ask('/admin/truth/paper')) as Executions;
    const trades = executions.filter(({ kind }) => kind === 'TRADE');
    expect(trades.length).toBeGreaterThan(20);
    return trades
      .reduce((sum, { quantity, price }) => sum.plus(Decimal.parse(quantity).times(Decimal.parse(price))), Decimal.ZERO)
      .toString();
  }

  async function ask(path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`http://127.0.0.1:${simulator.port}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { 'x-plimsoll-token': TOKEN },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  }
});

/** By the bars of one market: one comes at the eighth, one goes at the sixteenth, and the account only reduces from the twentieth to the 23rd. */
function aBusyHour(): PaperTerms['isOver'] {
  const acts: Readonly<Record<number, (operator: PaperOperator) => void>> = {
    8: (operator) => operator.deploy(FOURTH),
    16: (operator) => operator.operate({ kind: 'stop-deployment', deploymentId: SECOND, reason: 'enough' }),
    20: (operator) => operator.operate({ kind: 'set-trading-state', state: 'REDUCING', reason: 'too fast' }),
    23: (operator) => operator.operate({ kind: 'set-trading-state', state: 'ACTIVE', reason: 'slower' }),
  };
  let bars = 0;
  return ({ input: { body } }, core, operator) => {
    const isBar = body.type === 'bar' && body.symbol === BTC;
    if (isBar) acts[(bars += 1)]?.(operator);
    return bars > 28 && core.openOrders().length === 0 && core.outstanding().length === 0;
  };
}

function isWhole({ causes, equity, bugs }: ParityReport): void {
  expect([bugs, causes.bug.toString()]).toEqual([[], '0']);
  expect(CAUSES.reduce((sum, cause) => sum.plus(causes[cause]), Decimal.ZERO).toString()).toBe(equity.difference.toString());
}

const QUIET = createLogger({ component: 'test', write: () => undefined });

function raise(error: unknown): never {
  throw error;
}
