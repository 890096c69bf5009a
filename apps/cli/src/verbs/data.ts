import type { Command } from 'commander';
import type { DownloadCommand, ImportCommand, ListCommand, RecordCommand, RemoveCommand, VerifyCommand } from '../data/commands';
import type { End } from '../exit-code';
import { Terminal } from '../terminal/terminal';

const VENUE = ['--venue <name>', 'exchange of the data', 'bybit'] as const;
const JSON_OPTION = ['--json', 'print one JSON object', false] as const;

interface Shown {
  readonly json: boolean;
}

// What works on data is loaded by the verb that needs it, because it brings the database along.
export function addData(program: Command, end: End): void {
  const data = program.command('data').description('market history: download, import, verify, list, remove, record, replay');
  addWriting(data, end);
  addReading(data, end);
  addRemoving(data, end);
  addRecording(data, end);
}

function addWriting(data: Command, end: End): void {
  data
    .command('download')
    .description('download closed candles, trades or funding from an exchange; resumes after the last stored one')
    .requiredOption('--symbol <symbol>', 'such as BTC/USDT, or BTC/USDT:USDT for a contract')
    .option('--kind <kind>', 'candles, trades or funding', 'candles')
    .option('--interval <length>', 'length of a candle', '1m')
    .option('--from <time>', 'start, UTC: a day or 2025-06-01T12:00Z; default: after the last stored one')
    .option('--to <time>', 'end, UTC, exclusive; default: now in that market')
    .option(...VENUE)
    .option('--venue-url <url>', 'its address, such as http://127.0.0.1:8090 for "plimsoll simulator"; default: the real exchange')
    .option('--replace', 'replace stored rows that differ', false)
    .option(...JSON_OPTION)
    .action(async (options: Shown & DownloadCommand) => {
      const { downloadData } = await import('../data/download-data');
      end(await downloadData(options, new Terminal(options)));
    });
  data
    .command('import')
    .description('import candles and funding rates (CSV, CSV.gz; freqtrade Feather and JSON) or trades (freqtrade JSON)')
    .argument('<file...>', 'files; symbol and interval are taken from their names')
    .option('--symbol <symbol>', 'symbol of the file, if not in its name')
    .option('--interval <length>', 'length of its candles, if not in its name')
    .option('--trades', 'the file contains trades', false)
    .option('--funding', 'the file contains funding rates, in a column "rate" or as the open of candles', false)
    .option('--timezone <zone>', 'zone of CSV times without one: Europe/Berlin, +02:00, UTC; default: such times are refused')
    .option('--freqtrade', 'import freqtrade folders too, such as user_data/data/bybit; reports oddities of each file', false)
    .option(...VENUE)
    .option('--replace', 'replace stored rows that differ', false)
    .option(...JSON_OPTION)
    .action(async (files: readonly string[], options: Shown & ImportCommand) => {
      const { importData } = await import('../data/import-data');
      end(await importData(files, options, new Terminal(options)));
    });
}

function addReading(data: Command, end: End): void {
  data
    .command('verify')
    .description('report gaps, duplicates, disorder and outliers; exits with 4 if there are any')
    .option('--symbol <symbol>', 'only this one')
    .option('--interval <length>', 'only candles of this length')
    .option('--venue <name>', 'only from this exchange')
    .option('--sigmas <n>', 'moves larger than this many standard deviations are outliers', '40')
    .option(...JSON_OPTION)
    .action(async (options: Shown & VerifyCommand) => {
      const { verifyData } = await import('../data/verify-data');
      end(await verifyData(options, new Terminal(options)));
    });
  data
    .command('list')
    .description('list what is stored, and what would be deleted to stay within a budget')
    .option('--rescan', 'read every file again', false)
    .option('--budget <size>', 'largest size of all data, such as 20GB')
    .option('--keep <time>', 'delete recordings older than this, such as 30d')
    .option('--candles', 'also delete downloaded candles, after the recordings', false)
    .option('--imported', 'also delete imported data, last of all', false)
    .option('--drop', 'delete; without it, only show', false)
    .option(...JSON_OPTION)
    .action(async (options: Shown & ListCommand) => {
      const { listData } = await import('../data/list-data');
      end(await listData(options, new Terminal(options)));
    });
}

function addRemoving(data: Command, end: End): void {
  data
    .command('remove')
    .description('delete stored series, after asking')
    .argument('<series...>', 'names as "plimsoll data list" shows them, such as bybit BTC/USDT:USDT 5m candles')
    .option('--yes', 'do not ask', false)
    .option(...JSON_OPTION)
    .action(async (words: readonly string[], options: RemoveCommand) => {
      const { removeData } = await import('../data/remove-data');
      end(await removeData(words, options, new Terminal(options)));
    });
}

function addRecording(data: Command, end: End): void {
  data
    .command('record')
    .description('record every frame of best prices, candles, trades and the book, until the time is over or Ctrl-C')
    .requiredOption('--symbol <symbol...>', 'one or more symbols')
    .option('--interval <length>', 'candles to record', '1m')
    .option('--depth <levels>', 'levels of the order book; default: the fewest that the exchange streams; 0: no book')
    .option('--for <time>', 'how long, such as 90s or 1h; default: until Ctrl-C')
    .option('--budget <size>', 'largest size of all data, such as 20GB; older recordings are deleted meanwhile to stay below it')
    .option('--keep <time>', 'delete recordings older than this meanwhile, such as 30d')
    .option('--free <size>', 'space to leave free on the disk; recording ends when it runs out', '1GB')
    .option(...VENUE)
    .option('--venue-url <url>', 'its address; default: the real exchange')
    .option(...JSON_OPTION)
    .action(async (options: Shown & RecordCommand) => {
      const { recordData } = await import('../data/record-data');
      end(await recordData(options, new Terminal(options)));
    });
  data
    .command('replay')
    .description('play a recording through the same codec; exits with 4 if the events differ from those while recording')
    .argument('<recording>', 'its name, its beginning, or latest')
    .option(...JSON_OPTION)
    .action(async (recording: string, options: Shown) => {
      const { replayData } = await import('../data/replay-data');
      end(await replayData(recording, new Terminal(options)));
    });
}
