import { leavesOf } from '@libs/kernel';
import type { Instrument } from '@libs/kernel';
import { averagePriceText, openOrderOf } from '@libs/engine';
import type { CoreEvent, TradingCore } from '@libs/engine';
import type { StrategyContext } from '@libs/sdk';

type Positions = StrategyContext['positions'];

/**
 * What a strategy can see while bars are shown to it outside the core. Computed on demand, because most bars lead to nothing; positions and
 * orders change by core events, equity with every price.
 */
export class ShownContext implements StrategyContext {
  marketTime = 0;
  readonly instruments: StrategyContext['instruments'];
  private held: Positions | null = null;
  private open: StrategyContext['openOrders'] | null = null;

  constructor(
    private readonly core: TradingCore,
    private readonly deploymentId: string,
    instruments: readonly Instrument[],
    /** Closes not yet processed by the core, as decimal text. */
    private readonly prices: () => Readonly<Record<string, string>>,
  ) {
    this.instruments = Object.fromEntries(instruments.map((instrument) => [instrument.symbol, stepsOf(instrument)]));
  }

  take(event: CoreEvent): void {
    if (event.type === 'PositionChanged') this.held = null;
    if (event.type === 'OrderChanged') this.open = null;
  }

  get equity(): string {
    return this.core.accountValue(this.prices()).equity;
  }

  get positions(): Positions {
    return (this.held ??= this.readPositions());
  }

  get openOrders(): StrategyContext['openOrders'] {
    return (this.open ??= this.readOrders());
  }

  private readPositions(): Positions {
    const own = this.core
      .positions()
      .filter(({ deploymentId, position }) => deploymentId === this.deploymentId && !position.quantity.isZero);
    return Object.fromEntries(
      own.map(({ position }) => [position.symbol, { quantity: position.quantity.toString(), averagePrice: averagePriceText(position) }]),
    );
  }

  private readOrders(): StrategyContext['openOrders'] {
    return this.core
      .openOrders()
      .map((order) => ({ order, leaves: leavesOf(order) }))
      .filter(({ order, leaves }) => order.deploymentId === this.deploymentId && !leaves.isZero)
      .map(({ order, leaves }) => openOrderOf(order, leaves));
  }
}

export function stepsOf({ tickSize, lotSize, minQuantity, minNotional }: Instrument): StrategyContext['instruments'][string] {
  return {
    tickSize: tickSize.toString(),
    lotSize: lotSize.toString(),
    minQuantity: minQuantity.toString(),
    minNotional: minNotional.toString(),
  };
}
