import type { Command } from 'commander';
import type { BacktestCommand } from '../backtest/command';
import type { End } from '../exit-code';
import { Terminal } from '../terminal/terminal';

/** What every run over stored data can be told. */
export function withRunOptions(command: Command, param: string): Command {
  return command
    .option('--param <name=value>', param, (text: string, all: string[]) => [...all, text], [])
    .option('--venue <name>', 'exchange plugin the data is of', 'bybit')
    .option('--detail <length>', 'candles that fills are made on; default: the longest stored ones that fit')
    .option(
      '--from <time>',
      'when trading begins, UTC: a day or 2025-06-01T12:00Z; the warm-up before it comes from what is stored; default: all that is stored',
    )
    .option('--to <time>', 'end, UTC, itself not included')
    .option('--balance <amount>', 'of the settle asset at the beginning', '10000')
    .option('--max-position <fraction>', 'largest position per symbol as a fraction of equity, above 0 to 1', '0.1')
    .option('--taker-fee <fraction>', 'of the value', '0.00055')
    .option('--maker-fee <fraction>', 'of the value', '0.0002')
    .option('--slippage <ticks>', 'that a taker pays beyond the price', '0')
    .option('--latency <ms>', 'until an order reaches the exchange: 50, drawn from 20..80, or lognormal:MEDIAN,SPREAD,MOST', '0')
    .option('--report-latency <ms>', 'until we hear of it, in the same forms; default: at once')
    .option('--seed <number>', 'of what is left to chance, such as drawn latencies', '1')
    .option('--monte-carlo <runs>', 'draw so many other courses of the same trades and days')
    .option('--risk-free-rate <fraction>', 'what money earns in a year without risk, as 0.04, for Sharpe, Sortino, Omega and alpha', '0')
    .option('--days-per-year <days>', 'on which the market trades, for annual measures: 365 for crypto, 252 for shares', '365')
    .option('--participation <fraction>', "fills take at most this share of a candle's volume, above 0 to 1; default: no limit")
    .option('--leverage <times>', 'of contracts; with it, margin that is used up is liquidated; positions stay within equity')
    .option('--margin <mode>', 'cross or isolated; default with --leverage: cross')
    .option(
      '--funding <source>',
      'of perpetual contracts: history (what was settled, all of it), none, or a rate that longs pay shorts each time; default: what was settled, as far as it is stored',
    )
    .option('--funding-hours <hours>', 'between settlements at that rate; default: 8')
    .option('--data <kind>', 'bars, stored trades, or the book and the trades of the newest recording', 'bars')
    .option('--resting <quantity>', 'with trades: what others have at a price; default: the largest of the last 64 trades')
    .option('--queue <model>', 'with book: who leaves a queue that shrinks without a trade, back or alike', 'back')
    .option(
      '--signals <file>',
      'words from outside for onSignal: lines of {"at":"2025-06-01T12:00Z","name":…,"value":…,"expiresInSeconds":60}',
    );
}

// The engine of it is loaded only when it is asked for.
export function addBacktest(program: Command, end: End): void {
  const command = program
    .command('backtest')
    .description('play stored candles to a strategy, with the core and the fills of paper trading')
    .argument('<strategy...>', 'name of an installed strategy, or label=name; several trade on one account, in this order');
  withRunOptions(
    command,
    'a parameter, repeat it for more; of several strategies label.name=value is for one, name=value for all that have it',
  )
    .option(
      '--report <file>',
      'where it ends with .html, write a page that shows the run, one file; with .json the numbers, for "plimsoll compare"',
    )
    .option('--json', 'print one JSON object', false)
    .action(async (strategies: string[], options: BacktestCommand & { readonly json: boolean }) => {
      const { runBacktestVerb } = await import('../backtest/run-backtest');
      end(await runBacktestVerb(strategies, options, new Terminal(options)));
    });
}
