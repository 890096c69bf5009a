import { hash } from 'node:crypto';
import type { StepResult } from '../core/effect';
import type { Input } from '../core/input';
import { canonicalJson } from './canonical-json';

const BEGINNING = '0'.repeat(64);

/**
 * The running hash of an event log: each step that said or asked anything is chained to what came before, so one value stands
 * for everything up to it. Steps without events and effects leave it as it is; most market data are such.
 */
export class EventLogHash {
  private last: string;

  /** Goes on from the value that an earlier log ended with. */
  constructor(last: string = BEGINNING) {
    this.last = last;
  }

  /** 64 hexadecimal digits. */
  get value(): string {
    return this.last;
  }

  /** The value after one more step. */
  add({ inputSeq }: Pick<Input, 'inputSeq'>, { events, effects }: StepResult): string {
    if (events.length === 0 && effects.length === 0) return this.last;
    this.last = hash('sha256', this.last + canonicalJson({ inputSeq, events, effects }), 'hex');
    return this.last;
  }
}
