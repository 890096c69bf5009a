/** An alert sent outside the platform; the JSON body of a webhook. */
export interface Alert {
  /** The same for every delivery attempt. */
  readonly id: string;
  readonly kind: 'data-trust' | 'stop-delayed' | 'exit-given-up' | 'exit-failing' | 'strategy-fault' | 'trading-state' | 'trader-down';
  /** RAISED begins an episode, RESOLVED ends it. */
  readonly state: 'RAISED' | 'RESOLVED';
  readonly severity: 'critical' | 'info';
  /** The subject: `account demo`. */
  readonly subject: string;
  /** One line for a person. */
  readonly text: string;
  /** ISO 8601, wall time. */
  readonly at: string;
}

/** The account of a journal, and the time. */
export interface Told {
  readonly accountId: string;
  readonly accountName: string;
  /** Wall time, epoch milliseconds. */
  readonly now: number;
}

/** `what` distinguishes episodes, and steps within an episode. */
export function alertOf(
  kind: Alert['kind'],
  { accountId, accountName, now }: Told,
  { what, ...said }: Pick<Alert, 'state' | 'severity' | 'text'> & { readonly what: string },
): Alert {
  const id = `${kind}:${accountId}:${what}:${said.state}`;
  return { id, kind, ...said, subject: `account ${accountName}`, at: new Date(now).toISOString() };
}
