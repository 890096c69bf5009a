import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CAUSES, type ParityReport } from '@libs/backtest';
import { EventLogHash, TradingCore, type Input, type StepResult } from '@libs/engine';
import { openSource, startSimulator, type Simulator } from '@libs/exchange-simulator';
import { Decimal } from '@libs/kernel';
import { HistoryStore } from '@libs/market-data';
import { SegmentReader, SegmentWriter, sessionFolder } from '@libs/persistence';
import { createLogger } from '@libs/platform';
import { runParity, type ParityOutcome } from '@libs/research';
import { withStrategies } from '@libs/testkit';
import type { Session } from '../../apps/trader/src/session';
import { ACCOUNT, tradeOnPaper } from '../support/paper-account';

/** Market seconds in a second of the wall. */
const SPEED = 180;
const BARS = 60;
const SYMBOL = 'BTC/USDT:USDT';
const TOKEN = 'parity';
const FEES = { maker: '0.0002', taker: '0.00055' };

/** In turn: a little at the market, what rests at the price for a minute, and twice more than the book has within two dollars. */
const SWINGER = `
  warmUp: () => 20,
  state: () => ({ bars: 0, mean: ema.create(10) }),
  onBar: (ctx, { symbol, bar }) => {
    const { state } = ctx;
    const mean = ema.update(state.mean, bar.close);
    if (ctx.warmingUp) return;
    state.bars += 1;
    for (const { clientOrderId } of ctx.openOrders) ctx.cancel(clientOrderId);
    const turn = state.bars % 4;
    const side = bar.close > mean ? 'buy' : 'sell';
    if (turn === 0) ctx[side](symbol, '0.2');
    if (turn === 1) ctx[side](symbol, '0.5', { price: ctx.roundedPrice(symbol, bar.close), postOnly: true });
    if (turn === 2) ctx.buy(symbol, '450', { price: ctx.roundedPrice(symbol, bar.close + 6), timeInForce: 'IOC' });
    if (turn === 3) ctx.sell(symbol, '450', { price: ctx.roundedPrice(symbol, bar.close - 6), timeInForce: 'IOC' });
  },
`;

describe('an hour of paper trading with latency and partial fills', () => {
  const strategies = withStrategies({ swinger: SWINGER });
  let home: string;
  let simulator: Simulator;
  let session: Session;
  let outcome: ParityOutcome;
  let report: ParityReport;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'parity-'));
    const source = await openSource({ kind: 'generated', seed: 7, speed: SPEED });
    simulator = await startSimulator({ source, folder: home, port: 0, token: TOKEN, logger: QUIET, failed: raise });
    await arm([
      { fault: 'slow', with: { entryMs: 5, ackMs: 5, jitterMs: 20 } },
      // Four in a row are one of each kind, of which all but a resting one would surely have filled.
      { fault: 'ack-then-reject', skip: 11, count: 4 },
    ]);
    let bars = 0;
    session = await tradeOnPaper({
      home,
      simulator,
      token: TOKEN,
      strategies: strategies.folder,
      strategy: 'swinger',
      params: { symbol: SYMBOL },
      balance: '10000000000',
      fees: FEES,
      isOver: ({ input: { body } }, core) => {
        if (body.type === 'bar') bars += 1;
        return bars > BARS && core.openOrders().length === 0 && core.outstanding().length === 0;
      },
    });
    outcome = await parity(session.id);
    report = outcome.deployments[0]!.report!;
  }, 180_000);

  afterAll(async () => {
    await simulator.stop();
    strategies.remove();
    await rm(home, { recursive: true, force: true });
  });

  it('is replayed to the byte, every decision the same', () => {
    const [{ report: replay } = raise(new Error('nothing was replayed'))] = outcome.replays;
    expect(replay.difference).toBeNull();
    expect(replay.answers).toBeGreaterThan(BARS);
  });

  it('differs from a backtest by what it must: latency, slippage, parts that were not filled, orders that were refused', () => {
    const { causes, differences } = report;
    for (const cause of ['data', 'latency', 'slippage', 'partial', 'rejection'] as const) expect(causes[cause].isZero).toBe(false);
    expect(differences.some(({ session: own }) => own && own.filled.sign > 0 && own.filled.lt(own.quantity))).toBe(true);
    expect(differences.filter(({ session: own }) => own?.refusal === 'CancelByAdmin').length).toBeGreaterThanOrEqual(3);
  });

  it('leaves nothing unexplained, to the last digit', () => {
    const { causes, equity, bugs } = report;
    expect([causes.bug.toString(), bugs]).toEqual(['0', []]);
    expect(CAUSES.reduce((sum, cause) => sum.plus(causes[cause]), Decimal.ZERO).toString()).toBe(equity.difference.toString());
  });

  it('earned by the books what the executions of the exchange come to', async () => {
    const close = await lastClose();
    const executions = (await truth()).executions.filter(({ kind }) => kind === 'TRADE');
    expect(executions.length).toBeGreaterThan(20);
    const earned = executions.reduce((sum, { side, quantity, price, fee }) => {
      const gross = Decimal.parse(quantity).times(close.minus(Decimal.parse(price)));
      return sum.plus(side === 'BUY' ? gross : gross.negated()).minus(Decimal.parse(fee));
    }, Decimal.ZERO);
    expect(report.equity.session.minus(report.causes.funding).toString()).toBe(earned.toString());
  });

  it('finds a core that booked a fee twice', async () => {
    const { sessionId, inputSeq } = await recordedBy((core, input) => core.step(withFeeTwice(input)));
    const { replays } = await parity(sessionId);
    expect(replays[0]!.report.difference).toMatchObject({ where: 'event log', inputSeq });
  });

  /** The same inputs, as another core would have recorded them; and the first input with an execution. */
  async function recordedBy(step: (core: TradingCore, input: Input) => StepResult): Promise<{ sessionId: string; inputSeq: number }> {
    const sessionId = '00000000-0000-4000-8000-0000000000bb';
    const writer = new SegmentWriter({ folder: sessionFolder(home, ACCOUNT, sessionId), onSealed: () => undefined, onTrouble: raise });
    const core = TradingCore.create();
    const hash = new EventLogHash();
    let inputSeq = 0;
    for await (const { input } of new SegmentReader(sessionFolder(home, ACCOUNT, session.id)).records()) {
      if (isExecution(input)) inputSeq ||= input.inputSeq;
      writer.append(input, hash.add(input, step(core, input)));
    }
    await writer.close();
    return { sessionId, inputSeq };
  }

  async function lastClose(): Promise<Decimal> {
    let close = '';
    for await (const { input } of new SegmentReader(sessionFolder(home, ACCOUNT, session.id)).records())
      if (input.body.type === 'bar') close = input.body.bar.close;
    return Decimal.parse(close);
  }

  async function truth(): Promise<{
    executions: { kind: string; side: 'BUY' | 'SELL'; quantity: string; price: string; fee: string }[];
  }> {
    const answer = await fetch(`http://127.0.0.1:${simulator.port}/admin/truth/paper`, { headers: { 'x-plimsoll-token': TOKEN } });
    return (await answer.json()) as Awaited<ReturnType<typeof truth>>;
  }

  async function arm(faults: readonly object[]): Promise<void> {
    const answer = await fetch(`http://127.0.0.1:${simulator.port}/admin/faults`, {
      method: 'POST',
      headers: { 'x-plimsoll-token': TOKEN },
      body: JSON.stringify({ faults }),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }

  function parity(sessionId: string): Promise<ParityOutcome> {
    return parityOf(home, sessionId, strategies.folder);
  }
});

describe('a session whose strategies went on in a new process', () => {
  const BEFORE = 4;
  const strategies = withStrategies({
    forgetful: {
      prelude: 'let bars = 0;',
      body: `onBar: (ctx, { symbol }) => { bars += 1; ctx.buy(symbol, bars > ${BEFORE + 2} ? '0.4' : '0.2'); },`,
    },
  });
  let home: string;
  let simulator: Simulator;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'parity-'));
    const source = await openSource({ kind: 'generated', seed: 7, speed: SPEED });
    simulator = await startSimulator({ source, folder: home, port: 0, token: TOKEN, logger: QUIET, failed: raise });
  });
  afterAll(async () => {
    await simulator.stop();
    strategies.remove();
    await rm(home, { recursive: true, force: true });
  });

  it('shows that a strategy keeps something outside its state', async () => {
    let bars = 0;
    const session = await tradeOnPaper({
      home,
      simulator,
      token: TOKEN,
      strategies: strategies.folder,
      strategy: 'forgetful',
      params: { symbol: SYMBOL },
      balance: '1000000',
      fees: FEES,
      isOver: ({ input: { body } }, core, operator) => {
        if (body.type === 'bar' && (bars += 1) === BEFORE) operator.killSandbox();
        return bars >= 2 * BEFORE && core.openOrders().length === 0 && core.outstanding().length === 0;
      },
    });
    const { replays } = await parityOf(home, session.id, strategies.folder);
    expect(replays[0]!.report.difference).toMatchObject({ where: 'strategy', what: expect.stringContaining('"quantity":"0.4"') });
  }, 180_000);
});

function parityOf(home: string, sessionId: string, strategies: string): Promise<ParityOutcome> {
  return runParity(
    { home, accountId: ACCOUNT, sessionId, deploymentId: null, candles: 'recorded', fills: null },
    { store: new HistoryStore(join(home, 'data'), 'a test'), databaseUrl: undefined, strategies },
  );
}

const QUIET = createLogger({ component: 'test', write: () => undefined });

function raise(error: unknown): never {
  throw error;
}

function isExecution({ body }: Input): boolean {
  return body.type === 'report' && body.report.kind === 'execution';
}

function withFeeTwice(input: Input): Input {
  const { body } = input;
  if (body.type !== 'report' || body.report.kind !== 'execution') return input;
  const fee = Decimal.parse(body.report.fee).plus(Decimal.parse(body.report.fee)).toString();
  return { ...input, body: { ...body, report: { ...body.report, fee } } };
}
