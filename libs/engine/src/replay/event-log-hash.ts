import { hash } from 'node:crypto';
import type { StepResult } from '../core/effect';
import type { Input } from '../core/input';
import { canonicalJson } from './canonical-json';

const BEGINNING = '0'.repeat(64);

/**
 * The running hash of an event log. Each step with events or effects is chained to the hash before it, so one value identifies the whole
 * log so far. Steps without either, such as most market data, leave it unchanged.
 */
export class EventLogHash {
  private last: string;

  /** Continues from the hash of an earlier log. */
  constructor(last: string = BEGINNING) {
    this.last = last;
  }

  /** 64 hexadecimal digits. */
  get value(): string {
    return this.last;
  }

  /** The hash after one more step. */
  add({ inputSeq }: Pick<Input, 'inputSeq'>, { events, effects }: StepResult): string {
    if (events.length === 0 && effects.length === 0) return this.last;
    this.last = hash('sha256', this.last + canonicalJson({ inputSeq, events, effects }), 'hex');
    return this.last;
  }
}
