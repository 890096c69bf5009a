/** What `GET /admin/truth/:id` tells, as far as the books are compared; numbers are text. */
export interface Truth {
  readonly marketTime: number;
  readonly orders: readonly TrueOrder[];
  readonly executions: readonly TrueExecution[];
  readonly positions: readonly TruePosition[];
  readonly balances: Readonly<Record<string, string>>;
  readonly ledger: readonly TrueLine[];
}

export interface TrueOrder {
  readonly orderId: string;
  readonly clientOrderId: string;
  readonly status: string;
  readonly filled: string;
}

export interface TrueExecution {
  readonly executionId: string;
  readonly orderId: string;
  readonly market: string;
  readonly positionIndex: number;
  readonly kind: string;
  readonly side: 'BUY' | 'SELL';
  readonly price: string;
  readonly quantity: string;
  readonly fee: string;
}

export interface TruePosition {
  readonly market: string;
  readonly index: number;
  readonly quantity: string;
}

export interface TrueLine {
  readonly id: string;
  readonly asset: string;
  readonly executionId: string;
  readonly cashFlow: string;
  readonly fee: string;
  readonly funding: string;
  readonly balance: string;
}
