import { basename } from 'node:path';
import { INTERVALS } from '@libs/kernel';
import type { Interval } from '@libs/kernel';

/** What the name of a file tells; the rest has to be said. */
export interface NamedFile {
  readonly symbol?: string;
  readonly interval?: Interval;
  readonly kind: 'candles' | 'trades' | 'funding';
  readonly format: 'csv' | 'json' | 'feather';
}

/** Assets that prices are quoted in, longest first, to cut a venue's own symbol in two. */
const QUOTES = ['USDT', 'USDC', 'USDE', 'FDUSD', 'BUSD', 'TUSD', 'USD', 'EUR', 'DAI', 'BTC', 'ETH'];

const VENUE_NAME = /^([A-Z0-9]{5,})_(spot|linear)_(\d+[mhd])$/;
const SPLIT_NAME = /^([A-Z0-9]+)_([A-Z0-9]+)(?:_([A-Z0-9]+))?-(\d+[mhd])(-futures)?$/;
/** As freqtrade names them; the interval is that of its settlements. */
const FUNDING_NAME = /^([A-Z0-9]+)_([A-Z0-9]+)_([A-Z0-9]+)-(?:\d+[mhd]-)?funding(?:_rate)?$/;
const TRADES_NAME = /^([A-Z0-9]+)_([A-Z0-9]+)(?:_([A-Z0-9]+))?-trades$/;

/** Reads names such as `BTCUSDT_linear_1m.csv.gz`, `BTC_USDT_USDT-5m-futures.feather`, `XRP_ETH-trades.json.gz`, `BTC_USDT_USDT-8h-funding_rate.feather`. */
export function readFileName(file: string): NamedFile {
  const name = basename(file).replace(/\.gz$/, '');
  const format = name.endsWith('.json') ? 'json' : name.endsWith('.feather') ? 'feather' : 'csv';
  const stem = name.replace(/\.(csv|json|feather)$/, '');
  const venue = VENUE_NAME.exec(stem);
  if (venue) return { ...symbolOf(splitVenueSymbol(venue[1]!), venue[2] === 'linear'), ...intervalOf(venue[3]!), kind: 'candles', format };
  const split = SPLIT_NAME.exec(stem);
  if (split) {
    const pair = [split[1]!, split[2]!] as const;
    return {
      ...symbolOf(pair, split[3] !== undefined || split[5] !== undefined, split[3]),
      ...intervalOf(split[4]!),
      kind: 'candles',
      format,
    };
  }
  const trades = TRADES_NAME.exec(stem);
  if (trades) return { ...symbolOf([trades[1]!, trades[2]!], trades[3] !== undefined, trades[3]), kind: 'trades', format };
  const funding = FUNDING_NAME.exec(stem);
  if (funding) return { ...symbolOf([funding[1]!, funding[2]!], true, funding[3]), kind: 'funding', format };
  if (/funding/.test(stem)) return { kind: 'funding', format };
  return { kind: /trades/.test(stem) ? 'trades' : 'candles', format };
}

function splitVenueSymbol(symbol: string): readonly [string, string] | undefined {
  const quote = QUOTES.find((each) => symbol.endsWith(each) && symbol.length > each.length);
  return quote === undefined ? undefined : [symbol.slice(0, -quote.length), quote];
}

function symbolOf(pair: readonly [string, string] | undefined, isContract: boolean, settle = pair?.[1]): { readonly symbol?: string } {
  if (!pair) return {};
  return { symbol: `${pair[0]}/${pair[1]}${isContract ? `:${settle}` : ''}` };
}

function intervalOf(text: string): { readonly interval?: Interval } {
  return Object.hasOwn(INTERVALS, text) ? { interval: text as Interval } : {};
}
