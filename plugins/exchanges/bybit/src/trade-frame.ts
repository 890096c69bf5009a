import type { MarketEvent, ParsedFrame, PublicTrade } from '@libs/sdk';
import { positive } from './decimal-text';
import { toSide } from './symbols';
import { MalformedMessage, fields, list, millis, text } from './wire';
import type { Fields } from './wire';

/** `publicTrade.<symbol>`, oldest first; https://bybit-exchange.github.io/docs/v5/websocket/public/trade */
export function tradeFrame(topic: string, message: Fields): ParsedFrame<MarketEvent> {
  const venueSymbol = topic.slice(topic.indexOf('.') + 1);
  const trades = list(message['data'], 'trades').map((record) => toTrade(fields(record, 'a trade'), venueSymbol));
  const at = millis(message['ts'], 'the time of trades');
  return { kind: 'data', topic, events: trades.length === 0 ? [] : [{ type: 'trades', venueSymbol, trades, at }] };
}

function toTrade(record: Fields, venueSymbol: string): PublicTrade {
  if (record['s'] !== venueSymbol) throw new MalformedMessage(`a trade of ${JSON.stringify(record['s'])} among those of ${venueSymbol}`);
  return {
    id: text(record, 'i'),
    side: toSide(record['S']),
    price: positive(record['p'], 'the price of a trade'),
    quantity: positive(record['v'], 'the size of a trade'),
    at: millis(record['T'], 'the time of a trade'),
  };
}
