import type { Exchange } from '../exchange/exchange';
import { InvalidInput, type Fields } from './admin-input';

/** Moves a stepped market on: `to` a market time, or `by` some milliseconds of it. */
export async function stepClock(exchange: Exchange, body: Fields): Promise<{ readonly marketTime: number }> {
  const { step } = exchange.feed;
  if (!step) throw new InvalidInput('this market moves by itself; only a stepped market can be moved');
  const now = exchange.marketTime;
  const until = body['to'] === undefined ? now + readMilliseconds(body['by'], 'by') : readMilliseconds(body['to'], 'to');
  if (until < now) throw new InvalidInput(`to is ${until}, which is before the market's ${now}`);
  await step(until);
  return { marketTime: exchange.marketTime };
}

function readMilliseconds(value: unknown, name: string): number {
  const milliseconds = Number(value);
  if (value !== undefined && value !== '' && Number.isSafeInteger(milliseconds) && milliseconds >= 0) return milliseconds;
  throw new InvalidInput(`${name} is "${String(value)}"; give a whole number of milliseconds`);
}
