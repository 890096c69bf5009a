/** What the api was started with. */
export interface ApiOptions {
  readonly version: string;
  /** Wall time. */
  readonly startedAt: Date;
  readonly tradingMode: 'paper' | 'live' | 'hybrid';
  /** Limit of an account that is opened without one of its own, a fraction of equity. */
  readonly maxPositionSize: string;
  readonly sourceLabel: string;
  /** The market that accounts opened now belong to; null while there is none. */
  readonly sourceId: string | null;
  /** Whether paper accounts have an exchange simulator to trade on. */
  readonly hasSimulator: boolean;
  /** Folder of the built dashboard. */
  readonly dashboardFolder: string;
}
