import type { Command } from 'commander';
import type { BacktestCommand } from '../backtest/command';
import type { End } from '../exit-code';
import { Terminal } from '../terminal/terminal';

/** What every run over stored data can be told. */
export function withRunOptions(command: Command, param: string): Command {
  return command
    .option('--param <name=value>', param, (text: string, all: string[]) => [...all, text], [])
    .option('--venue <name>', 'exchange of the data', 'bybit')
    .option('--detail <length>', 'length of the candles that determine fills; default: the longest stored that fits')
    .option(
      '--from <time>',
      'start of trading, UTC: a day or 2025-06-01T12:00Z; the warm-up uses stored data before it; default: all stored data',
    )
    .option('--to <time>', 'end, UTC, exclusive')
    .option('--balance <amount>', 'starting balance in the settle asset', '10000')
    .option('--max-position <fraction>', 'largest position per symbol as a fraction of equity, above 0, at most 1', '0.1')
    .option('--taker-fee <fraction>', 'fraction of the value', '0.00055')
    .option('--maker-fee <fraction>', 'fraction of the value', '0.0002')
    .option('--slippage <ticks>', 'ticks by which a taker fills at a worse price', '0')
    .option(
      '--latency <ms>',
      'milliseconds until an order reaches the exchange: 50, a range such as 20..80, or lognormal:MEDIAN,SPREAD,MOST',
      '0',
    )
    .option('--report-latency <ms>', 'milliseconds until the report of a fill arrives, in the same forms; default: 0')
    .option('--seed <number>', 'seed of all random draws, such as latencies', '1')
    .option('--monte-carlo <runs>', 'number of Monte Carlo resamplings of the trades and days')
    .option('--risk-free-rate <fraction>', 'annual risk-free rate, such as 0.04, for Sharpe, Sortino, Omega and alpha', '0')
    .option('--days-per-year <days>', 'trading days per year, for annualised metrics: 365 for crypto, 252 for shares', '365')
    .option('--participation <fraction>', "largest share of a candle's volume that fills take, above 0, at most 1; default: no limit")
    .option(
      '--leverage <times>',
      "leverage of contracts, by default 10 or the market's most; positions are liquidated when their margin is used up, and stay within equity",
    )
    .option('--margin <mode>', 'cross or isolated; only with --leverage; default: cross')
    .option(
      '--funding <source>',
      'funding of perpetual contracts: history (all settlements), none, or a rate that longs pay shorts at each; default: the stored settlements',
    )
    .option('--funding-hours <hours>', 'hours between settlements at that rate; default: 8')
    .option('--data <kind>', 'bars, trades (stored), or book (order book and trades of the newest recording)', 'bars')
    .option(
      '--resting <quantity>',
      'with trades: quantity ahead of an order in the queue at its price; default: the largest of the last 64 trades',
    )
    .option(
      '--queue <model>',
      'with book: who cancels when a queue shrinks without a trade, back (those behind) or alike (in proportion)',
      'back',
    )
    .option(
      '--signals <file>',
      'external signals for onSignal: lines of {"at":"2025-06-01T12:00Z","name":…,"value":…,"expiresInSeconds":60}',
    );
}

// The engine of it is loaded only when it is asked for.
export function addBacktest(program: Command, end: End): void {
  const command = program
    .command('backtest')
    .description('backtest a strategy on stored data, with the core and fills of paper trading')
    .argument(
      '<strategy...>',
      'name of an installed strategy, or label=name; several trade on one account, in this order; or the folder of one, such as ./night-owl',
    );
  withRunOptions(
    command,
    'a parameter; repeatable; with several strategies label.name=value sets it for one, name=value for all that have it',
  )
    .option('--report <file>', 'write a report: .html a page that shows the run, .json the numbers, for "plimsoll compare"')
    .option('--json', 'print one JSON object', false)
    .action(async (strategies: string[], options: BacktestCommand & { readonly json: boolean }) => {
      const { runBacktestVerb } = await import('../backtest/run-backtest');
      end(await runBacktestVerb(strategies, options, new Terminal(options)));
    });
}
