import { type Input, type InputBody, TradingCore } from '@libs/engine';
import { type Bench, percentiles } from '../record';

const QUOTES = 1_000_000;
const TRADES = 5_000;
const WARM_UP = 500;
const SYMBOL = 'BTC/USDT:USDT';
const DEPLOYMENT = '00000000-0000-4000-8000-000000000001';
const MINUTE = 60_000;

/** What the core itself costs: why a quote may touch one map entry and nothing else. */
export const coreStep: Bench = async (report) => {
  const account = new TradingAccount();
  const started = performance.now();
  for (let n = 0; n < QUOTES; n += 1)
    account.step({ type: 'quote', symbol: SYMBOL, bid: '67000.1', bidSize: '1', ask: '67000.2', askSize: '2' });
  const perSecond = Math.round((QUOTES / (performance.now() - started)) * 1_000);
  report({ bench: 'core', case: 'in-memory', metric: 'quote_steps', unit: '/s', n: QUOTES, value: perSecond });
  const trades: number[] = [];
  for (let n = 0; n < TRADES + WARM_UP; n += 1) {
    const before = performance.now();
    account.trade(n);
    trades.push((performance.now() - before) * 1_000);
  }
  report({ bench: 'core', case: 'in-memory', metric: 'bar_to_booked_fill', unit: 'us', ...percentiles(trades.slice(WARM_UP)) });
  const text = JSON.stringify(account.core.snapshot());
  report({ bench: 'core', case: 'in-memory', metric: 'snapshot', unit: 'bytes', n: 1, value: text.length });
};

/** One account whose strategy turns its position round on every bar and is filled at once. */
class TradingAccount {
  readonly core = TradingCore.create();
  private inputSeq = 0;
  private inboxSeq = 0;
  private marketTime = 0;

  constructor() {
    const limits = { tickSize: '0.1', lotSize: '0.001', minQuantity: '0.001', maxQuantity: '100', minNotional: '5' };
    const terms = { accountId: 'a', name: 'bench', mode: 'paper', venue: 'bench', settleAsset: 'USDT', maxPositionSize: '0.5' } as const;
    const watches = [{ symbol: SYMBOL, interval: '1m' }] as const;
    this.step({
      type: 'instrument',
      instrument: {
        venue: 'bench',
        symbol: SYMBOL,
        venueSymbol: 'BTCUSDT',
        category: 'linear',
        base: 'BTC',
        quote: 'USDT',
        settle: 'USDT',
        ...limits,
      },
    });
    this.operator({
      kind: 'open-account',
      terms: { ...terms, startingBalances: { USDT: '1000000' } },
      manualDeploymentId: DEPLOYMENT.replace(/1$/, 'f'),
    });
    this.report({ kind: 'reconciled', positions: [], balances: [], foreignOrders: [], executionIds: [] });
    this.step({ type: 'trust', symbol: SYMBOL, level: 'TRUSTED', reasons: [] });
    this.operator({
      kind: 'deploy',
      terms: { deploymentId: DEPLOYMENT, strategy: 'bench', strategyVersion: '1', params: {}, watches, warmUpBars: 0 },
    });
    this.step({ type: 'history', deploymentId: DEPLOYMENT, symbol: SYMBOL, interval: '1m', bars: [] });
    this.answerAll();
  }

  step(body: InputBody): ReturnType<TradingCore['step']> {
    const input: Input = { inputSeq: (this.inputSeq += 1), marketTime: this.marketTime, body };
    return this.core.step(input);
  }

  trade(n: number): void {
    const side = n % 2 === 0 ? 'BUY' : 'SELL';
    this.marketTime += MINUTE;
    this.step({
      type: 'bar',
      symbol: SYMBOL,
      interval: '1m',
      bar: { start: this.marketTime, open: '67000', high: '67001', low: '66999', close: '67000', volume: '1' },
    });
    const order = {
      kind: 'submit',
      symbol: SYMBOL,
      side,
      type: 'MARKET',
      quantity: '0.01',
      timeInForce: 'IOC',
      postOnly: false,
      reduceOnly: false,
    } as const;
    const [submit] = this.answer([order]).effects.filter((effect) => effect.type === 'submit');
    const { clientOrderId } = submit!.ticket;
    const execution = {
      executionId: `e${n}`,
      clientOrderId,
      venueSymbol: 'BTCUSDT',
      category: 'linear',
      side,
      quantity: '0.01',
      price: '67000.1',
    } as const;
    this.report({ kind: 'accepted', clientOrderId, venueOrderId: `v${n}` });
    this.report({ kind: 'execution', ...execution, fee: '0.3685', feeAsset: 'USDT', liquidity: 'TAKER' });
    this.answerAll();
  }

  private answerAll(): void {
    while (this.core.outstanding().length > 0) this.answer([]);
  }

  private answer(commands: Extract<InputBody, { type: 'answer' }>['answer']['commands']): ReturnType<TradingCore['step']> {
    const upTo = this.core.outstanding()[0]!.inputSeq;
    return this.step({ type: 'answer', answer: { deploymentId: DEPLOYMENT, upTo, commands, logs: [], stateHash: '' } });
  }

  private report(report: Extract<InputBody, { type: 'report' }>['report']): void {
    this.step({ type: 'report', inboxSeq: (this.inboxSeq += 1), report });
  }

  private operator(command: Extract<InputBody, { type: 'operator' }>['command']): void {
    this.inboxSeq += 1;
    this.step({ type: 'operator', inboxSeq: this.inboxSeq, commandId: `c${this.inboxSeq}`, actor: 'bench', command });
  }
}
