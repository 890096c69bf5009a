import type { Command } from 'commander';
import type { DownloadCommand, ImportCommand, ListCommand, RecordCommand, RemoveCommand, VerifyCommand } from '../data/commands';
import type { End } from '../exit-code';
import { Terminal } from '../terminal/terminal';

const VENUE = ['--venue <name>', 'exchange plugin the data is of', 'bybit'] as const;
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
    .description('fetch closed candles, trades or funding from a venue; goes on where the store ends')
    .requiredOption('--symbol <symbol>', 'such as BTC/USDT, or BTC/USDT:USDT for a contract')
    .option('--kind <kind>', 'candles, trades or funding', 'candles')
    .option('--interval <length>', 'length of a candle', '1m')
    .option('--from <time>', 'beginning, UTC: a day or 2025-06-01T12:00Z; default: where the store ends')
    .option('--to <time>', 'end, UTC, itself not included; default: now in that market')
    .option(...VENUE)
    .option('--venue-url <url>', 'where it is, such as http://127.0.0.1:8090 of plimsoll simulator; default: the real exchange')
    .option('--replace', 'rows that differ from stored ones take their place', false)
    .option(...JSON_OPTION)
    .action(async (options: Shown & DownloadCommand) => {
      const { downloadData } = await import('../data/download-data');
      end(await downloadData(options, new Terminal(options)));
    });
  data
    .command('import')
    .description('take in candles and funding rates (CSV, CSV.gz; Feather and JSON of freqtrade) or trades (JSON of freqtrade)')
    .argument('<file...>', 'files; symbol and interval come from their names')
    .option('--symbol <symbol>', 'what the file holds, when its name does not say')
    .option('--interval <length>', 'length of its candles, when its name does not say')
    .option('--trades', 'the file holds trades', false)
    .option('--funding', 'the file holds funding rates, in a column rate or as the open of candles', false)
    .option('--timezone <zone>', 'of times in CSV that name none: Europe/Berlin, +02:00, UTC; default: such times are refused')
    .option('--freqtrade', 'also folders of freqtrade, such as user_data/data/bybit; says what is odd about each file', false)
    .option(...VENUE)
    .option('--replace', 'rows that differ from stored ones take their place', false)
    .option(...JSON_OPTION)
    .action(async (files: readonly string[], options: Shown & ImportCommand) => {
      const { importData } = await import('../data/import-data');
      end(await importData(files, options, new Terminal(options)));
    });
}

function addReading(data: Command, end: End): void {
  data
    .command('verify')
    .description('name gaps, duplicates, disorder and outliers; ends with 4 when there are any')
    .option('--symbol <symbol>', 'only this one')
    .option('--interval <length>', 'only candles of this length')
    .option('--venue <name>', 'only of this venue')
    .option('--sigmas <n>', 'a move of this many usual ones is an outlier', '40')
    .option(...JSON_OPTION)
    .action(async (options: Shown & VerifyCommand) => {
      const { verifyData } = await import('../data/verify-data');
      end(await verifyData(options, new Terminal(options)));
    });
  data
    .command('list')
    .description('show what is stored, and what would be dropped to hold a budget')
    .option('--rescan', 'read every file again', false)
    .option('--budget <size>', 'bytes that all data may take, such as 20GB')
    .option('--keep <time>', 'recordings older than this may go, such as 30d')
    .option('--candles', 'downloaded candles may go too, after the recordings', false)
    .option('--imported', 'imported data may go too, last of all', false)
    .option('--drop', 'drop it; without this it is only shown', false)
    .option(...JSON_OPTION)
    .action(async (options: Shown & ListCommand) => {
      const { listData } = await import('../data/list-data');
      end(await listData(options, new Terminal(options)));
    });
}

function addRemoving(data: Command, end: End): void {
  data
    .command('remove')
    .description('delete stored series; asks before it does')
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
    .description('write down every frame of best prices, candles, trades and the book, until the time is over or Ctrl-C')
    .requiredOption('--symbol <symbol...>', 'one or more symbols')
    .option('--interval <length>', 'candles to listen to', '1m')
    .option('--depth <levels>', 'of the order book; default: the fewest that the exchange streams; 0: no book')
    .option('--for <time>', 'how long, such as 90s or 1h; default: until Ctrl-C')
    .option('--budget <size>', 'bytes that all data may take, such as 20GB; older recordings are dropped for it meanwhile')
    .option('--keep <time>', 'recordings older than this are dropped meanwhile, such as 30d')
    .option('--free <size>', 'bytes that stay free on the disk; it ends when they cannot', '1GB')
    .option(...VENUE)
    .option('--venue-url <url>', 'where it is; default: the real exchange')
    .option(...JSON_OPTION)
    .action(async (options: Shown & RecordCommand) => {
      const { recordData } = await import('../data/record-data');
      end(await recordData(options, new Terminal(options)));
    });
  data
    .command('replay')
    .description('play a recording through the same codec; ends with 4 when other events come out than while recording')
    .argument('<recording>', 'its name, the beginning of it, or latest')
    .option(...JSON_OPTION)
    .action(async (recording: string, options: Shown) => {
      const { replayData } = await import('../data/replay-data');
      end(await replayData(recording, new Terminal(options)));
    });
}
