import { isUsualYear } from '@libs/backtest';
import { latencyTerms, queueTerms, type BacktestSpec } from '@libs/research';
import { amountOption, bad, fractionOption, intervalOption, isNumber, timeOption } from '../data/data-options';
import type { RunOptions } from './command';

type Fills = BacktestSpec['fills'];

/** The options as a backtest is asked for; what is no number is refused here, what is out of range by `checkSpec`. */
export function specOf(strategy: string, params: Record<string, unknown>, options: RunOptions): BacktestSpec {
  const { venue, detail, from, to, balance, maxPosition } = options;
  return {
    strategy,
    params,
    venue,
    detail: detail === undefined ? null : intervalOption(detail, 'detail'),
    from: from === undefined ? null : timeOption('from', from),
    to: to === undefined ? null : timeOption('to', to),
    balance: amountOption('balance', balance),
    maxPositionSize: fractionOption('max-position', maxPosition),
    ...dataOf(options),
    fills: { ...fillsOf(options), ...eventFillsOf(options) },
    ...marginOf(options),
    ...fundingOf(options),
    ...yearOf(options),
    ...coursesOf(options),
  };
}

function fillsOf({ takerFee, makerFee, slippage, latency, reportLatency, seed, participation }: RunOptions): Fills {
  return {
    takerFee: fractionOption('taker-fee', takerFee),
    makerFee: fractionOption('maker-fee', makerFee),
    slippageTicks: countOption('slippage', slippage),
    ...latencyTerms({ latency, reportLatency, seed: countOption('seed', seed ?? '1') }),
    ...(participation === undefined ? {} : { participation: fractionOption('participation', participation) }),
  };
}

function yearOf({ riskFreeRate, daysPerYear }: RunOptions): Pick<BacktestSpec, 'year'> {
  const year = {
    riskFreeRate: Number(fractionOption('risk-free-rate', riskFreeRate)),
    daysPerYear: countOption('days-per-year', daysPerYear),
  };
  return isUsualYear(year) ? {} : { year };
}

function coursesOf({ monteCarlo, seed }: RunOptions): Pick<BacktestSpec, 'monteCarlo'> {
  if (monteCarlo === undefined) return {};
  return { monteCarlo: { runs: countOption('monte-carlo', monteCarlo), seed: countOption('seed', seed ?? '1') } };
}

function dataOf({ data = 'bars' }: RunOptions): Pick<BacktestSpec, 'data'> {
  if (data === 'bars') return {};
  if (data === 'trades' || data === 'book') return { data };
  throw bad(`--data is "${data}"; it must be bars, trades or book.`);
}

function eventFillsOf({ resting, queue = 'back' }: RunOptions): Pick<Fills, 'restingQuantity' | 'queue'> {
  return { ...(resting === undefined ? {} : { restingQuantity: amountOption('resting', resting) }), ...queueTerms(queue) };
}

function marginOf({ margin, leverage }: RunOptions): Pick<BacktestSpec, 'margin'> {
  if (margin === undefined && leverage === undefined) return {};
  const mode = (margin ?? 'cross').toLowerCase();
  if (mode !== 'cross' && mode !== 'isolated') throw bad(`--margin is "${margin}"; it must be cross or isolated.`);
  if (leverage === undefined) throw bad(`--margin ${margin} wants --leverage beside it, from 1 on.`);
  return { margin: { mode: mode === 'cross' ? 'CROSS' : 'ISOLATED', leverage: amountOption('leverage', leverage) } };
}

function fundingOf({ funding, fundingHours }: RunOptions): Pick<BacktestSpec, 'funding'> {
  const hasRate = funding !== undefined && funding !== 'history' && funding !== 'none';
  if (!hasRate && fundingHours !== undefined)
    throw bad(`--funding-hours is "${fundingHours}"; it must be left out unless --funding is a rate.`);
  if (!hasRate) return funding === undefined ? {} : { funding };
  const isRate = isNumber(funding.replace(/\s*%$/, ''));
  if (!isRate) throw bad(`--funding is "${funding}"; it must be history, none or a rate like 0.0001.`);
  return { funding: { rate: fractionOption('funding', funding), hours: countOption('funding-hours', fundingHours ?? '8') } };
}

export function countOption(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw bad(`--${name} is "${text}"; it must be a whole number, 0 or more.`);
  return Number(text);
}
