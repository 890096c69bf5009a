import { Decimal } from '@libs/kernel';
import type { BacktestSpec } from '@libs/research';
import { bad, intervalOption, timeOption } from '../data/data-options';
import type { EventOptions, RunOptions } from './command';

type Fills = BacktestSpec['fills'];
type Latency = NonNullable<Fills['latencies']>['entry'];

/** The options as a backtest is asked for; what is no number is refused here, what is out of range by `checkSpec`. */
export function specOf(strategy: string, params: Record<string, unknown>, options: RunOptions & EventOptions): BacktestSpec {
  const { venue, detail, from, to, balance, maxPosition } = options;
  return {
    ...{ strategy, params, venue, detail: detail === undefined ? null : intervalOption(detail) },
    ...{ from: from === undefined ? null : timeOption('from', from), to: to === undefined ? null : timeOption('to', to) },
    ...{ balance: amountOption('balance', balance), maxPositionSize: amountOption('max-position', maxPosition) },
    ...dataOf(options),
    fills: { ...fillsOf(options), ...eventFillsOf(options) },
    ...marginOf(options),
    ...fundingOf(options),
    ...coursesOf(options),
  };
}

function fillsOf({ takerFee, makerFee, slippage, latency, reportLatency, seed, participation }: RunOptions): Fills {
  const entry = latencyOption('latency', latency);
  const isDrawn = entry.kind !== 'CONSTANT' || reportLatency !== undefined;
  const report = latencyOption('report-latency', reportLatency ?? '0');
  return {
    ...{ takerFee: amountOption('taker-fee', takerFee), makerFee: amountOption('maker-fee', makerFee) },
    ...{ slippageTicks: countOption('slippage', slippage), latency: entry.kind === 'CONSTANT' ? entry.ms : 0 },
    ...(isDrawn ? { latencies: { entry, report, seed: countOption('seed', seed ?? '1') } } : {}),
    ...(participation === undefined ? {} : { participation: amountOption('participation', participation) }),
  };
}

function coursesOf({ monteCarlo, seed }: RunOptions): Pick<BacktestSpec, 'monteCarlo'> {
  if (monteCarlo === undefined) return {};
  return { monteCarlo: { runs: countOption('monte-carlo', monteCarlo), seed: countOption('seed', seed ?? '1') } };
}

function dataOf({ data = 'bars' }: EventOptions): Pick<BacktestSpec, 'data'> {
  if (data === 'bars') return {};
  if (data === 'trades' || data === 'book') return { data };
  throw bad(`--data is "${data}"; it must be bars, trades or book.`);
}

function eventFillsOf({ data = 'bars', resting, queue = 'back' }: EventOptions): Pick<Fills, 'restingQuantity' | 'queue'> {
  if (resting !== undefined && data !== 'trades') throw bad('--resting goes with --data trades; the book itself tells what rests.');
  if (queue !== 'back' && queue !== 'alike') throw bad(`--queue is "${queue}"; it must be back or alike.`);
  if (queue === 'alike' && data !== 'book') throw bad('--queue alike goes with --data book.');
  return {
    ...(resting === undefined ? {} : { restingQuantity: amountOption('resting', resting) }),
    ...(queue === 'alike' ? { queue: 'PROPORTIONAL' as const } : {}),
  };
}

function marginOf({ margin, leverage }: RunOptions): Pick<BacktestSpec, 'margin'> {
  if (margin === undefined && leverage === undefined) return {};
  const mode = (margin ?? 'cross').toLowerCase();
  if (mode !== 'cross' && mode !== 'isolated') throw bad(`--margin is "${margin}"; it must be cross or isolated.`);
  if (leverage === undefined) throw bad(`--margin ${margin} wants --leverage beside it, from 1 on.`);
  return { margin: { mode: mode === 'cross' ? 'CROSS' : 'ISOLATED', leverage: amountOption('leverage', leverage) } };
}

function fundingOf({ funding, fundingHours }: RunOptions): Pick<BacktestSpec, 'funding'> {
  if (funding === undefined) return {};
  if (funding === 'history' || funding === 'none') return { funding };
  if (!isNumber(funding)) throw bad(`--funding is "${funding}"; it must be history, none or a rate like 0.0001.`);
  return { funding: { rate: Decimal.parse(funding).toString(), hours: countOption('funding-hours', fundingHours ?? '8') } };
}

/** `50`, `20..80`, `lognormal:30,0.5,500`, all in milliseconds. */
function latencyOption(name: string, text: string): Latency {
  if (/^\d{1,9}$/.test(text)) return { kind: 'CONSTANT', ms: Number(text) };
  const [, least, most] = /^(\d{1,9})\.\.(\d{1,9})$/.exec(text) ?? [];
  if (least !== undefined) return { kind: 'UNIFORM', least: Number(least), most: Number(most) };
  const [, median, spread, longest] = /^lognormal:(\d{1,9}),(\d{1,3}(?:\.\d{1,6})?),(\d{1,9})$/.exec(text) ?? [];
  if (median !== undefined) return { kind: 'LOGNORMAL', median: Number(median), spread: Number(spread), most: Number(longest) };
  throw bad(`--${name} is "${text}"; it must be milliseconds like 50, 20..80 or lognormal:MEDIAN,SPREAD,MOST.`);
}

function amountOption(name: string, text: string): string {
  if (isNumber(text)) return Decimal.parse(text).toString();
  throw bad(`--${name} is "${text}"; it must be a number.`);
}

function isNumber(text: string): boolean {
  try {
    Decimal.parse(text);
    return true;
  } catch {
    return false;
  }
}

export function countOption(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw bad(`--${name} is "${text}"; it must be a whole number, 0 or more.`);
  return Number(text);
}
