import { Decimal } from '@libs/kernel';

/** What is stored of a measured session, as far as the page shows it. */
export interface StoredParityReport {
  readonly replays: readonly {
    readonly sessionId: string;
    readonly report: { readonly difference: { readonly inputSeq: number; readonly where: string; readonly what: string } | null };
  }[];
  readonly candles: 'stored' | 'recorded';
  readonly notes: readonly string[];
  /** Null where no backtest can be made. */
  readonly report: {
    readonly equity: { readonly session: string; readonly backtest: string };
    readonly differences: readonly OrderDifference[];
    readonly bugs: readonly { readonly clientOrderId: string | null; readonly what: string }[];
  } | null;
}

export interface OrderDifference {
  readonly symbol: string;
  readonly side: 'BUY' | 'SELL';
  readonly decidedAt: number;
  readonly moment: string;
  readonly session: OrderSummary | null;
  readonly backtest: OrderSummary | null;
  readonly money: Readonly<Record<string, string>>;
  readonly total: string;
}

export interface OrderSummary {
  readonly clientOrderId: string;
  readonly filled: string;
  readonly averagePrice: string | null;
  readonly refusal: string | null;
}

/** Decimal text; above zero is to the advantage of the session. */
interface CauseMoney {
  readonly cause: string;
  readonly amount: string;
}

export interface CauseBar extends CauseMoney {
  /** Of the longest, 0 to 100. */
  readonly percent: number;
  /** Hundredths of a percent of what was traded; null where nothing was. */
  readonly points: string | null;
}

/** The causes that came to anything, the heaviest first, with the length of their bars. */
export function causeBars(causes: readonly CauseMoney[], turnover: string | null): readonly CauseBar[] {
  const amounts = causes.map((one) => ({ ...one, value: Decimal.parse(one.amount) })).filter(({ value }) => !value.isZero);
  const longest = amounts.reduce((most, { value }) => Decimal.max(most, value.abs()), Decimal.ZERO);
  return amounts
    .toSorted((one, other) => other.value.abs().compare(one.value.abs()))
    .map(({ cause, amount, value }) => ({
      ...{ cause, amount, points: pointsOf(amount, turnover) },
      percent: value.abs().times(Decimal.parse('100')).dividedBy(longest, 2).toNumber(),
    }));
}

/** Hundredths of a percent of what was traded. */
export function pointsOf(amount: string, turnover: string | null): string | null {
  if (turnover === null || Decimal.parse(turnover).isZero) return null;
  return Decimal.parse(amount).times(Decimal.parse('10000')).dividedBy(Decimal.parse(turnover), 2).toString();
}

/** `latency, slippage`: why an order came to something else, the heaviest first. */
export function reasonsOf({ money }: Pick<OrderDifference, 'money'>): string {
  const causes = Object.entries(money).map(([cause, amount]) => ({ cause, amount }));
  return causeBars(causes, null)
    .map(({ cause }) => cause)
    .join(', ');
}
