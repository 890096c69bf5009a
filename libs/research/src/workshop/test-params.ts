import type { StrategyDescription } from '@libs/sdk';

const SYMBOL = 'BTC/USDT:USDT';

/** Parameters to try a strategy with: what is given, and a market where it has no default for one. */
export function testParams({ parameters }: StrategyDescription, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const markets = parameters.filter(({ type, default: standard }) => type === 'symbol' && standard === undefined);
  return { ...Object.fromEntries(markets.map(({ name }) => [name, SYMBOL])), ...given };
}
