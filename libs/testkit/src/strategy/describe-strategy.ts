import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { MARKET_WORDS, analyseLookahead, observe } from '@libs/backtest';
import type { BacktestTerms, Laboratory, MarketKind, Observation, Sources } from '@libs/backtest';
import { playedMarket, trialKinds, trialMarket } from '@libs/research';
import { planStrategy } from '@libs/sdk';
import type { Strategy, StrategyPlan } from '@libs/sdk';
import { playMarket } from './play-market';
import type { Market, PlayOptions, Played } from './play-market';

export interface StrategyOnTrial {
  readonly params: Readonly<Record<string, unknown>>;
  /** `import.meta.dirname` of the spec beside the strategy: findings then name the author's own lines. */
  readonly folder?: string;
}

export interface StrategyBench {
  /** Plays bars, or closes, to the strategy; the first ones are its warm-up. */
  play(market: Market | Readonly<Record<string, Market>>, options?: PlayOptions & { readonly params?: StrategyOnTrial['params'] }): Played;
}

const LONG = 120_000;

/**
 * The suite that every strategy has to pass, and a bench for its own tests: on generated markets, ordinary and bad ones, it must not fail,
 * must do the same again, must go on after a restart as if there had been none, and must not look ahead.
 *
 * @example
 * describeStrategy(strategy, { params: { symbol: 'BTC/USDT:USDT' }, folder: import.meta.dirname }, ({ play }) => {
 *   it('buys a rise', () => expect(play([100, 101, 102]).orders).toHaveLength(1));
 * });
 */
export function describeStrategy(strategy: Strategy, on: StrategyOnTrial, tests: (bench: StrategyBench) => void = () => undefined): void {
  const planned = planStrategy(strategy, on.params);
  if (!planned.ok) throw new Error(`${strategy.name}: ${planned.problems.map(({ message }) => message).join('; ')}`);
  const { plan } = planned;
  const inMarket = (kind: MarketKind): BacktestTerms => generated(strategy, on, plan, kind);
  describe(strategy.name, () => {
    tests({ play: (market, { params, ...options } = {}) => playMarket(strategy, params ?? on.params, market, options) });

    it(
      'does the same when it runs again',
      () => {
        const request = { variant: { kind: 'whole' }, watchesState: true } as const;
        const run = (): Observation => observe(strategy, on.params, inMarket('mixed'), request);
        expect(run()).toEqual(run());
      },
      LONG,
    );

    const bad = trialKinds(plan)
      .filter((kind) => kind !== 'mixed')
      .map((kind) => [MARKET_WORDS[kind], kind] as const);
    it.each(bad)(
      'does not fail in a market that %s',
      (_, kind) => {
        expect(observe(strategy, on.params, inMarket(kind), { variant: { kind: 'whole' } }).fault).toBeNull();
      },
      LONG,
    );

    it(
      'does not look ahead, goes on after a restart as if there had been none, and starts with enough history',
      async () => {
        const terms = inMarket('mixed');
        const lab: Laboratory = () => ({
          play: async (requests) => requests.map((request) => observe(strategy, on.params, terms, request)),
          close: () => undefined,
        });
        const { findings, fault } = await analyseLookahead(lab, terms, sourcesIn(on.folder));
        expect({ findings, fault }).toEqual({ findings: [], fault: null });
      },
      LONG,
    );
  });
}

function generated({ name }: Strategy, { params }: StrategyOnTrial, plan: StrategyPlan, kind: MarketKind): BacktestTerms {
  const { markets, terms } = trialMarket({ strategy: name, params }, plan, kind);
  return { ...terms, markets: markets.map(playedMarket) };
}

/** The author's files, shown from the strategy's folder on. */
function sourcesIn(folder: string | undefined): Sources {
  if (folder === undefined) return { files: [], locate: () => null };
  const shown = (path: string): string =>
    relative(dirname(dirname(folder)), path)
      .split(sep)
      .join('/');
  const own = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'),
  );
  return {
    files: own.sort().map((file) => ({ name: shown(join(folder, file)), text: readFileSync(join(folder, file), 'utf8') })),
    locate: (stack) => {
      for (const [, path = '', row = ''] of stack.matchAll(/(?:file:\/\/)?(\/[^\s()]+?):(\d+):\d+/g))
        if (path.startsWith(folder + sep) && !path.endsWith('.spec.ts')) return `${shown(path)}:${row}`;
      return null;
    },
  };
}
