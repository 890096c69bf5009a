import { INTERVALS } from '@libs/kernel';
import type { Interval } from '@libs/kernel';

export type ParamType = 'number' | 'integer' | 'decimal' | 'boolean' | 'symbol' | 'interval' | 'choice';

/** One parameter of a strategy, as data, so that it can be shown, checked and stored outside the strategy's process. */
export interface Param<Value> {
  readonly type: ParamType;
  readonly description: string;
  /** Absent: a value is required at deployment. */
  readonly default?: Value;
  /** Smallest and largest allowed value, both inclusive; text for `decimal`. */
  readonly minimum?: number | string;
  readonly maximum?: number | string;
  /** The allowed values of a `choice` or an `interval`. */
  readonly options?: readonly string[];
}

export type ParamSchema = Readonly<Record<string, Param<unknown>>>;

/** The values that hooks see for a schema: `{ fast: param.integer(…) }` gives `{ fast: number }`. */
export type ParamsOf<Schema extends ParamSchema> = {
  readonly [Name in keyof Schema]: Schema[Name] extends Param<infer Value> ? Value : never;
};

interface Described<Value> {
  /** One sentence with the unit, shown beside the field. */
  readonly description: string;
  readonly default?: Value;
}

interface Bounded<Value> extends Described<Value> {
  /** Smallest allowed value, inclusive. */
  readonly min?: Value;
  /** Largest allowed value, inclusive. */
  readonly max?: Value;
}

/**
 * Builders of parameters.
 *
 * @example
 * params: {
 *   symbol: param.symbol({ description: 'What to trade' }),
 *   fast: param.integer({ default: 12, min: 2, max: 500, description: 'Bars of the fast average' }),
 * }
 */
export const param = Object.freeze({
  /** A finite floating-point number: fractions, factors, indicator thresholds. Never money. */
  number: (options: Bounded<number>): Param<number> => bounded('number', options),
  /** A whole number up to 2^53. */
  integer: (options: Bounded<number>): Param<number> => bounded('integer', options),
  /** An exact amount as decimal text (`"0.001"`): prices, quantities, money. */
  decimal: (options: Bounded<string>): Param<string> => bounded('decimal', options),
  boolean: (options: Described<boolean>): Param<boolean> => described('boolean', options),
  /** A market in ccxt notation: `BTC/USDT` (spot) or `BTC/USDT:USDT` (linear). */
  symbol: (options: Described<string>): Param<string> => described('symbol', options),
  /** The length of a bar: `1m` to `1d`. */
  interval: (options: Described<Interval>): Param<Interval> =>
    Object.freeze({ ...described<Interval>('interval', options), options: Object.freeze(Object.keys(INTERVALS)) }),
  /** One of a fixed set of texts. */
  choice: <const Option extends string>(options: Described<NoInfer<Option>> & { readonly options: readonly Option[] }): Param<Option> =>
    Object.freeze({ ...described<Option>('choice', options), options: Object.freeze([...options.options]) }),
});

function described<Value>(type: ParamType, options: Described<Value>): Param<Value> {
  const shared = { type, description: options.description };
  return Object.freeze(options.default === undefined ? shared : { ...shared, default: options.default });
}

function bounded<Value extends number | string>(type: ParamType, options: Bounded<Value>): Param<Value> {
  return Object.freeze({
    ...described(type, options),
    ...(options.min === undefined ? {} : { minimum: options.min }),
    ...(options.max === undefined ? {} : { maximum: options.max }),
  });
}
