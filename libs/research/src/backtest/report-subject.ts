import type { BacktestTerms, LabelledStrategy, ReportSubject } from '@libs/backtest';
import type { FundingOrigin } from './funding';
import type { StoredMarket } from './stored-market';

/** How a report describes what was run, and what a reader must know to judge the results. */
export function subjectOf(
  strategies: readonly LabelledStrategy[],
  { fills, settleAsset, margin, markets, signals }: Pick<BacktestTerms, 'fills' | 'settleAsset' | 'margin' | 'markets' | 'signals'>,
  funding: readonly FundingOrigin[],
): ReportSubject {
  const { takerFee, makerFee, slippageTicks, latency, latencies, participation } = fills;
  const delay = latencies ? `latency drawn from seed ${latencies.seed}` : `latency of ${latency} ms`;
  return {
    ...namesOf(strategies),
    quote: settleAsset,
    params: paramsOf(strategies),
    notes: [
      `Fills are determined ${sourceOf(markets)}: fees of ${takerFee} for takers and ${makerFee} for makers, slippage of ${slippageTicks} ticks, ${delay}.`,
      participation === undefined
        ? markets.some(({ events }) => events)
          ? 'An order that joins a price queues behind the orders there.'
          : 'Market depth is not modelled: every quantity fills at its price.'
        : `Fills in a candle take at most ${participation} of its volume.`,
      ...marginNotes(markets, margin),
      ...fundingNotes(funding),
      ...(signals === undefined ? [] : [`External signals are delivered as recorded, ${signals.length} in all.`]),
      'Tick and lot sizes are those of the data.',
    ],
  };
}

function marginNotes(markets: BacktestTerms['markets'], margin: BacktestTerms['margin']): readonly string[] {
  if (markets.every(({ market }) => market.category === 'spot')) return [];
  const { mode, leverage } = margin ?? { mode: 'CROSS', leverage: "10, or the market's most" };
  return [
    `Positions have ${mode === 'CROSS' ? 'cross' : 'isolated'} margin at a leverage of ${leverage}, and are liquidated when it is used up; the last price serves as mark price.`,
  ];
}

/** Origin of funding, by contract, and how it was settled. */
export function fundingNotes(funding: readonly FundingOrigin[]): readonly string[] {
  const isSettled = funding.some(({ kind }) => kind !== 'none' && kind !== 'missing');
  return [...funding.map(({ text }) => text), ...(isSettled ? ['Funding is settled at the last price before its time.'] : [])];
}

/** Which history is built from bars other than those played. */
export function earlierNotes(markets: readonly Pick<StoredMarket, 'text' | 'earlier'>[]): readonly string[] {
  return markets.flatMap(({ text, earlier = [] }) =>
    earlier.map(({ interval, to }) => `Warm-up of ${text.symbol} before ${new Date(to).toISOString()} is built from ${interval} candles.`),
  );
}

function namesOf(strategies: readonly LabelledStrategy[]): Pick<ReportSubject, 'title' | 'strategy' | 'version'> {
  const list = (of: (one: LabelledStrategy) => string): string => strategies.map(of).join(' + ');
  return {
    title: strategies.length === 1 ? list(({ name, version }) => `${name} ${version}`) : list(({ label }) => label),
    strategy: list(({ name }) => name),
    version: list(({ version }) => version),
  };
}

/** With several strategies each name has its strategy's label as a prefix, as on the command line. */
function paramsOf(strategies: readonly LabelledStrategy[]): ReportSubject['params'] {
  const [first, ...others] = strategies;
  if (first && others.length === 0) return first.plan.params as ReportSubject['params'];
  const named = strategies.flatMap(({ label, plan }) => Object.entries(plan.params).map(([name, value]) => [`${label}.${name}`, value]));
  return Object.fromEntries(named) as ReportSubject['params'];
}

function sourceOf(markets: BacktestTerms['markets']): string {
  const [events] = markets.flatMap((market) => market.events ?? []);
  if (events === undefined) return 'from candles';
  return events.hasBook ? 'in the recorded book' : 'from trades, in a book inferred from them';
}
