import { InvalidSpec, type BacktestSpec, type OptimisationSpec } from '@libs/research';
import type { StartBacktestInput, StartOptimisationInput } from './research.types';

/** The venue's own rates for a new customer, and a start that is easy to reckon with. */
const DEFAULTS = { venue: 'bybit', balance: '10000', maxPositionSize: '0.1', takerFee: '0.00055', makerFee: '0.0002' };

/** The backtest that an input asks for; ranges are for `checkSpec` to judge. Throws `InvalidSpec` for half of a pair of fields. */
export function specOf(input: StartBacktestInput, params: Readonly<Record<string, unknown>>): BacktestSpec {
  refuseHalf(input, 'margin', 'leverage');
  refuseHalf(input, 'fundingHours', 'funding');
  return {
    strategy: input.strategy,
    params,
    venue: input.venue ?? DEFAULTS.venue,
    detail: (input.detail ?? null) as BacktestSpec['detail'],
    from: input.from?.getTime() ?? null,
    to: input.to?.getTime() ?? null,
    balance: input.balance ?? DEFAULTS.balance,
    maxPositionSize: input.maxPositionSize ?? DEFAULTS.maxPositionSize,
    fills: {
      takerFee: input.takerFee ?? DEFAULTS.takerFee,
      makerFee: input.makerFee ?? DEFAULTS.makerFee,
      slippageTicks: input.slippage ?? 0,
      latency: input.latency ?? 0,
      ...(isGiven(input.participation) ? { participation: input.participation } : {}),
    },
    ...(isGiven(input.leverage) ? { margin: { mode: input.margin ?? 'CROSS', leverage: input.leverage } } : {}),
    ...(isGiven(input.funding) ? { funding: { rate: input.funding, hours: input.fundingHours ?? 8 } } : {}),
  };
}

/** The search that an input asks for. Its seed follows from the run, so that a run taken up again tries the same and no other run does. */
export function searchOf(
  { backtest, sampler, trials, objective, minTrades }: StartOptimisationInput,
  { params, search, runId }: Readonly<Record<'params' | 'search', Readonly<Record<string, unknown>>>> & { readonly runId: string },
): OptimisationSpec {
  return {
    backtest: specOf(backtest, params),
    search: search as OptimisationSpec['search'],
    sampler: (sampler ?? 'bayes') as OptimisationSpec['sampler'],
    trials: trials ?? 100,
    objective: objective ?? 'sharpe',
    minTrades: minTrades ?? 30,
    seed: Number.parseInt(runId.slice(0, 8), 16) >>> 1,
  };
}

/** A field that would say nothing without the other is not passed over in silence. */
function refuseHalf(input: StartBacktestInput, field: 'margin' | 'fundingHours', other: 'leverage' | 'funding'): void {
  if (isGiven(input[field]) && !isGiven(input[other])) throw new InvalidSpec(field, `left out without ${other}`, String(input[field]));
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
