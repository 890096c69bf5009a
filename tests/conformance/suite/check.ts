/** One expectation of a card and whether it held. */
export interface CheckResult {
  readonly what: string;
  readonly passed: boolean;
  readonly detail: string;
}
