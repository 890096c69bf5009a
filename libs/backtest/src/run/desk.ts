import { TRUSTED } from '@libs/kernel';
import type { Instrument } from '@libs/kernel';
import { TradingCore } from '@libs/engine';
import type { AccountTerms, BarText, CoreEvent, DeploymentTerms, Effect, InputBody, Texted, VenueReport } from '@libs/engine';
import type { Delivery } from '@libs/sdk';
import type { RecordedSignal } from './recorded-signals';

/** What a core requests from outside. */
export interface DeskPorts {
  /** The answer, or why there is none. */
  answer(delivery: Delivery): Extract<InputBody, { readonly type: 'answer' | 'strategy-fault' }>;
  /** The newest closed bars, oldest first. */
  history(symbol: string, interval: string, bars: number): readonly BarText[];
  send(effect: Extract<Effect, { readonly type: 'submit' | 'amend' | 'cancel' }>, at: number): void;
  event(event: CoreEvent, at: number): void;
}

type AddressedSignal = RecordedSignal & { readonly deploymentId: string };

interface Deployed {
  /** Oldest first. */
  readonly deployments: readonly DeploymentTerms[];
  readonly instruments: readonly Instrument[];
}

/** Steps a core over a backtest's inputs and carries out its effects until there are none left. */
export class Desk {
  readonly core = TradingCore.create();
  /** Market time of the next timer or signal; Infinity if there is none. */
  timerAt = Infinity;
  private signals: readonly AddressedSignal[] = [];
  private told = 0;
  private inputSeq = 0;
  private inboxSeq = 0;

  constructor(private readonly ports: DeskPorts) {}

  /** Opens the account and deploys strategies on it, one after the other. */
  open(account: AccountTerms, { deployments, instruments }: Deployed, at: number): void {
    const operator = (commandId: string, command: Extract<InputBody, { type: 'operator' }>['command']): void =>
      this.step({ type: 'operator', inboxSeq: this.nextInbox(), commandId, actor: 'backtest', command }, at);
    operator('open-account', { kind: 'open-account', terms: account, manualDeploymentId: MANUAL });
    this.step({ type: 'session-started', sessionId: 'backtest', startedAtWall: 0 }, at);
    for (const instrument of instruments) {
      this.step({ type: 'instrument', instrument: textedInstrument(instrument) }, at);
      this.step({ type: 'trust', symbol: instrument.symbol, ...TRUSTED }, at);
    }
    this.report({ kind: 'reconciled', positions: [], balances: [], foreignOrders: [], executionIds: [] }, at);
    for (const terms of deployments) operator(`deploy ${terms.deploymentId}`, { kind: 'deploy', terms });
  }

  /** The number of the next input after bars that count for this many have passed. */
  nextAfter(inputs: number): number {
    return this.inputSeq + inputs + 1;
  }

  /** Live bars that strategies saw and answered with nothing; each counts as one input, plus one for each answer. */
  passed(
    news: Omit<Extract<InputBody, { type: 'bars-passed' }>, 'type'>,
    { inputs, at }: { readonly inputs: number; readonly at: number },
  ): void {
    this.inputSeq += inputs - 1;
    this.step({ type: 'bars-passed', ...news }, at);
  }

  report(report: VenueReport, at: number): void {
    this.step({ type: 'report', inboxSeq: this.nextInbox(), report }, at);
  }

  step(body: InputBody, at: number): void {
    this.inputSeq += 1;
    const { events, effects } = this.core.step({ inputSeq: this.inputSeq, marketTime: at, body });
    for (const event of events) this.ports.event(event, at);
    for (const effect of effects) this.carryOut(effect, at);
    this.timerAt = Math.min(this.core.nextTimer()?.at ?? Infinity, this.signalAt);
  }

  /** External signals for deployments, in order of time. */
  foresee(signals: readonly AddressedSignal[]): void {
    this.signals = signals;
    this.timerAt = Math.min(this.timerAt, this.signalAt);
  }

  /** Advances market time to `until`: timers and signals due by then come before anything that happens then, timers first. */
  passTime(until: number): void {
    for (let due = this.core.nextTimer(); Math.min(due?.at ?? Infinity, this.signalAt) <= until; due = this.core.nextTimer()) {
      if (due !== null && due.at <= this.signalAt) this.step({ type: 'timer', ...due }, due.at);
      else this.tellSignal();
    }
  }

  private get signalAt(): number {
    return this.signals[this.told]?.at ?? Infinity;
  }

  private tellSignal(): void {
    const { at, ...signal } = this.signals[this.told]!;
    this.told += 1;
    this.step({ type: 'signal', ...signal }, at);
  }

  private carryOut(effect: Effect, at: number): void {
    switch (effect.type) {
      case 'deliver':
        return this.step(this.ports.answer(effect.delivery), at);
      case 'request-history': {
        const { deploymentId, symbol, interval, bars } = effect;
        return this.step({ type: 'history', deploymentId, symbol, interval, bars: this.ports.history(symbol, interval, bars) }, at);
      }
      case 'submit':
      case 'amend':
      case 'cancel':
        return this.ports.send(effect, at);
      case 'load-strategy':
      case 'unload-strategy':
      case 'watch':
        return;
    }
  }

  private nextInbox(): number {
    return (this.inboxSeq += 1);
  }
}

const MANUAL = '00000000-0000-4000-8000-000000000000';

function textedInstrument({ maxPrice, ...rest }: Instrument): Texted<Instrument> {
  const { tickSize, lotSize, minQuantity, maxQuantity, minNotional } = rest;
  return {
    ...rest,
    ...(maxPrice === undefined ? {} : { maxPrice: maxPrice.toString() }),
    tickSize: tickSize.toString(),
    lotSize: lotSize.toString(),
    minQuantity: minQuantity.toString(),
    maxQuantity: maxQuantity.toString(),
    minNotional: minNotional.toString(),
  };
}
