import type { BacktestTerms, HostedStrategy } from './backtest-terms';
import { InvalidBacktest } from './invalid-backtest';

/** Throws InvalidBacktest if strategies need what the data or the options of a run cannot provide. */
export function checkRun({
  strategies,
  markets,
  fills,
  signals,
}: BacktestTerms & { readonly strategies: readonly HostedStrategy[] }): void {
  const plans = strategies.map(({ plan }) => plan);
  const streamed = new Set(markets.filter(({ events }) => events !== undefined).map(({ market }) => market.symbol));
  const unheard = plans.flatMap((plan) => plan.streams ?? []).find(({ symbol }) => !streamed.has(symbol));
  if (unheard)
    throw new InvalidBacktest(`the strategy follows ticks, trades or the book of ${unheard.symbol}, of which there are bars only`);
  if (streamed.size > 0 && fills.participation !== undefined)
    throw new InvalidBacktest('participation is a share of the volume of bars; tapes of prints and books have sizes of their own');
  if (signals && !plans.some(({ hears }) => hears?.includes('signal')))
    throw new InvalidBacktest(`there are signals, and ${plans.length > 1 ? 'no strategy has an' : 'the strategy has no'} onSignal hook`);
}
