/** Publishes events to other processes. Losing a message may cost a screen refresh, never a fact; the sender conflates. */
export interface Fanout {
  /** Never rejects. With `retainMs` a later subscriber of exactly this topic gets the message first. */
  publish(topic: string, payload: unknown, options?: { readonly retainMs?: number }): Promise<void>;
  /** `*` matches one segment of a topic, a final `>` one or more. Returns a function that unsubscribes. */
  subscribe<Payload>(pattern: string, handler: (payload: Payload, topic: string) => void): Promise<() => Promise<void>>;
}

/** Topics by content; segments are separated by dots. */
export const TOPICS = {
  journal: (accountId: string): string => `account.${accountId}.journal`,
  value: (accountId: string): string => `account.${accountId}.value`,
  ticker: (accountId: string): string => `account.${accountId}.ticker`,
  bar: (accountId: string): string => `account.${accountId}.bar`,
  feeds: (accountId: string): string => `account.${accountId}.feeds`,
  decision: (accountId: string): string => `account.${accountId}.decision`,
  health: 'health',
  research: 'research',
} as const;
