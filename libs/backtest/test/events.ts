import { decimal } from '@libs/kernel';
import { defineStrategy, param } from '@libs/sdk';
import type { Strategy } from '@libs/sdk';
import { EventTapeWriter, barsOfEvents, runBacktest } from '../src';
import type { BacktestResult, BacktestTerms, EventTape } from '../src';
import { BTC, market } from './markets';
import { FREE } from './scripted';
import type { Context } from './scripted';

/** `BUY 100 x 2` prints, `BID 99.5 x 3` and `ASK …` set levels, `CLEAR` empties the book; one line is one moment. */
export type Line = readonly [second: number, ...events: readonly string[]];

export function eventsOf(...lines: readonly Line[]): EventTape {
  const writer = new EventTapeWriter(market);
  for (const [second, ...events] of lines) {
    for (const event of events) {
      const [what, price, , quantity] = event.split(' ');
      if (what === 'CLEAR') writer.clear();
      else if (what === 'BID' || what === 'ASK') writer.level(what === 'BID' ? 'BUY' : 'SELL', decimal(price!), decimal(quantity!));
      else writer.print(what as 'BUY' | 'SELL', decimal(price!), decimal(quantity!));
    }
    writer.end(second * 1_000);
  }
  return writer.tape();
}

/** Does something at seconds by its own timers, and hears what it asks for. */
export function timed(acts: Readonly<Record<number, (ctx: Context) => void>>, more: Partial<Strategy> = {}): Strategy {
  return defineStrategy({
    name: 'timed',
    version: '1.0.0',
    title: 'Timed',
    description: 'For tests.',
    params: { symbol: param.symbol({ description: 'What to trade' }) },
    watches: ({ symbol }) => [{ symbol, interval: '1m' }],
    warmUp: () => 1,
    state: () => ({}),
    onStart: (ctx) => Object.keys(acts).forEach((second) => ctx.timer(second, Number(second) * 1_000)),
    onBar: () => undefined,
    onTimer: (ctx, { name }) => acts[Number(name)]!(ctx),
    ...more,
  } as Strategy);
}

export function runEvents(strategy: Strategy, events: EventTape, more: Partial<BacktestTerms> = {}): BacktestResult {
  return runBacktest({
    strategy,
    params: { symbol: BTC },
    settleAsset: 'USDT',
    balances: { USDT: '10000' },
    maxPositionSize: '1',
    fills: FREE,
    markets: [{ market, tape: barsOfEvents(events, '1m'), events }],
    ...more,
  });
}
