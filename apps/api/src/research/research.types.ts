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

@ObjectType({ description: 'A question about the past and what came of it' })
export class ResearchRun {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => ResearchKind)
  readonly kind!: ResearchKind;

  @Field(() => ResearchStatus)
  readonly status!: ResearchStatus;

  @Field(() => String)
  readonly strategy!: string;

  @Field(() => JsonScalar, { description: 'What was asked, with every default filled in; of signals their number and their hash' })
  readonly spec!: unknown;

  @Field(() => Float, { nullable: true, description: 'Share that is done, 0 to 1; null until the data has been read' })
  readonly progress!: number | null;

  @Field(() => JsonScalar, { nullable: true, description: 'Key figures; null until there is a report' })
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

@InputType({ description: 'One more strategy on the account of a backtest' })
export class StrategyInput {
  @Field(() => String)
  readonly strategy!: string;

  @Field(() => JsonScalar, { nullable: true, description: 'Parameters of the strategy by name; those left out have their defaults' })
  readonly params?: unknown;

  @Field(() => String, { nullable: true, description: 'What it is called in the report, different for each; default: its name' })
  readonly label?: string | null;
}

@InputType({ description: 'A word from outside for onSignal, as it was recorded' })
export class RecordedSignalInput extends SignalInput {
  @Field(() => DateTimeScalar, { description: 'Market time at which it is told; what is earlier than the start of trading is not' })
  readonly at!: Date;
}

@InputType()
export class StartBacktestInput {
  @Field(() => String)
  readonly strategy!: string;

  @Field(() => JsonScalar, { nullable: true, description: 'Parameters of the strategy by name; those left out have their defaults' })
  readonly params?: unknown;

  @Field(() => String, { nullable: true, description: 'What it is called beside others; default: its name' })
  readonly label?: string | null;

  @Field(() => [StrategyInput], {
    nullable: true,
    description: 'More strategies on the same account, which hear of everything behind this one, in this order',
  })
  readonly others?: readonly StrategyInput[] | null;

  @Field(() => String, { nullable: true, description: 'The exchange that the stored data is of; default bybit' })
  readonly venue?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What is played: bars, trades, or book, a recording of the order book and its trades; default bars',
  })
  readonly data?: string | null;

  @Field(() => String, { nullable: true, description: 'Length of the candles that fills are made on; default: the longest that fit' })
  readonly detail?: string | null;

  @Field(() => DateTimeScalar, { nullable: true })
  readonly from?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Itself not included' })
  readonly to?: Date | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Of the settle asset at the beginning; default 10000' })
  readonly balance?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Fraction of equity per symbol, above 0 to 1; default 0.1' })
  readonly maxPositionSize?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Of the value; default 0.00055' })
  readonly takerFee?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Of the value; default 0.0002' })
  readonly makerFee?: string | null;

  @Field(() => Int, { nullable: true, description: 'Ticks that a taker pays beyond the price; default 0' })
  readonly slippage?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Milliseconds until an order reaches the exchange: 50, drawn from 20..80, or lognormal:MEDIAN,SPREAD,MOST; default 0',
  })
  readonly latency?: string | null;

  @Field(() => String, { nullable: true, description: 'Milliseconds until we hear of it, in the same forms; default: at once' })
  readonly reportLatency?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Of what is left to chance: drawn latencies, courses, the trials of a search; 0 or more; default: another for each run',
  })
  readonly seed?: number | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'What others have at a price, where trades are played; default: the largest of the last 64 trades',
  })
  readonly resting?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Who leaves a queue that shrinks without a trade, where a book is played: back or alike; default back',
  })
  readonly queue?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: "Most of a candle's volume that fills take, above 0 to 1; default: no limit" })
  readonly participation?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Of contracts, from 1 on; with it, margin that is used up is liquidated' })
  readonly leverage?: string | null;

  @Field(() => MarginMode, { nullable: true, description: 'Default CROSS; goes with leverage' })
  readonly margin?: MarginMode | null;

  @Field(() => String, {
    nullable: true,
    description:
      'history, none, or the fraction of the value that longs pay shorts at every settlement; default: what was settled, as far as it is stored',
  })
  readonly funding?: string | null;

  @Field(() => Int, { nullable: true, description: 'Hours between settlements; default 8; goes with a rate of funding' })
  readonly fundingHours?: number | null;

  @Field(() => [RecordedSignalInput], { nullable: true, description: 'Words from outside for onSignal, at most 2000' })
  readonly signals?: readonly RecordedSignalInput[] | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'What money earns in a year without risk, −0.1 to 1; for Sharpe, Sortino, Omega and alpha; default 0',
  })
  readonly riskFreeRate?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'On which the market trades, 200 to 366, for annual measures: 365 for crypto, 252 for shares; default 365',
  })
  readonly daysPerYear?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Other courses of the same trades and days that are drawn for the report, 1 to 100000; default: none, of startMonteCarlo 1000',
  })
  readonly monteCarlo?: number | null;

  @Field(() => String, { nullable: true })
  readonly idempotencyKey?: string | null;
}

@InputType()
export class StartOptimisationInput {
  @Field(() => StartBacktestInput, { description: 'What each trial is; its params are those that stay the same' })
  readonly backtest!: StartBacktestInput;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'What is searched by parameter: 5..50, 5..50:5 or a,b,c; none: all that has a range or a choice',
  })
  readonly search?: unknown;

  @Field(() => String, { nullable: true, description: 'grid, random or bayes; default bayes' })
  readonly sampler?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many are run at most; default 100' })
  readonly trials?: number | null;

  @Field(() => String, { nullable: true, description: 'Name of the metric that is wanted the most, or the least, of; default sharpe' })
  readonly objective?: string | null;

  @Field(() => Int, { nullable: true, description: 'Closed trades below which a trial has no value; default 30' })
  readonly minTrades?: number | null;

  @Field(() => String, { nullable: true })
  readonly idempotencyKey?: string | null;
}

@InputType()
export class StartWalkForwardInput {
  @Field(() => StartOptimisationInput, { description: 'The search that each window does over its training data; trials are per window' })
  readonly optimisation!: StartOptimisationInput;

  @Field(() => String, { description: 'How much each search is given, as 30d or 12h; a multiple of the longest bars' })
  readonly train!: string;

  @Field(() => String, { description: 'How much its winner then trades' })
  readonly test!: string;

  @Field(() => Boolean, { nullable: true, description: 'Begin every search at the beginning of the data; default false' })
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

  @Field(() => String, { description: 'How the values are to be read: percent, ratio, count, …' })
  readonly unit!: string;

  @Field(() => JsonScalar, { description: 'In the order of the runs; null where a run has no such value' })
  readonly values!: readonly (number | string | null)[];

  @Field(() => [Int], { description: 'Which runs have the best value' })
  readonly best!: readonly number[];
}

@ObjectType({ description: 'How a value of a report is called and read' })
export class ReportMetric {
  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly label!: string;

  @Field(() => String)
  readonly group!: string;

  @Field(() => String, { description: 'amount, money, fraction, ratio, count, duration (milliseconds) or days' })
  readonly unit!: string;

  @Field(() => String, { nullable: true, description: 'higher or lower; null where neither is better' })
  readonly better!: string | null;
}

@ObjectType({ description: 'Candles that backtests can be made of' })
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

  @Field(() => [ComparedMetric])
  readonly rows!: readonly ComparedMetric[];

  @Field(() => [String], { description: 'What makes the numbers mislead side by side' })
  readonly warnings!: readonly string[];
}
