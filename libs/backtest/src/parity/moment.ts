import { INTERVALS } from '@libs/kernel';
import type { Interval } from '@libs/kernel';
import type { StrategyEvent } from '@libs/sdk';
import type { Moment } from './traded-run';

/** Type of the moment at which the exchange liquidated the account's position. */
export const LIQUIDATED = 'liquidation';

/** Type of the moment at which a person closed the deployment's position. */
export const BY_HAND = 'by-hand';

/** Type of the cause of a bracket's exit: the price reached it. */
export const EXIT = 'exit';

/** Names what a strategy is told at `at`, epoch milliseconds. */
export function momentOf(event: StrategyEvent, at: number): Moment {
  const { type } = event;
  if (event.type === 'bar') return { type, name: barName(event.symbol, event.interval, event.bar.start) };
  if (event.type === 'timer') return { type, name: `its timer ${event.name} at ${textOf(event.at)}` };
  if (event.type === 'tick' || event.type === 'trades' || event.type === 'book')
    return { type, name: `the ${type} of ${event.symbol} at ${textOf(at)}` };
  return { type, name: `${type} at ${textOf(at)}` };
}

/** True if it has the same name in both runs: it is a market event, or ends an order caused by one. */
export function isOfMarket({ type }: Moment): boolean {
  return type === EXIT || type === 'bar' || type === 'tick' || type === 'trades' || type === 'book';
}

/** Names a bar, by its start in epoch milliseconds. */
export function barName(symbol: string, interval: string, start: number): string {
  return `the ${interval} bar of ${symbol} at ${textOf(start)}`;
}

/** When it happened in the market, possibly before the strategy was told; epoch milliseconds. */
export function timeOf(event: StrategyEvent, told: number): number {
  if (event.type === 'bar') return event.bar.start + (Object.hasOwn(INTERVALS, event.interval) ? INTERVALS[event.interval as Interval] : 0);
  return event.type === 'timer' ? event.at : told;
}

/** Events that a strategy gets before it may trade. */
export function isPast({ type }: Pick<StrategyEvent, 'type'>): boolean {
  return type === 'init' || type === 'history';
}

function textOf(at: number): string {
  return new Date(at).toISOString();
}
