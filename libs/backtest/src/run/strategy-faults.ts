import type { InputBody } from '@libs/engine';
import { StrategyFault } from '@libs/sdk';
import type { Delivery } from '@libs/sdk';
import type { BacktestFault } from './backtest-terms';
import type { Seat } from './seat';

/** What strategies do wrong: each ends by its own fault, and the run with the last of them. */
export class StrategyFaults {
  /** Of the strategy that failed last; null while one still runs. */
  ended: BacktestFault | null = null;

  constructor(
    private readonly seats: readonly Seat[],
    private readonly now: () => number,
  ) {}

  /** Faults of strategies end here: one that `answer` has noted, or that of the seat. */
  attempt(act: () => void, seat?: Seat): void {
    try {
      act();
    } catch (error) {
      if (!(error instanceof StrategyFault)) throw error;
      if (seat) this.lose(seat, error);
    }
  }

  /** The core stopped it. */
  stopped(deploymentId: string, reason: string): void {
    this.lose(this.seatOf(deploymentId), { hook: 'core', message: reason });
  }

  /** A strategy that fails is told to the core, which stops it as it would in a trader; with the last one the run ends. */
  answer(delivery: Delivery): Extract<InputBody, { readonly type: 'answer' | 'strategy-fault' }> {
    const { deploymentId } = delivery;
    const seat = this.seatOf(deploymentId);
    try {
      return { type: 'answer', answer: seat.answer(delivery) };
    } catch (error) {
      if (!(error instanceof StrategyFault)) throw error;
      const { hook, message } = error;
      this.lose(seat, { hook, message });
      if (this.ended) throw error;
      return { type: 'strategy-fault', deploymentId, hook, message };
    }
  }

  private lose(seat: Seat, { hook, message }: Pick<BacktestFault, 'hook' | 'message'>): void {
    const fault = { hook, message, at: this.now() };
    seat.fault ??= fault;
    if (this.seats.every((one) => one.fault)) this.ended ??= fault;
  }

  private seatOf(deploymentId: string): Seat {
    return this.seats.find((seat) => seat.deploymentId === deploymentId)!;
  }
}
