import fc from 'fast-check';
import { defineStrategy, param } from '@libs/sdk';
import type { Strategy } from '@libs/sdk';
import type { Context, Row } from './scripted';

/** What a strategy wants at the close of a bar. */
export type Act =
  | { readonly kind: 'market'; readonly side: 'BUY' | 'SELL'; readonly lots: number; readonly reduceOnly: boolean }
  | {
      readonly kind: 'limit';
      readonly side: 'BUY' | 'SELL';
      readonly lots: number;
      /** Ticks from the close. */
      readonly away: number;
      readonly timeInForce: 'GTC' | 'IOC' | 'FOK';
      readonly postOnly: boolean;
    }
  | { readonly kind: 'cancel' | 'close' | 'rest' };

const side = fc.constantFrom('BUY' as const, 'SELL' as const);

export const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constant('market' as const), side, lots: fc.integer({ min: 1, max: 900 }), reduceOnly: fc.boolean() }),
  fc.record({
    kind: fc.constant('limit' as const),
    side,
    lots: fc.integer({ min: 1, max: 900 }),
    away: fc.integer({ min: -8, max: 8 }),
    timeInForce: fc.constantFrom('GTC' as const, 'IOC' as const, 'FOK' as const),
    postOnly: fc.boolean(),
  }),
  fc.constantFrom({ kind: 'cancel' as const }, { kind: 'close' as const }, { kind: 'rest' as const }),
);

const stepOf = (times: number) =>
  fc.tuple(
    fc.integer({ min: -6 * times, max: 6 * times }),
    fc.integer({ min: 0, max: 5 * times }),
    fc.integer({ min: 0, max: 5 * times }),
    fc.integer({ min: -4 * times, max: 4 * times }),
  );
const step = stepOf(1);
/** Some bars end any margin. */
const wildStep = fc.oneof({ weight: 7, arbitrary: step }, { weight: 2, arbitrary: stepOf(8) }, { weight: 1, arbitrary: stepOf(40) });

/** Bars around 200 with gaps between them. */
export const tapes = (least: number, most: number): fc.Arbitrary<readonly Row[]> => tapesOf(step, least, most);
export const wildTapes = (least: number, most: number): fc.Arbitrary<readonly Row[]> => tapesOf(wildStep, least, most);

function tapesOf(steps: typeof step, least: number, most: number): fc.Arbitrary<readonly Row[]> {
  return fc.array(steps, { minLength: least, maxLength: most, size: 'max' }).map((taken) => {
    let close = 200;
    return taken.map(([gap, up, down, change]): Row => {
      const open = Math.max(20, close + gap);
      close = Math.max(20, open + change);
      return [open, Math.max(open, close) + up, Math.max(10, Math.min(open, close) - down), close];
    });
  });
}

/** Carries out what is said for each bar, several acts at once; lots are of 0.01 and ticks of 0.5. */
export function acting(bars: readonly (readonly Act[])[]): Strategy {
  return defineStrategy({
    name: 'acting',
    version: '1.0.0',
    title: 'Acting',
    description: 'For tests.',
    params: { symbol: param.symbol({ description: 'What to trade' }) },
    watches: ({ symbol }) => [{ symbol, interval: '1m' }],
    warmUp: () => 1,
    state: () => ({ bars: 0 }),
    onBar: (ctx, { symbol, bar }) => {
      if (ctx.warmingUp) return;
      for (const act of bars[ctx.state.bars] ?? []) perform(ctx, { symbol, close: bar.close }, act);
      ctx.state.bars += 1;
    },
  });
}

export function perform(ctx: Context, { symbol, close }: { symbol: string; close: number }, act: Act): void {
  if (act.kind === 'cancel') for (const { clientOrderId } of ctx.openOrders) ctx.cancel(clientOrderId);
  if (act.kind === 'close') ctx.closePosition(symbol);
  if (act.kind !== 'market' && act.kind !== 'limit') return;
  const order = { symbol, side: act.side, quantity: String(act.lots / 100) };
  if (act.kind === 'market') ctx.submit({ ...order, reduceOnly: act.reduceOnly });
  else {
    const { timeInForce, postOnly } = act;
    ctx.submit({ ...order, price: String(close + act.away / 2), timeInForce: postOnly ? 'GTC' : timeInForce, postOnly });
  }
}
