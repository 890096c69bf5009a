import type { InputBody } from '@libs/engine';
import { StrategyFault } from '@libs/sdk';
import type { Delivery } from '@libs/sdk';
import type { BacktestFault } from './backtest-terms';
import type { Seat } from './seat';

/** Handles faults: each strategy ends by its own fault, and the run with the last of them. */
export class StrategyFaults {
  /** The fault of the last strategy to fail; null while one still runs. */
  ended: BacktestFault | null = null;

  constructor(
    private readonly seats: readonly Seat[],
    private readonly now: () => number,
  ) {}

  /** Catches strategy faults: one recorded by `answer`, or that of the seat. */
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

  /** Reports a failed strategy to the core, which stops it as in a trader; the run ends with the last one. */
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
