import { access, constants } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { defined } from '@libs/kernel';
import type { Settings, SimulatorSource } from '@libs/platform';
import { CommandError, EXIT } from '../exit-code';

/** As typed after `plimsoll up`. */
export interface MarketOptions {
  readonly replay?: string;
  readonly speed?: string;
  readonly symbol?: string;
  readonly seed?: string;
}

const DEFAULT_SPEED = 60;
const DEFAULT_SEED = 1;
const FASTEST = 100_000;
/** Packed files that are no candles hold the raw messages of an exchange. */
const RAW_LINES = /(?<!\.csv)\.gz$/;

/** Turns options and settings into the market to trade on; nothing is written when they make no sense. */
export async function chooseMarket(options: MarketOptions, settings: Settings, cwd = process.cwd()): Promise<SimulatorSource> {
  if (settings.exchange !== undefined) return mirror(options, settings.exchange, settings.bybitEnvironment);
  const speed = number(
    '--speed',
    options.speed,
    DEFAULT_SPEED,
    (value) => value > 0 && value <= FASTEST,
    `a number above 0, at most ${FASTEST}`,
  );
  if (options.replay !== undefined) {
    if (options.seed !== undefined) throw bad('--seed is for a generated market; leave it out with --replay.');
    const file = resolve(cwd, options.replay);
    await refuseUnreadable(file);
    const kind = RAW_LINES.test(file) ? 'l2' : 'replay';
    return { kind, file, speed, ...defined({ symbol: options.symbol }) };
  }
  if (options.symbol !== undefined) throw bad('--symbol names the market of a file; give it together with --replay FILE.');
  const seed = number('--seed', options.seed, DEFAULT_SEED, (value) => Number.isSafeInteger(value) && value >= 0, 'a whole number from 0');
  return { kind: 'generated', seed, speed };
}

/** What it is, without its speed: a generated market slows down when it reaches the present. */
export function nameMarket(source: SimulatorSource): string {
  switch (source.kind) {
    case 'generated':
      return `generated market, seed ${source.seed}`;
    case 'replay':
    case 'l2':
      return `replay of ${basename(source.file)}`;
    case 'mirror':
      return `mirror of the public streams of Bybit${source.environment === undefined ? '' : ` (${source.environment})`}`;
  }
}

export function describeMarket(source: SimulatorSource): string {
  return source.kind === 'mirror' ? nameMarket(source) : `${nameMarket(source)}, at ${source.speed}×`;
}

function mirror(options: MarketOptions, exchange: 'bybit', environment: Settings['bybitEnvironment']): SimulatorSource {
  const unfit = (['replay', 'speed', 'symbol', 'seed'] as const).find((name) => options[name] !== undefined);
  if (unfit !== undefined)
    throw bad(`--${unfit} does not go with EXCHANGE=${exchange}, which mirrors a real market; leave one of them out.`);
  return { kind: 'mirror', exchange, ...(environment === 'mainnet' ? {} : { environment }) };
}

async function refuseUnreadable(file: string): Promise<void> {
  try {
    await access(file, constants.R_OK);
  } catch (error) {
    throw bad(
      `The file ${file} given with --replay cannot be read (${(error as NodeJS.ErrnoException).code}); give the path of candles (CSV or CSV.gz) or of recorded order-book lines (.gz).`,
    );
  }
}

function number(option: string, text: string | undefined, fallback: number, accepts: (value: number) => boolean, range: string): number {
  if (text === undefined) return fallback;
  const value = /^\d{1,15}(\.\d{1,9})?$/.test(text) ? Number(text) : Number.NaN;
  if (!accepts(value)) throw bad(`${option} is "${text}"; it must be ${range}.`);
  return value;
}

function bad(message: string): CommandError {
  return new CommandError(EXIT.badInput, message);
}
