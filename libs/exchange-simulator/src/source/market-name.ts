import { basename } from 'node:path';
import { splitSymbol, type MarketName } from './instrument-table';
import { InvalidSource } from './invalid-source';

const VENUE_PATTERN = /^([A-Z0-9]{5,})_(spot|linear)_\d+[mhdMHD]\.csv(\.gz)?$/;
const SPLIT_PATTERN = /^([A-Z0-9]+)_([A-Z0-9]+)(?:_([A-Z0-9]+))?-\d+[mhd](?:-([a-z_]+))?\.csv(\.gz)?$/;
const UNIFIED_SYMBOL = /^([A-Z0-9]+)\/([A-Z0-9]+)(?::([A-Z0-9]+))?$/;

/** Which market a candle file holds: what the caller says, else what its name says. */
export function marketOfFile(file: string, symbol?: string): MarketName {
  const named = fromName(basename(file));
  const name = symbol === undefined ? named : marketOfSymbol(symbol, named?.category);
  if (!name) {
    const what = symbol === undefined ? `${basename(file)} does not name its market` : `"${symbol}" is not a symbol`;
    throw new InvalidSource(`${what}; name the file like BTCUSDT_linear_1m.csv.gz or BTC_USDT-5m.csv.gz, or give --symbol BTC/USDT:USDT`);
  }
  return name;
}

function fromName(name: string): MarketName | undefined {
  const venue = VENUE_PATTERN.exec(name);
  if (venue && splitSymbol(venue[1]!)) return { venueSymbol: venue[1]!, category: venue[2] as MarketName['category'] };
  const split = SPLIT_PATTERN.exec(name);
  if (!split) return undefined;
  const category = split[3] !== undefined || split[4] === 'futures' ? 'linear' : 'spot';
  return checked({ venueSymbol: `${split[1]}${split[2]}`, category });
}

/** `BTC/USDT` and `BTC/USDT:USDT` carry their category; `BTCUSDT` takes the one given, else linear. */
export function marketOfSymbol(symbol: string, category: MarketName['category'] = 'linear'): MarketName | undefined {
  const unified = UNIFIED_SYMBOL.exec(symbol);
  if (unified) return checked({ venueSymbol: `${unified[1]}${unified[2]}`, category: unified[3] === undefined ? 'spot' : 'linear' });
  return checked({ venueSymbol: symbol, category });
}

function checked(name: MarketName): MarketName | undefined {
  return /^[A-Z0-9]+$/.test(name.venueSymbol) && splitSymbol(name.venueSymbol) ? name : undefined;
}
