import type { StrategyBar } from '@libs/sdk';
import { marketOf } from '../../support/indicators/series';
import type { Bench } from '../record';
import { CONTENDERS } from './contenders';

const SEED = 20_261_129;
const BARS = 100_000;
/** Odd, for there is a middle one; both take turns, so that what else the machine does hits both. */
const ROUNDS = 5;
const PEER = 'trading-signals';

/** What one closed bar costs an indicator, beside the library that the tests hold it against. */
export const indicators: Bench = async (report) => {
  const bars = marketOf(SEED, BARS);
  for (const { name, ours, theirs } of CONTENDERS) {
    const rounds = Array.from({ length: ROUNDS }, () => ({ ours: rateOf(ours(), bars), theirs: rateOf(theirs(), bars) }));
    const [own, other] = [middle(rounds.map((round) => round.ours)), middle(rounds.map((round) => round.theirs))];
    const common = { bench: 'indicators', case: name, metric: 'updates', unit: '/s', n: BARS } as const;
    report({ ...common, value: own, peer: PEER, ratio: Number((own / other).toFixed(2)) });
  }
};

/** Bars a second. */
function rateOf(run: (bar: StrategyBar) => unknown, bars: readonly StrategyBar[]): number {
  const started = performance.now();
  for (const bar of bars) run(bar);
  return Math.round((bars.length / (performance.now() - started)) * 1_000);
}

function middle(rates: readonly number[]): number {
  return rates.toSorted((a, b) => a - b)[rates.length >> 1]!;
}
