/** What is told to people outside the platform; the body of a webhook, as JSON. */
export interface Alert {
  /** The same for every try to deliver it. */
  readonly id: string;
  readonly kind: 'data-trust' | 'stop-delayed' | 'exit-given-up' | 'exit-failing' | 'strategy-fault' | 'trading-state' | 'trader-down';
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

/** Of whom an account's journal tells, and when. */
export interface Told {
  readonly accountId: string;
  readonly accountName: string;
  /** Wall time, epoch milliseconds. */
  readonly now: number;
}

/** `what` tells one episode from another, and steps of it where it has several. */
export function alertOf(
  kind: Alert['kind'],
  { accountId, accountName, now }: Told,
  { what, ...said }: Pick<Alert, 'state' | 'severity' | 'text'> & { readonly what: string },
): Alert {
  const id = `${kind}:${accountId}:${what}:${said.state}`;
  return { id, kind, ...said, subject: `account ${accountName}`, at: new Date(now).toISOString() };
}
