import type { CoreEvent } from '@libs/engine';
import { CurveRecorder } from '../metrics/curve-recorder';
import type { NewestPrices } from './newest-prices';

interface Held {
  readonly quantity: number;
  readonly cost: number;
}

/** Account equity at the closes of bars: exact at fills, in between from the positions' value at the newest prices. */
export class EquityCurve {
  private readonly recorder = new CurveRecorder();
  private balance = 0;
  private readonly held = new Map<string, Held>();

  constructor(private readonly prices: NewestPrices) {}

  get curve(): ReturnType<CurveRecorder['curve']> {
    return this.recorder.curve();
  }

  take(event: CoreEvent): void {
    if (event.type === 'AccountValued') this.balance = Number(event.value.balance);
    if (event.type !== 'PositionChanged' || event.deploymentId !== null) return;
    const { symbol, quantity, cost } = event.position;
    this.held.set(symbol, { quantity: quantity.toNumber(), cost: cost.toNumber() });
  }

  startWith(balance: string): void {
    this.balance = Number(balance);
  }

  sample(at: number): void {
    let equity = this.balance;
    let exposure = 0;
    for (const [symbol, { quantity, cost }] of this.held) {
      if (quantity === 0) continue;
      const value = quantity * this.prices.of(symbol);
      equity += value - cost;
      exposure += Math.abs(value);
    }
    this.recorder.push(at, equity, exposure);
  }
}
