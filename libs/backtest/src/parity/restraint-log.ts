import type { TradingState } from '@libs/kernel';
import type { CoreEvent } from '@libs/engine';
import type { Restraint } from './recording';

type Change = Extract<CoreEvent, { readonly type: 'TradingStateChanged' }>;

/** Records when an account could not trade freely. */
export class RestraintLog {
  private readonly ended: Restraint[] = [];
  private open: Omit<Restraint, 'to'> | null = null;

  constructor(state: TradingState, at: number) {
    this.begin(state, 'it was so before', at);
  }

  changed({ to, reason, cause }: Change, at: number): void {
    // Halting a halted account only adds a reason.
    if (to === this.open?.state) return;
    if (this.open) this.ended.push({ ...this.open, to: at });
    this.open = null;
    this.begin(to, `${reason} (${cause.actor})`, at);
  }

  until(to: number): readonly Restraint[] {
    return this.open ? [...this.ended, { ...this.open, to }] : this.ended;
  }

  private begin(state: TradingState, reason: string, from: number): void {
    if (state !== 'ACTIVE') this.open = { state, reason, from };
  }
}
