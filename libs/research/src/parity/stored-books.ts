import { Decimal } from '@libs/kernel';
import type { DeploymentRecording } from '@libs/backtest';
import { createDataSource } from '@libs/persistence';

/** What the database knows about an account and its strategies that a recording lacks. */
export interface StoredAccount {
  /** Fractions of the value. */
  readonly fees: { readonly maker: string; readonly taker: string };
  /** Whether it trades on a real market, whose candles can be downloaded. */
  readonly tradesRealMarket: boolean;
  /** Fills as booked, by deployment. */
  readonly fills: ReadonlyMap<string, readonly StoredFill[]>;
}

export interface StoredFill {
  readonly executionId: string;
  readonly symbol: string;
  readonly side: 'BUY' | 'SELL';
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly fee: Decimal;
  readonly feeAsset: string;
  readonly at: number;
}

type FillRow = Record<'id' | 'execution' | 'symbol' | 'quantity' | 'price' | 'fee' | 'asset', string> & {
  readonly side: 'BUY' | 'SELL';
  readonly at: Date;
};

/** Null if the account is not in this database. */
export async function readStoredAccount(url: string, accountId: string): Promise<StoredAccount | null> {
  const dataSource = await createDataSource(url, 1, { name: 'parity' });
  try {
    const [account] = await dataSource.query<{ fees: StoredAccount['fees']; mode: string; source: string | null }[]>(
      'SELECT fees, mode, source_id AS source FROM accounts WHERE id = $1',
      [accountId],
    );
    if (!account) return null;
    const rows = await dataSource.query<FillRow[]>(
      `SELECT deployment_id AS id, execution_id AS execution, symbol, side, quantity::text, price::text, fee::text, fee_asset AS asset, at
        FROM fills WHERE account_id = $1 ORDER BY journal_seq`,
      [accountId],
    );
    const fills = new Map([...Map.groupBy(rows, ({ id }) => id)].map(([id, own]) => [id, own.map(fillOf)]));
    const tradesRealMarket = account.mode === 'live' || (account.source?.startsWith('mirror') ?? false);
    return { fees: account.fees, tradesRealMarket, fills };
  } finally {
    await dataSource.destroy();
  }
}

function fillOf({ execution, symbol, side, quantity, price, fee, asset, at }: FillRow): StoredFill {
  const amounts = { quantity: Decimal.parse(quantity), price: Decimal.parse(price), fee: Decimal.parse(fee) };
  return { executionId: execution, symbol, side, ...amounts, feeAsset: asset, at: at.getTime() };
}

/** The recording with the fills as booked and shown to people, instead of those computed by the current core. */
export function withStoredBooks(recording: DeploymentRecording, stored: readonly StoredFill[]): DeploymentRecording {
  // An order may fill, and a position be closed, after the strategy was stopped.
  const reported = new Set(recording.orders.flatMap(({ fills }) => fills.map(({ executionId }) => executionId)));
  const own = stored.filter(({ at, executionId }) => at <= recording.endedAt || reported.has(executionId));
  const positions = [...Map.groupBy(own, ({ symbol }) => symbol)].map(([symbol, fills]) => positionOf(symbol, fills, recording));
  return { ...recording, books: { ...recording.books, fills: new Map(own.map((fill) => [fill.executionId, fill])), positions } };
}

/** Profit is left in the cost, because only its sum with the position's value is needed. */
function positionOf(
  symbol: string,
  fills: readonly StoredFill[],
  { instruments, settleAsset }: DeploymentRecording,
): DeploymentRecording['books']['positions'][number] {
  const { category, base } = instruments.get(symbol) ?? { category: 'linear', base: '' };
  const coin = category === 'spot' ? base : null;
  let [quantity, cost, fees] = [Decimal.ZERO, Decimal.ZERO, Decimal.ZERO];
  for (const fill of fills) {
    const signed = fill.side === 'BUY' ? fill.quantity : fill.quantity.negated();
    quantity = quantity.plus(signed).minus(fill.feeAsset === coin ? fill.fee : Decimal.ZERO);
    cost = cost.plus(signed.times(fill.price));
    if (fill.feeAsset === settleAsset) fees = fees.plus(fill.fee);
  }
  return { symbol, quantity, cost, realised: Decimal.ZERO, fees };
}
