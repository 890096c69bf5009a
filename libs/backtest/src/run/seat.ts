import type { Instrument } from '@libs/kernel';
import type { CoreEvent, DeploymentTerms, TradingCore } from '@libs/engine';
import { StrategyFault } from '@libs/sdk';
import type { Delivery, Outcome, StrategyAnswer } from '@libs/sdk';
import type { BacktestFault, HostedStrategy } from './backtest-terms';
import { ShownContext } from './shown-context';
import type { BarShown } from './strategy-host';

/** The deployment of a strategy by its index in the run, 0 for the first. */
export function deploymentAt(place: number): string {
  return `00000000-0000-4000-8000-${String(place + 1).padStart(12, '0')}`;
}

export interface SeatParts {
  readonly place: number;
  readonly core: TradingCore;
  /** Of the whole run. */
  readonly instruments: readonly Instrument[];
  /** Closes not yet processed by the core, as decimal text. */
  readonly prices: () => Readonly<Record<string, string>>;
}

/** One strategy of a run: its host, its context, and why it ended. */
export class Seat {
  readonly deploymentId: string;
  /** Why it ended before the data did; null while it receives events. */
  fault: BacktestFault | null = null;
  private readonly context: ShownContext;
  /** The outcome of the newest bar shown to it: its answer, if the core delivers the bar. */
  private shown: Outcome | StrategyFault | null = null;

  constructor(
    readonly strategy: HostedStrategy,
    { place, core, instruments, prices }: SeatParts,
  ) {
    this.deploymentId = deploymentAt(place);
    const { watches, streams = [] } = strategy.plan;
    const symbols = new Set([...watches, ...streams].map(({ symbol }) => symbol));
    const own = instruments.filter(({ symbol }) => symbols.has(symbol));
    this.context = new ShownContext(core, this.deploymentId, own, prices);
  }

  get terms(): DeploymentTerms {
    const { name, version, plan } = this.strategy;
    const { params, watches, streams, warmUpBars, hears } = plan;
    return {
      deploymentId: this.deploymentId,
      strategy: name,
      strategyVersion: version,
      params,
      watches,
      warmUpBars,
      ...(streams ? { streams } : {}),
      ...(hears ? { hears } : {}),
    };
  }

  watches({ symbol, interval }: { readonly symbol: string; readonly interval: string }): boolean {
    return this.strategy.plan.watches.some((watch) => watch.symbol === symbol && watch.interval === interval);
  }

  take(event: CoreEvent): void {
    this.context.take(event);
  }

  /** Shows it a live bar outside the core; the outcome waits for the delivery. Throws `StrategyFault` if the strategy fails. */
  show(bar: BarShown, at: number, { inputSeq, isChecked }: { readonly inputSeq: number; readonly isChecked: boolean }): Outcome {
    const { host } = this.strategy;
    this.context.marketTime = at;
    try {
      const outcome = host.showBar(bar, this.context, inputSeq);
      if (isChecked) host.check(inputSeq);
      this.shown = outcome;
      return outcome;
    } catch (error) {
      if (error instanceof StrategyFault) this.shown = error;
      throw error;
    }
  }

  /** The next bar comes from the core. */
  forget(): void {
    this.shown = null;
  }

  answer(delivery: Delivery): StrategyAnswer {
    const { shown } = this;
    if (shown === null || delivery.event.type !== 'bar') return this.strategy.host.deliver(delivery);
    this.shown = null;
    if (shown instanceof StrategyFault) throw shown;
    return this.strategy.host.answerOf(delivery.inputSeq, shown);
  }
}
