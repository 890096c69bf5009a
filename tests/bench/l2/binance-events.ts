import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { EventTapeWriter, type EventTape } from '@libs/backtest';
import { decimal, type Instrument } from '@libs/kernel';

type Level = readonly [price: string, quantity: string];

interface Depth {
  readonly T: number;
  readonly u: number;
  readonly b: readonly Level[];
  readonly a: readonly Level[];
}

interface Trade {
  readonly T: number;
  readonly p: string;
  readonly q: string;
  /** The buyer was there first, so a seller took. */
  readonly m: boolean;
}

interface Snapshot {
  readonly lastUpdateId: number;
  readonly T: number;
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
}

/**
 * The recording of Binance's stream of a contract as a tape, `times` over: the snapshot, then every depth change and trade after it.
 * Each time is shifted behind the one before. Venue times, never falling.
 */
export function binanceEvents(path: string, instrument: Instrument, times = 1, withTrades = true): EventTape {
  const messages = gunzipSync(readFileSync(path)).toString().trim().split('\n').map(messageOf);
  const start = messages.findIndex((message) => 'lastUpdateId' in message);
  const snapshot = messages[start] as Snapshot;
  const rest = messages.filter((message, index): message is Depth | Trade =>
    'b' in message && Array.isArray(message.b) ? (message as Depth).u > snapshot.lastUpdateId : 'p' in message && index > start,
  );
  const writer = new EventTapeWriter(instrument);
  let time = snapshot.T;
  let shift = 0;
  const levels = (side: 'BUY' | 'SELL', all: readonly Level[]): void =>
    all.forEach(([price, quantity]) => writer.level(side, decimal(price), decimal(quantity)));
  for (let round = 0; round < times; round += 1) {
    shift = round === 0 ? 0 : time + 1 - snapshot.T;
    writer.clear();
    levels('BUY', snapshot.bids);
    levels('SELL', snapshot.asks);
    writer.end((time = Math.max(time, snapshot.T + shift)));
    for (const message of rest) {
      if ('p' in message && !withTrades) continue;
      if ('p' in message) writer.print(message.m ? 'SELL' : 'BUY', decimal(message.p), decimal(message.q));
      else {
        levels('BUY', message.b);
        levels('SELL', message.a);
      }
      writer.end((time = Math.max(time, message.T + shift)));
    }
  }
  return writer.tape();
}

function messageOf(line: string): Depth | Trade | Snapshot | Record<string, never> {
  const body = JSON.parse(line.slice(line.indexOf(' ') + 1)) as {
    readonly stream?: string;
    readonly data?: Depth & Trade & { readonly X?: string };
  };
  if (body.stream === undefined) return body as unknown as Snapshot;
  if (body.stream.endsWith('@trade') && body.data!.X === 'MARKET') return body.data!;
  return body.stream.includes('@depth') ? body.data! : {};
}
