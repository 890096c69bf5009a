import type { VenueName } from '../venue/venues';
import type { CheckResult } from './check';
import type { Trial } from './trial';

export type ClientName = 'ccxt' | 'ccxt.pro' | 'bybit-api' | 'raw';

/** One numbered thing that a client does on the simulator, and what must come of it. */
export interface Card {
  readonly id: string;
  readonly client: ClientName;
  readonly name: string;
  /** The calls it makes, for the table. */
  readonly calls: readonly string[];
  /** What must hold; every entry must be checked under this very text, and nothing else may be. */
  readonly expects: readonly string[];
  /** `main` moves at real time; the market of `stepped` moves only when a card says so; `gate` and `flood` are there for requests that must be turned away. */
  readonly venue?: VenueName;
  /** Cards of one venue run one after another unless they only listen or wait. */
  readonly isPatient?: boolean;
  /** retCodes that its requests are meant to be answered with; any other refusal of its accounts fails the run. */
  readonly provokes?: readonly number[];
  /** The same for requests of no account that the card opened itself: without a good key, or of a sub-account. */
  readonly provokesUnsigned?: readonly number[];
  run(trial: Trial): Promise<void>;
}

export interface CardResult {
  readonly card: Card;
  readonly passed: boolean;
  readonly checks: readonly CheckResult[];
  readonly accounts: readonly string[];
  /** What ended the card before its last check. */
  readonly error: string | undefined;
  readonly milliseconds: number;
}
