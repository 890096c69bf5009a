import type { StartBacktestInput, StoredCandles, Strategy, StrategyParameter } from '@libs/client';
import { INTERVALS, type Interval } from '@libs/kernel';
import { SIGNALS, signalsIn } from './signal-lines';

/** The values of the fields, as text; a checkbox holds `true` or `false`. */
export type Fields = Readonly<Record<string, string>>;

export interface TermField {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly usual: string;
  readonly type: 'text' | 'date' | 'decimal' | 'whole' | 'choice';
  /** An option: its value and its label. */
  readonly options?: readonly (readonly [value: string, words: string])[];
  /** Condition under which the field is sent. */
  readonly goesWith?: (typed: (name: string) => string) => boolean;
}

/** A backtest field of this name. */
interface BacktestTerm extends TermField {
  readonly name: Exclude<keyof StartBacktestInput, 'strategy' | 'params' | 'signals' | 'idempotencyKey'>;
}

/** All backtest fields besides the strategy's own parameters. */
export const TERMS: readonly BacktestTerm[] = [
  { name: 'from', label: 'From', hint: 'UTC, start of trading; empty: the first stored', usual: '', type: 'date' },
  { name: 'to', label: 'To', hint: 'UTC, exclusive; empty: the last stored', usual: '', type: 'date' },
  { name: 'balance', label: 'Balance', hint: 'in the settle asset', usual: '10000', type: 'decimal' },
];

const DATA = [
  ['bars', 'Candles'],
  ['trades', 'Trades'],
  ['book', 'Recorded order book'],
] as const;

const QUEUES = [
  ['back', 'those behind'],
  ['alike', 'all in proportion'],
] as const;

const MARGINS = [
  ['CROSS', 'Cross'],
  ['ISOLATED', 'Isolated'],
] as const;

export const FINE_TERMS: readonly BacktestTerm[] = [
  { name: 'venue', label: 'Exchange', hint: 'of the data', usual: 'bybit', type: 'text' },
  { name: 'data', label: 'Data', hint: 'trades as stored, books as recorded', usual: 'bars', type: 'choice', options: DATA },
  {
    name: 'resting',
    label: 'Queue ahead',
    hint: 'quantity ahead of an order at its price; empty: the largest of the last 64 trades',
    usual: '',
    type: 'decimal',
    goesWith: (typed) => typed('data') === 'trades',
  },
  {
    name: 'queue',
    label: 'Who cancels',
    hint: 'when a queue shrinks without a trade',
    usual: 'back',
    type: 'choice',
    options: QUEUES,
    goesWith: (typed) => typed('data') === 'book',
  },
  { name: 'detail', label: 'Fill candles', hint: '1m, 5m, 1h…; empty: the longest that fits', usual: '', type: 'text' },
  { name: 'maxPositionSize', label: 'Largest position', hint: 'fraction of equity per symbol, at most 1', usual: '0.1', type: 'decimal' },
  { name: 'takerFee', label: 'Taker fee', hint: 'fraction of the value', usual: '0.00055', type: 'decimal' },
  { name: 'makerFee', label: 'Maker fee', hint: 'fraction of the value', usual: '0.0002', type: 'decimal' },
  { name: 'slippage', label: 'Slippage', hint: 'ticks by which a taker fills at a worse price', usual: '0', type: 'whole' },
  {
    name: 'latency',
    label: 'Latency',
    hint: 'ms until an order reaches the exchange: 50, a range such as 20..80, or lognormal:MEDIAN,SPREAD,MOST',
    usual: '0',
    type: 'text',
  },
  {
    name: 'reportLatency',
    label: 'Report latency',
    hint: 'ms until the report of a fill arrives, in the same forms; empty: 0',
    usual: '',
    type: 'text',
  },
  { name: 'seed', label: 'Seed', hint: 'of all random draws; empty: different for each run', usual: '', type: 'whole' },
  {
    name: 'participation',
    label: 'Participation',
    hint: "largest share of a candle's volume that fills take, at most 1; empty: no limit",
    usual: '',
    type: 'decimal',
  },
  { name: 'leverage', label: 'Leverage', hint: 'of contracts, at least 1; empty: 10, cross', usual: '', type: 'decimal' },
  {
    name: 'margin',
    label: 'Margin',
    hint: 'with leverage',
    usual: 'CROSS',
    type: 'choice',
    options: MARGINS,
    goesWith: (typed) => typed('leverage') !== '',
  },
  {
    name: 'funding',
    label: 'Funding',
    hint: 'history, none, or a rate like 0.0001 that longs pay shorts; empty: the stored settlements',
    usual: '',
    type: 'text',
  },
  {
    name: 'fundingHours',
    label: 'Funding every',
    hint: 'hours, with a rate',
    usual: '8',
    type: 'whole',
    goesWith: (typed) => /\d/.test(typed('funding')),
  },
  {
    name: 'riskFreeRate',
    label: 'Risk-free rate',
    hint: 'annual, such as 0.04; for Sharpe, Sortino, Omega and alpha',
    usual: '0',
    type: 'decimal',
  },
  {
    name: 'daysPerYear',
    label: 'Days per year',
    hint: 'trading days: 365 for crypto, 252 for shares',
    usual: '365',
    type: 'whole',
  },
];

/** Fields of a Monte Carlo run, and of a backtest report that includes one. */
export const COURSES: BacktestTerm = {
  name: 'monteCarlo',
  label: 'Runs',
  hint: 'resamplings of its trades and days',
  usual: '1000',
  type: 'whole',
};

const ALL_TERMS = [...TERMS, ...FINE_TERMS, COURSES];

/** Parameter fields have a prefix, because a strategy may name a parameter `from`. */
export function paramField(name: string): string {
  return `params.${name}`;
}

/** What remains of the input when another strategy is chosen: time, money and the like, but no parameters of the former one. */
export function withoutParams(typed: Fields): Fields {
  return Object.fromEntries(Object.entries(typed).filter(([name]) => !name.startsWith(paramField(''))));
}

export type Stored = Pick<StoredCandles, 'symbol' | 'interval'>;

/** The initial values: of what is stored, where the strategy proposes no market or an interval that is not. */
export function usualFields(strategy: Pick<Strategy, 'parameters'>, candles: readonly Stored[] = []): Fields {
  return {
    ...Object.fromEntries([...TERMS, ...FINE_TERMS].map(({ name, usual }) => [name, usual] as const)),
    [SIGNALS]: '',
    ...usualParams(strategy, candles),
  };
}

/** The initial values of a strategy's own parameters. */
export function usualParams({ parameters }: Pick<Strategy, 'parameters'>, candles: readonly Stored[]): Fields {
  const symbol = parameters.find(({ type }) => type === 'symbol')?.default ?? candles[0]?.symbol;
  const stored = candles.filter((one) => one.symbol === symbol).map(({ interval }) => interval);
  const usual = ({ type, default: own }: StrategyParameter): string => {
    if (type === 'interval' && own !== null) return playable(String(own), stored);
    if (own !== null) return String(own);
    return type === 'symbol' ? (candles[0]?.symbol ?? '') : '';
  };
  return Object.fromEntries(parameters.map((one) => [paramField(one.name), usual(one)] as const));
}

/** The strategy's own interval, or the shortest stored one if candles of its own cannot be made of any. */
function playable(own: string, stored: readonly string[]): string {
  const length = (interval: string): number => INTERVALS[interval as Interval];
  const shortest = [...stored].sort((a, b) => length(a) - length(b))[0];
  return shortest === undefined || stored.some((interval) => length(own) % length(interval) === 0) ? own : shortest;
}

/** The request from the fields; empty ones are left to the platform. Throws `BadField` for signals that cannot be sent. */
export function inputOf(strategy: Pick<Strategy, 'name' | 'parameters'>, fields: Fields, idempotencyKey: string): StartBacktestInput {
  const typed = (name: string): string => (fields[name] ?? '').trim();
  const terms = ALL_TERMS.filter(({ goesWith }) => goesWith?.(typed) ?? true).flatMap(({ name, type }) =>
    typed(name) === '' ? [] : [[name, termValue(type, typed(name))]],
  );
  const signals = typed(SIGNALS) === '' ? {} : { signals: signalsIn(fields[SIGNALS] ?? '') };
  return {
    strategy: strategy.name,
    params: paramsOf(strategy, fields, paramField),
    ...Object.fromEntries(terms),
    ...signals,
    idempotencyKey,
  };
}

/** A strategy's parameters from the fields; `fieldOf` names a parameter's field. */
export function paramsOf(
  { parameters }: Pick<Strategy, 'parameters'>,
  fields: Fields,
  fieldOf: (name: string) => string,
): Readonly<Record<string, unknown>> {
  const params = parameters.flatMap((parameter) => {
    const text = (fields[fieldOf(parameter.name)] ?? '').trim();
    return text === '' ? [] : [[parameter.name, paramValue(parameter, text)] as const];
  });
  return Object.fromEntries(params);
}

function termValue(type: TermField['type'], text: string): string | number {
  if (type === 'date') return `${text}T00:00:00.000Z`;
  return type === 'whole' ? Number(text) : text.replace(/^(-?\d+),(\d+)$/, '$1.$2');
}

function paramValue({ type }: StrategyParameter, text: string): unknown {
  if (type === 'boolean') return text === 'true';
  if (type !== 'number' && type !== 'integer') return text;
  // A non-number would be sent as null, which means the default; as text it is refused with its name.
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}

/** `from 2 to 500`, for people. */
export function rangeOf({ minimum, maximum }: Pick<StrategyParameter, 'minimum' | 'maximum'>): string {
  return [minimum === null ? '' : `from ${minimum}`, maximum === null ? '' : `to ${maximum}`].filter(Boolean).join(' ');
}
