import type { CoreEvent } from '@libs/engine';
import { CurveRecorder } from '../metrics/curve-recorder';
import type { RunFunding } from '../metrics/run-record';
import type { StrategyShare } from './backtest-terms';
import type { NewestPrices } from './newest-prices';
import type { Seat } from './seat';

interface Held {
  readonly quantity: number;
  readonly cost: number;
  /** Realised, less fees. */
  readonly earned: number;
}

/** Each strategy's share of a common account. Doubles: for statistics and charts. */
export class Shares {
  private readonly shares: ReadonlyMap<string, Share>;

  constructor(
    private readonly seats: readonly Seat[],
    private readonly prices: NewestPrices,
  ) {
    this.shares = new Map(seats.map(({ deploymentId }) => [deploymentId, new Share()]));
  }

  take(event: CoreEvent): void {
    if (event.type === 'FundingPaid') {
      const { at, symbol, shares } = event;
      for (const [deploymentId, amount] of Object.entries(shares)) this.shares.get(deploymentId)?.receive({ at, symbol, amount });
    }
    if (event.type !== 'PositionChanged' || event.deploymentId === null) return;
    const { symbol, quantity, cost, realised, fees } = event.position;
    const held = { quantity: quantity.toNumber(), cost: cost.toNumber(), earned: realised.minus(fees).toNumber() };
    this.shares.get(event.deploymentId)?.held.set(symbol, held);
  }

  sample(at: number): void {
    for (const share of this.shares.values()) share.sample(at, this.prices);
  }

  /** In the order of the seats; each curve begins with the whole account's balance. */
  result(start: string): readonly StrategyShare[] {
    return this.seats.map(({ deploymentId, fault }) => ({ deploymentId, fault, ...this.shares.get(deploymentId)!.result(Number(start)) }));
  }
}

class Share {
  readonly held = new Map<string, Held>();
  private readonly recorder = new CurveRecorder();
  private readonly funding: RunFunding[] = [];
  private received = 0;

  receive(funding: RunFunding): void {
    this.funding.push(funding);
    this.received += Number(funding.amount);
  }

  sample(at: number, prices: NewestPrices): void {
    let [earned, exposure] = [this.received, 0];
    for (const [symbol, { quantity, cost, earned: own }] of this.held) {
      earned += own;
      if (quantity === 0) continue;
      const value = quantity * prices.of(symbol);
      earned += value - cost;
      exposure += Math.abs(value);
    }
    this.recorder.push(at, earned, exposure);
  }

  result(start: number): Pick<StrategyShare, 'curve' | 'funding'> {
    const { times, equity, exposure } = this.recorder.curve();
    return { curve: { times, equity: equity.map((earned) => start + earned), exposure }, funding: this.funding };
  }
}
