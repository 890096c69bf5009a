import { Field, Float, ID, InputType, Int, ObjectType, createUnionType, registerEnumType } from '@nestjs/graphql';
import { InvalidInput, NotFound, Refused, type Failure, type Tagged } from '../results/errors.types';
import { DateTimeScalar } from '../schema/scalars/date-time';
import { DecimalScalar } from '../schema/scalars/decimal';
import { JsonScalar } from '../schema/scalars/json';
import { SignalInput } from '../signals/signals.types';

export const ResearchKind = {
  BACKTEST: 'BACKTEST',
  OPTIMISATION: 'OPTIMISATION',
  WALK_FORWARD: 'WALK_FORWARD',
  MONTE_CARLO: 'MONTE_CARLO',
  PARITY: 'PARITY',
} as const;
export type ResearchKind = (typeof ResearchKind)[keyof typeof ResearchKind];
registerEnumType(ResearchKind, { name: 'ResearchKind' });

export const ResearchStatus = {
  QUEUED: 'QUEUED',
  RUNNING: 'RUNNING',
  CANCELLED: 'CANCELLED',
  FAILED: 'FAILED',
  DONE: 'DONE',
} as const;
export type ResearchStatus = (typeof ResearchStatus)[keyof typeof ResearchStatus];
registerEnumType(ResearchStatus, { name: 'ResearchStatus' });

@ObjectType({ description: 'A backtest, search or parity measurement, and its result' })
export class ResearchRun {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => ResearchKind)
  readonly kind!: ResearchKind;

  @Field(() => ResearchStatus)
  readonly status!: ResearchStatus;

  @Field(() => String)
  readonly strategy!: string;

  @Field(() => JsonScalar, { description: 'The request with all defaults filled in; signals are given by their number and hash' })
  readonly spec!: unknown;

  @Field(() => Float, { nullable: true, description: 'Share completed, 0 to 1; null until the data has been read' })
  readonly progress!: number | null;

  @Field(() => JsonScalar, { nullable: true, description: 'Key figures; null until the report exists' })
  readonly summary!: unknown;

  @Field(() => Boolean)
  readonly hasReport!: boolean;

  @Field(() => String, { nullable: true, description: 'Why it failed, in one sentence' })
  readonly error!: string | null;

  @Field(() => Boolean)
  readonly cancelRequested!: boolean;

  @Field(() => String)
  readonly requestedBy!: string;

  @Field(() => DateTimeScalar)
  readonly createdAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true })
  readonly startedAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true })
  readonly finishedAt!: Date | null;
}

@ObjectType()
export class ResearchRunPage {
  @Field(() => [ResearchRun])
  readonly items!: readonly ResearchRun[];

  @Field(() => String, { nullable: true })
  readonly nextCursor!: string | null;
}

export const MarginMode = { CROSS: 'CROSS', ISOLATED: 'ISOLATED' } as const;
export type MarginMode = (typeof MarginMode)[keyof typeof MarginMode];
registerEnumType(MarginMode, { name: 'MarginMode' });

@InputType({ description: 'Another strategy on the same account' })
export class StrategyInput {
  @Field(() => String)
  readonly strategy!: string;

  @Field(() => JsonScalar, { nullable: true, description: 'Parameters by name; omitted ones take their defaults' })
  readonly params?: unknown;

  @Field(() => String, { nullable: true, description: 'Its unique label in the report; default: its name' })
  readonly label?: string | null;
}

@InputType({ description: 'A recorded external signal for onSignal' })
export class RecordedSignalInput extends SignalInput {
  @Field(() => DateTimeScalar, { description: 'Market time of delivery; signals before the start of trading are ignored' })
  readonly at!: Date;
}

@InputType()
export class StartBacktestInput {
  @Field(() => String)
  readonly strategy!: string;

  @Field(() => JsonScalar, { nullable: true, description: 'Parameters by name; omitted ones take their defaults' })
  readonly params?: unknown;

  @Field(() => String, { nullable: true, description: 'Its unique label in the report; default: its name' })
  readonly label?: string | null;

  @Field(() => [StrategyInput], {
    nullable: true,
    description: 'More strategies on the same account; each event reaches this one first, then these in order',
  })
  readonly others?: readonly StrategyInput[] | null;

  @Field(() => String, { nullable: true, description: 'Exchange of the stored data; default bybit' })
  readonly venue?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'bars, trades, or book (recorded order book and trades); default bars',
  })
  readonly data?: string | null;

  @Field(() => String, { nullable: true, description: 'Length of the candles that determine fills; default: the longest that fits' })
  readonly detail?: string | null;

  @Field(() => DateTimeScalar, { nullable: true })
  readonly from?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Exclusive' })
  readonly to?: Date | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Starting balance in the settle asset; default 10000' })
  readonly balance?: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Largest position per symbol as a fraction of equity, above 0, at most 1; default 0.1',
  })
  readonly maxPositionSize?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Fraction of the traded value; default 0.00055' })
  readonly takerFee?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Fraction of the traded value; default 0.0002' })
  readonly makerFee?: string | null;

  @Field(() => Int, { nullable: true, description: 'Ticks by which a taker fills at a worse price; default 0' })
  readonly slippage?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Milliseconds until an order reaches the exchange: 50, a range such as 20..80, or lognormal:MEDIAN,SPREAD,MOST; default 0',
  })
  readonly latency?: string | null;

  @Field(() => String, { nullable: true, description: 'Milliseconds until the report of a fill arrives, in the same forms; default 0' })
  readonly reportLatency?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Seed of all random draws (latencies, Monte Carlo, trials), 0 or more; default: different for each run',
  })
  readonly seed?: number | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'With data trades: quantity ahead of an order in the queue at its price; default: the largest of the last 64 trades',
  })
  readonly resting?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'With data book: who cancels when a queue shrinks without a trade, back (those behind) or alike (in proportion); default back',
  })
  readonly queue?: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: "Largest share of a candle's volume that fills take, above 0, at most 1; default: no limit",
  })
  readonly participation?: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      "Leverage of contracts, at least 1, by default 10 or the market's most; positions are liquidated when their margin is used up",
  })
  readonly leverage?: string | null;

  @Field(() => MarginMode, { nullable: true, description: 'Only with leverage; default CROSS' })
  readonly margin?: MarginMode | null;

  @Field(() => String, {
    nullable: true,
    description: 'history, none, or the fraction of the value that longs pay shorts at each settlement; default: the stored settlements',
  })
  readonly funding?: string | null;

  @Field(() => Int, { nullable: true, description: 'Hours between settlements; only if funding is a rate; default 8' })
  readonly fundingHours?: number | null;

  @Field(() => [RecordedSignalInput], { nullable: true, description: 'External signals for onSignal, at most 2000' })
  readonly signals?: readonly RecordedSignalInput[] | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Annual risk-free rate, −0.1 to 1, for Sharpe, Sortino, Omega and alpha; default 0',
  })
  readonly riskFreeRate?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Trading days per year for annualised metrics, 200 to 366: 365 for crypto, 252 for shares; default 365',
  })
  readonly daysPerYear?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Number of Monte Carlo runs in the report, 1 to 100000; default: none, for startMonteCarlo 1000',
  })
  readonly monteCarlo?: number | null;

  @Field(() => String, { nullable: true })
  readonly idempotencyKey?: string | null;
}

@InputType()
export class StartOptimisationInput {
  @Field(() => StartBacktestInput, { description: 'The backtest of each trial; its params are the fixed ones' })
  readonly backtest!: StartBacktestInput;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Search space by parameter: 5..50, 5..50:5 or a,b,c; default: every parameter with a range or a choice',
  })
  readonly search?: unknown;

  @Field(() => String, { nullable: true, description: 'grid, random or bayes; default bayes' })
  readonly sampler?: string | null;

  @Field(() => Int, { nullable: true, description: 'Largest number of trials; default 100' })
  readonly trials?: number | null;

  @Field(() => String, { nullable: true, description: 'Metric to optimise, in its better direction; default sharpe' })
  readonly objective?: string | null;

  @Field(() => Int, { nullable: true, description: 'Trials with fewer closed trades get no score; default 30' })
  readonly minTrades?: number | null;

  @Field(() => String, { nullable: true })
  readonly idempotencyKey?: string | null;
}

@InputType()
export class StartWalkForwardInput {
  @Field(() => StartOptimisationInput, { description: 'The search in each training window; trials are per window' })
  readonly optimisation!: StartOptimisationInput;

  @Field(() => String, { description: 'Length of a training window, such as 30d or 12h; a multiple of the longest bars' })
  readonly train!: string;

  @Field(() => String, { description: 'Length of the test window in which the winner trades' })
  readonly test!: string;

  @Field(() => Boolean, { nullable: true, description: 'Whether every training window starts at the beginning of the data; default false' })
  readonly anchored?: boolean | null;

  @Field(() => String, { nullable: true })
  readonly idempotencyKey?: string | null;
}

export type ResearchRunResult = Tagged<ResearchRun, 'ResearchRun'> | Exclude<Failure, { readonly __typename: 'Pending' }>;

export const ResearchRunResultUnion = createUnionType({
  name: 'ResearchRunResult',
  types: () => [ResearchRun, InvalidInput, NotFound, Refused] as const,
  resolveType: (value: ResearchRunResult) => value.__typename,
});

@ObjectType()
export class ComparedMetric {
  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly label!: string;

  @Field(() => String, { description: 'amount, money, fraction, ratio, count, duration (milliseconds) or days' })
  readonly unit!: string;

  @Field(() => JsonScalar, { description: 'In the order of the runs; null if a run has no value' })
  readonly values!: readonly (number | string | null)[];

  @Field(() => [Int], { description: 'Indexes of the runs with the best value' })
  readonly best!: readonly number[];
}

@ObjectType({ description: 'A metric of reports: its name, label and unit' })
export class ReportMetric {
  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly label!: string;

  @Field(() => String)
  readonly group!: string;

  @Field(() => String, { description: 'amount, money, fraction, ratio, count, duration (milliseconds) or days' })
  readonly unit!: string;

  @Field(() => String, { nullable: true, description: 'higher or lower; null if neither is better' })
  readonly better!: string | null;
}

@ObjectType({ description: 'Stored candles for backtests' })
export class StoredCandles {
  @Field(() => String)
  readonly venue!: string;

  @Field(() => String)
  readonly symbol!: string;

  @Field(() => String)
  readonly interval!: string;

  @Field(() => DateTimeScalar)
  readonly from!: Date;

  @Field(() => DateTimeScalar)
  readonly to!: Date;
}

@ObjectType()
export class RunComparison {
  @Field(() => [ResearchRun])
  readonly runs!: readonly ResearchRun[];

  @Field(() => [String], {
    nullable: 'items',
    description: 'What cut each run short and when, such as a fault or a liquidation, in the order of the runs; null if nothing did',
  })
  readonly endings!: readonly (string | null)[];

  @Field(() => [ComparedMetric])
  readonly rows!: readonly ComparedMetric[];

  @Field(() => [String], { description: 'Reasons why the runs are not comparable' })
  readonly warnings!: readonly string[];
}
