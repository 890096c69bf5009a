import type { EqualShare, ParityScore } from '@libs/client';
import { Decimal } from '@libs/kernel';
import { signOf } from '../format/amount';
import type { Word } from '../format/words';

/** The stored result of a measured session, as far as the page shows it. */
export interface StoredParityReport {
  readonly replays: readonly {
    readonly sessionId: string;
    readonly report: {
      readonly difference: { readonly inputSeq: number; readonly where: string; readonly what: string } | null;
      /** Absent in results of older versions. */
      readonly changes?: readonly string[];
    };
  }[];
  readonly candles: 'stored' | 'recorded';
  readonly notes: readonly string[];
  /** Null if no backtest is possible. */
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

/** Decimal text; positive is in the session's favour. */
interface CauseMoney {
  readonly cause: string;
  readonly amount: string;
}

export interface CauseBar extends CauseMoney {
  /** Relative to the longest, 0 to 100. */
  readonly percent: number;
  /** Basis points of the traded value; null if nothing was traded. */
  readonly points: string | null;
}

/** The causes with money, the largest first, with the length of their bars. */
export function causeBars(causes: readonly CauseMoney[], turnover: string | null): readonly CauseBar[] {
  const amounts = causes.map((one) => ({ ...one, value: Decimal.parse(one.amount) })).filter(({ value }) => !value.isZero);
  const longest = amounts.reduce((most, { value }) => Decimal.max(most, value.abs()), Decimal.ZERO);
  return amounts
    .toSorted((one, other) => other.value.abs().compare(one.value.abs()))
    .map(({ cause, amount, value }) => ({
      cause,
      amount,
      points: pointsOf(amount, turnover),
      percent: value.abs().times(Decimal.parse('100')).dividedBy(longest, 2).toNumber(),
    }));
}

/** Basis points of the traded value. */
export function pointsOf(amount: string, turnover: string | null): string | null {
  if (turnover === null || Decimal.parse(turnover).isZero) return null;
  return Decimal.parse(amount).times(Decimal.parse('10000')).dividedBy(Decimal.parse(turnover), 2).toString();
}

/** Why an order differs, the largest cause first, with the money of each. */
export function reasonsOf({ money }: Pick<OrderDifference, 'money'>): readonly CauseBar[] {
  return causeBars(
    Object.entries(money).map(([cause, amount]) => ({ cause, amount })),
    null,
  );
}

type Scored = Pick<ParityScore, 'verdict' | 'decisions' | 'fills' | 'difference' | 'causes'>;

const VERDICTS = {
  equal: { label: 'Equal', tone: 'good', meaning: 'Session and backtest wanted, filled and earned the same' },
  explained: {
    label: 'Explained',
    tone: 'live',
    meaning: 'Session and backtest are not equal; every difference has a cause',
  },
  unexplained: { label: 'Unexplained', tone: 'bad', meaning: 'Replay or backtest differs without a known cause; the details are below' },
  untraded: { label: 'No orders', tone: 'idle', meaning: 'Neither session nor backtest placed an order, so there is nothing to compare' },
  incomparable: {
    label: 'Not comparable',
    tone: 'idle',
    meaning: 'The replay is identical, but no backtest is possible',
  },
} as const satisfies Readonly<Record<string, Word>>;

/** A score in one word; green only if every order is equal to the last digit. */
export function verdictOf({ verdict, decisions, fills, difference, causes }: Scored): Word {
  if (verdict === 'DIFFERENT') return VERDICTS.unexplained;
  if (verdict === 'NOT_COMPARABLE') return VERDICTS.incomparable;
  const isSameMoney = [difference ?? '0', ...causes.map(({ amount }) => amount)].every((amount) => signOf(amount) === 0);
  if (!isWhole(decisions) || !isWhole(fills) || !isSameMoney) return VERDICTS.explained;
  return decisions?.of ? VERDICTS.equal : VERDICTS.untraded;
}

/** True if everything is equal. */
export function isWhole(share: EqualShare | null): boolean {
  return share === null || share.equal === share.of;
}

/** Number of orders per cause. */
export function ordersByCause(differences: readonly Pick<OrderDifference, 'money'>[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { money } of differences)
    for (const [cause, amount] of Object.entries(money)) if (signOf(amount) !== 0) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  return counts;
}
