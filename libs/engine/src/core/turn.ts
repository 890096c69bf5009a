import type { Cause, CoreEvent } from './event';
import type { Effect, StepResult } from './effect';
import type { Input } from './input';
import type { CoreState } from './state';

/** One step under way: the state it changes, and what it found out and asks for so far. */
export class Turn {
  private readonly events: CoreEvent[] = [];
  private readonly effects: Effect[] = [];

  constructor(
    readonly state: CoreState,
    readonly input: Input,
  ) {}

  get at(): number {
    return this.state.marketTime;
  }

  emit(event: CoreEvent): void {
    this.events.push(event);
  }

  effect(effect: Effect): void {
    this.effects.push(effect);
  }

  result(): StepResult {
    return { events: this.events, effects: this.effects };
  }
}

export const CORE: Cause = { actor: 'core' };
export const VENUE: Cause = { actor: 'venue' };
