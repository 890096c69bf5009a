/** What is told to people outside the platform; the body of a webhook, as JSON. */
export interface Alert {
  /** The same for every try to deliver it. */
  readonly id: string;
  readonly kind: 'data-trust' | 'stop-delayed' | 'exit-given-up';
  /** RAISED begins an episode, RESOLVED ends it. */
  readonly state: 'RAISED' | 'RESOLVED';
  readonly severity: 'critical' | 'info';
  /** What it is about: `account demo`. */
  readonly subject: string;
  /** One line for a person. */
  readonly text: string;
  /** ISO 8601, wall time. */
  readonly at: string;
}
