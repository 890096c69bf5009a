import { trustOf } from '@libs/kernel';
import type { TrustReason } from '@libs/kernel';
import type { StrategyAnswer, StrategyCommand } from '@libs/sdk';
import type { Effect, StepResult } from '../effect';
import type { CoreEvent } from '../event';
import type { AccountTerms, BarText, DeploymentTerms, Input, InputBody, OperatorCommand, VenueReport } from '../input';
import { TradingCore } from '../trading-core';

export const DEPLOYMENT = '00000000-0000-4000-8000-000000000001';
export const OTHER = '00000000-0000-4000-8000-000000000002';
export const MANUAL = '00000000-0000-4000-8000-00000000000f';
export const PERP = 'BTC/USDT:USDT';
export const SPOT = 'BTC/USDT';
const MINUTE = 60_000;

export const ACCOUNT: AccountTerms = {
  accountId: '00000000-0000-4000-8000-0000000000aa',
  name: 'demo',
  mode: 'paper',
  venue: 'bybit',
  settleAsset: 'USDT',
  maxPositionSize: '0.5',
  startingBalances: { USDT: '10000' },
};

export function terms(changes: Partial<DeploymentTerms> = {}): DeploymentTerms {
  return {
    deploymentId: DEPLOYMENT,
    strategy: 'test',
    strategyVersion: '1.0.0',
    params: { fast: 2 },
    watches: [{ symbol: PERP, interval: '1m' }],
    warmUpBars: 2,
    ...changes,
  };
}

/** The closed bar of minute `n`. */
export function bar(n: number, close = '100'): BarText {
  return { start: n * MINUTE, open: close, high: close, low: close, close, volume: '1' };
}

export const market = (changes: Partial<Extract<StrategyCommand, { kind: 'submit' }>> = {}): StrategyCommand => ({
  kind: 'submit',
  symbol: PERP,
  side: 'BUY',
  type: 'MARKET',
  quantity: '1',
  timeInForce: 'IOC',
  postOnly: false,
  reduceOnly: false,
  ...changes,
});

/** Drives a core like a trader would and keeps what came out of it. */
export class CoreDriver {
  readonly inputs: Input[] = [];
  readonly results: StepResult[] = [];
  private inboxSeq = 0;
  private commands = 0;
  private time = 0;

  constructor(public core: TradingCore = TradingCore.create()) {}

  at(minute: number): this {
    this.time = minute * MINUTE;
    return this;
  }

  /** Lets market time go on by so many milliseconds; what timers are due by then are fed. */
  pass(milliseconds: number): this {
    const end = this.time + milliseconds;
    for (let due = this.core.nextTimer(); due !== null && due.at <= end; due = this.core.nextTimer()) {
      this.time = Math.max(this.time, due.at);
      this.step({ type: 'timer', ...due });
    }
    this.time = end;
    return this;
  }

  step(body: InputBody): StepResult {
    const input: Input = { inputSeq: this.inputs.length + 1, marketTime: this.time, body };
    this.inputs.push(input);
    const result = this.core.step(input);
    this.results.push(result);
    return result;
  }

  instrument(category: 'linear' | 'spot' = 'linear', { minQuantity = '0.001' } = {}): StepResult {
    const symbol = category === 'linear' ? PERP : SPOT;
    const limits = { tickSize: '0.1', lotSize: '0.001', minQuantity, maxQuantity: '100', minNotional: '5' };
    return this.step({
      type: 'instrument',
      instrument: { venue: 'bybit', symbol, venueSymbol: 'BTCUSDT', category, base: 'BTC', quote: 'USDT', settle: 'USDT', ...limits },
    });
  }

  quote(bid: string, ask: string, symbol = PERP): StepResult {
    return this.step({ type: 'quote', symbol, bid, bidSize: '1', ask, askSize: '1' });
  }

  /** Trusted without reasons. */
  trust(reasons: readonly TrustReason[] = [], symbol = PERP): StepResult {
    return this.step({ type: 'trust', symbol, ...trustOf(reasons) });
  }

  operator(command: OperatorCommand, commandId = `c${(this.commands += 1)}`): StepResult {
    return this.step({ type: 'operator', inboxSeq: (this.inboxSeq += 1), commandId, actor: 'ann', command });
  }

  report(report: VenueReport): StepResult {
    return this.step({ type: 'report', inboxSeq: (this.inboxSeq += 1), report });
  }

  liveBar(n: number, close?: string): StepResult {
    return this.step({ type: 'bar', symbol: PERP, interval: '1m', bar: bar(n, close) });
  }

  history(...minutes: number[]): StepResult {
    return this.historyOf(DEPLOYMENT, minutes);
  }

  historyOf(deploymentId: string, minutes: readonly number[]): StepResult {
    return this.step({ type: 'history', deploymentId, symbol: PERP, interval: '1m', bars: minutes.map((n) => bar(n)) });
  }

  /** Answers the outstanding delivery of a deployment. */
  answer(commands: readonly StrategyCommand[] = [], deploymentId = DEPLOYMENT, more: Partial<StrategyAnswer> = {}): StepResult {
    const delivery = this.core.outstanding().find((item) => item.deploymentId === deploymentId);
    if (delivery === undefined) throw new Error('nothing is outstanding');
    return this.step({ type: 'answer', answer: { deploymentId, upTo: delivery.inputSeq, commands, logs: [], stateHash: 'h', ...more } });
  }

  /** Answers everything that is outstanding with nothing. */
  settle(): this {
    for (let owed = this.core.outstanding(); owed.length > 0; owed = this.core.outstanding()) this.answer([], owed[0]!.deploymentId);
    return this;
  }

  session(sessionId = 's1'): StepResult {
    return this.step({ type: 'session-started', sessionId, startedAtWall: 0 });
  }

  reconciled(quantity = '0', changes: Partial<Extract<VenueReport, { kind: 'reconciled' }>> = {}): StepResult {
    const positions = quantity === '0' ? [] : [{ venueSymbol: 'BTCUSDT', category: 'linear' as const, quantity }];
    return this.report({ kind: 'reconciled', positions, balances: [], foreignOrders: [], executionIds: [], ...changes });
  }

  fill(
    clientOrderId: string,
    executionId: string,
    quantity: string,
    price: string,
    changes: Partial<Extract<VenueReport, { kind: 'execution' }>> = {},
  ): StepResult {
    const side = this.core.order(clientOrderId)?.side ?? 'BUY';
    return this.report({
      kind: 'execution',
      executionId,
      clientOrderId,
      venueSymbol: 'BTCUSDT',
      category: 'linear',
      side,
      quantity,
      price,
      fee: '0',
      feeAsset: 'USDT',
      liquidity: 'TAKER',
      ...changes,
    });
  }

  /** Open account, one running deployment, price 99.9/100.1, trusted and reconciled. */
  running(account: Partial<AccountTerms> = {}): this {
    this.at(10).session();
    this.instrument();
    this.operator({ kind: 'open-account', terms: { ...ACCOUNT, ...account }, manualDeploymentId: MANUAL });
    this.reconciled();
    this.trust();
    this.quote('99.9', '100.1');
    this.operator({ kind: 'deploy', terms: terms() });
    this.history(8, 9);
    return this.settle();
  }

  /** Lets the strategy answer the next live bar with these commands; returns the ids of its orders. */
  trade(...commands: StrategyCommand[]): string[] {
    const minute = Math.floor(this.time / MINUTE);
    this.at(minute + 1).liveBar(minute);
    const { events } = this.answer(commands);
    return events.flatMap((event) => (event.type === 'OrderChanged' && event.change === 'Initialized' ? [event.order.clientOrderId] : []));
  }

  /** A market buy (or what `command` says) that the venue has accepted. */
  accepted(command: StrategyCommand = market()): string {
    const [id] = this.trade(command);
    this.report({ kind: 'accepted', clientOrderId: id!, venueOrderId: `v-${id}` });
    return id!;
  }

  /** Another strategy of the account trades at the market, and the venue fills that. */
  otherTrades(side: 'BUY' | 'SELL', quantity: string, executionId: string): StepResult {
    const minute = Math.floor(this.time / MINUTE);
    if (!this.core.deployments().some(({ terms: { deploymentId } }) => deploymentId === OTHER)) {
      this.operator({ kind: 'deploy', terms: terms({ deploymentId: OTHER }) });
      this.historyOf(OTHER, [minute - 2, minute - 1]);
    }
    this.settle()
      .at(minute + 1)
      .liveBar(minute);
    const { events } = this.answer([market({ side, quantity })], OTHER);
    const placed = events.find((event) => event.type === 'OrderChanged');
    return this.fill(placed!.order.clientOrderId, executionId, quantity, '100');
  }

  /** Every event of every step so far. */
  get events(): readonly CoreEvent[] {
    return this.results.flatMap(({ events }) => events);
  }

  get last(): StepResult {
    return this.results.at(-1)!;
  }
}

/** What a step did, in short words: `OrderChanged.Filled`, `submit`, `deliver.bar`. */
export function words({ events, effects }: StepResult): string[] {
  return [...events.map(eventWord), ...effects.map(effectWord)];
}

function eventWord(event: CoreEvent): string {
  return event.type === 'OrderChanged' ? `OrderChanged.${event.change}` : event.type;
}

function effectWord(effect: Effect): string {
  return effect.type === 'deliver' ? `deliver.${effect.delivery.event.type}` : effect.type;
}
