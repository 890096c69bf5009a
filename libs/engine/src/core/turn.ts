import type { Cause, CoreEvent } from './event';
import type { Effect, StepResult } from './effect';
import type { Input } from './input';
import type { CoreState, TrackedOrder } from './state';

/** Of the 1,296 order ids of one step; the commands of an answer use at most the first 50. */
const FIRST_OWN_INDEX = 1_000;

/** One step in progress: the state it changes, and its events and effects so far. */
export class Turn {
  /** Orders that were live and can no longer fill. */
  readonly ended: TrackedOrder[] = [];
  private readonly events: CoreEvent[] = [];
  private readonly effects: Effect[] = [];
  private own = 0;

  constructor(
    readonly state: CoreState,
    readonly input: Input,
  ) {}

  /** Index of an order that the platform itself places: beyond those of any answer's commands. */
  nextOwnIndex(): number {
    this.own += 1;
    return FIRST_OWN_INDEX + this.own - 1;
  }

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
