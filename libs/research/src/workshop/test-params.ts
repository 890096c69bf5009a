import type { StrategyDescription } from '@libs/sdk';

const COINS = ['BTC', 'ETH', 'SOL', 'XRP', 'ADA', 'LTC', 'DOT', 'LINK', 'AVAX', 'ATOM'];

/**
 * Parameters to try a strategy with: what is given, and a market where it has no default for one. Each is a market of its own: a strategy
 * that trades one by another would see the same bar twice, and nothing would be tested of it.
 */
export function testParams({ parameters }: StrategyDescription, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const symbols = parameters.filter(({ type }) => type === 'symbol');
  const taken = symbols.map(({ name, default: standard }) => given[name] ?? standard);
  const free = COINS.map((coin) => `${coin}/USDT:USDT`).filter((symbol) => !taken.includes(symbol));
  const missing = symbols.filter((_, at) => taken[at] === undefined);
  return { ...Object.fromEntries(missing.map(({ name }, at) => [name, free[at % free.length]])), ...given };
}
