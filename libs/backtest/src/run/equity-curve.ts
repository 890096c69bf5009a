import type { Instrument } from '@libs/kernel';
import type { CoreEvent } from '@libs/engine';
import { CurveRecorder } from '../metrics/curve-recorder';

interface Held {
  quantity: number;
  cost: number;
  price: number;
}

/** Account equity at the closes of bars: exact at fills, in between by what the held positions are worth at the closes. */
export class EquityCurve {
  private readonly recorder = new CurveRecorder();
  private balance = 0;
  /** Price of a tick, by symbol. */
  private readonly ticks: ReadonlyMap<string, number>;
  private readonly held = new Map<string, Held>();

  constructor(markets: readonly Instrument[]) {
    this.ticks = new Map(markets.map(({ symbol, tickSize }) => [symbol, tickSize.toNumber()]));
  }

  get curve(): ReturnType<CurveRecorder['curve']> {
    return this.recorder.curve();
  }

  take(event: CoreEvent): void {
    if (event.type === 'AccountValued') this.balance = Number(event.value.balance);
    if (event.type !== 'PositionChanged' || event.deploymentId !== null) return;
    const { symbol, quantity, cost } = event.position;
    const known = this.held.get(symbol);
    this.held.set(symbol, { quantity: quantity.toNumber(), cost: cost.toNumber(), price: known?.price ?? 0 });
  }

  startWith(balance: string): void {
    this.balance = Number(balance);
  }

  /** The newest close, in ticks. */
  priced(symbol: string, ticks: number): void {
    const held = this.held.get(symbol);
    if (held) held.price = ticks * this.ticks.get(symbol)!;
  }

  sample(at: number): void {
    let equity = this.balance;
    let exposure = 0;
    for (const { quantity, cost, price } of this.held.values()) {
      if (quantity === 0) continue;
      equity += quantity * price - cost;
      exposure += Math.abs(quantity * price);
    }
    this.recorder.push(at, equity, exposure);
  }
}
