import fc from 'fast-check';
import { Decimal } from '@libs/kernel';
import { unrealised } from '../account/linear-position';
import { AT, LINEAR, ME, SPOT, Venue } from '../testing/venue';

const level =
  (from: number, step: number): ((quantity: number, index: number) => readonly [string, string]) =>
  (quantity, index) => [String((from + step * (index + 1)) / 2), String(quantity / 100)];

type Step =
  | { readonly kind: 'move'; readonly middle: number; readonly sizes: readonly number[] }
  | {
      readonly kind: 'order';
      readonly side: 'BUY' | 'SELL';
      readonly quantity: number;
      readonly offset: number | null;
      readonly timeInForce: 'GTC' | 'IOC' | 'FOK' | 'POST_ONLY';
      readonly reduceOnly: boolean;
    }
  | { readonly kind: 'cancel'; readonly index: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('move' as const),
    middle: fc.integer({ min: 150, max: 250 }),
    sizes: fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constant('order' as const),
    side: fc.constantFrom('BUY' as const, 'SELL' as const),
    quantity: fc.integer({ min: 1, max: 500 }),
    offset: fc.option(fc.integer({ min: -8, max: 8 })),
    timeInForce: fc.constantFrom('GTC' as const, 'IOC' as const, 'FOK' as const, 'POST_ONLY' as const),
    reduceOnly: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('cancel' as const), index: fc.nat(20) }),
);

function play(venue: Venue, steps: readonly Step[]): void {
  let middle = 200;
  const move = (sizes: readonly number[]): void => {
    venue.quote({ bids: sizes.map(level(middle, -1)), asks: sizes.map(level(middle, 1)) });
  };
  move([100]);
  for (const one of steps) {
    if (one.kind === 'move') {
      middle = one.middle;
      move(one.sizes);
    } else if (one.kind === 'cancel') {
      const order = [...venue.account.orders.values()][one.index];
      if (order) venue.engine.cancel(ME, { market: order.market, orderId: order.orderId }, AT);
    } else {
      const { side, quantity, offset, timeInForce, reduceOnly } = one;
      const linearOnly = venue.instrument.category === 'linear' ? { reduceOnly } : {};
      venue.send(side, String(quantity / 100), {
        ...linearOnly,
        ...(offset === null ? {} : { price: String((middle + offset) / 2), timeInForce }),
      });
    }
  }
}

const sum = (numbers: readonly Decimal[]): Decimal => numbers.reduce((total, number) => total.plus(number), Decimal.ZERO);

describe('whatever is ordered, cancelled and moved', () => {
  it('executions add up to the linear position, and the wallet changes by profit less fees', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const venue = new Venue(LINEAR, { USDT: '1000' });
        play(venue, steps);
        const { executions } = venue.account;
        const position = venue.account.position(venue.market.key);
        expect(sum(executions.map(({ side, quantity }) => (side === 'BUY' ? quantity : quantity.negated())))).toEqual(position.quantity);
        const change = venue.account.balance('USDT').minus(Decimal.parse('1000'));
        expect(change).toEqual(sum(executions.map(({ realised, fee }) => realised.minus(fee))));
        // Selling everything now at any price must explain the cash that went in and out, to the last unit.
        const cash = sum(executions.map(({ side, value }) => (side === 'BUY' ? value.negated() : value)));
        const mark = Decimal.parse('123.5');
        expect(change.plus(sum(executions.map(({ fee }) => fee))).plus(unrealised(position, mark))).toEqual(
          cash.plus(position.quantity.times(mark)),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('spot coins change by what was traded less the fee in the received coin, and never fall below zero', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const venue = new Venue(SPOT, { USDT: '1000', BTC: '5' });
        play(venue, steps);
        const { executions } = venue.account;
        const bought = executions.filter(({ side }) => side === 'BUY');
        const sold = executions.filter(({ side }) => side === 'SELL');
        const quantities = (list: typeof executions): Decimal => sum(list.map(({ quantity }) => quantity));
        const values = (list: typeof executions): Decimal => sum(list.map(({ value }) => value));
        const fees = (list: typeof executions): Decimal => sum(list.map(({ fee }) => fee));
        expect(venue.account.balance('BTC')).toEqual(
          Decimal.parse('5').plus(quantities(bought)).minus(fees(bought)).minus(quantities(sold)),
        );
        expect(venue.account.balance('USDT')).toEqual(Decimal.parse('1000').minus(values(bought)).plus(values(sold)).minus(fees(sold)));
        expect(venue.account.balance('BTC').sign).not.toBe(-1);
        expect(venue.account.balance('USDT').sign).not.toBe(-1);
      }),
      { numRuns: 300 },
    );
  });

  it('each order got what its executions say, no more than it asked for, and rests only while it is open', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const venue = new Venue(LINEAR, { USDT: '100000' });
        play(venue, steps);
        for (const order of venue.account.orders.values()) {
          const own = venue.account.executions.filter(({ orderId }) => orderId === order.orderId);
          expect(sum(own.map(({ quantity }) => quantity))).toEqual(order.filled);
          expect(order.filled.lte(order.quantity)).toBe(true);
          expect(order.status === 'FILLED').toBe(order.filled.eq(order.quantity));
        }
        const resting = [...venue.market.buys, ...venue.market.sells].map(({ orderId }) => orderId).sort();
        expect(resting).toEqual([...venue.account.open.keys()].sort());
      }),
      { numRuns: 200 },
    );
  });
});
