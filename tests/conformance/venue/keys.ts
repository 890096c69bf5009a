export interface Keys {
  readonly accountId: string;
  readonly apiKey: string;
  readonly apiSecret: string;
}

export interface Terms {
  readonly balances?: Readonly<Record<string, string>>;
  readonly fees?: { readonly maker: string; readonly taker: string };
  /** The usual tier unless said; a card that tries again and again needs a better one. */
  readonly rateTier?: string;
}

/** Uncommon rates, so that a fee that matches was computed from them. */
export const FEES = { maker: '0.00013', taker: '0.00047' } as const;

/** Milliseconds for which a request is good, of the most that the venue allows: on a busy machine it may wait to be sent. */
export const RECV_WINDOW = 60_000;
