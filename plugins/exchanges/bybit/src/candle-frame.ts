import { Decimal } from '@libs/sdk';
import type { Bar, Interval, MarketEvent, ParsedFrame } from '@libs/sdk';
import { price } from './decimal-text';
import { fromWireInterval } from './symbols';
import { MalformedMessage, fields, list, millis, text } from './wire';
import type { Fields } from './wire';

/** `kline.<interval>.<symbol>`; https://bybit-exchange.github.io/docs/v5/websocket/public/kline */
export function candleFrame(topic: string, message: Fields): ParsedFrame<MarketEvent> {
  const [, wire = '', venueSymbol = ''] = topic.split('.');
  const interval = fromWireInterval(wire);
  if (!interval || !venueSymbol) return { kind: 'ignored' };
  const at = millis(message['ts'], 'a candle time');
  const candles = list(message['data'], 'candles').map((candle) => fields(candle, 'a candle'));
  return { kind: 'data', topic, events: candles.map((candle) => toEvent(candle, { venueSymbol, interval, at })) };
}

interface About {
  readonly venueSymbol: string;
  readonly interval: Interval;
  readonly at: number;
}

/** A candle is closed when the venue says so and never by the clock: it may be confirmed late and corrected afterwards. */
function toEvent(candle: Fields, about: About): MarketEvent {
  const closed = candle['confirm'];
  if (typeof closed !== 'boolean') throw new MalformedMessage('a candle that does not say whether it is closed');
  return { type: 'bar', ...about, bar: toBar(candle), closed };
}

function toBar(candle: Fields): Bar {
  const [open, high, low, close] = [price(candle, 'open'), price(candle, 'high'), price(candle, 'low'), price(candle, 'close')];
  if (low.gt(open) || low.gt(close) || high.lt(open) || high.lt(close))
    throw new MalformedMessage(`a candle of ${[open, high, low, close].join(' / ')}, open, high, low and close, which cannot be`);
  const volume = Decimal.parse(text(candle, 'volume'));
  if (volume.sign < 0) throw new MalformedMessage(`a candle of the volume ${volume.toString()}`);
  return { start: millis(candle['start'], 'a candle start'), open, high, low, close, volume };
}
