import { Decimal, decimal } from '@libs/kernel';
import fc from 'fast-check';
import type { PositionIndex, SimOrder } from '../venue/order';
import { liquidationDue } from './liquidation';
import { computeNeed, needOf } from './linear-need';
import { marginPicture } from './margin-picture';
import { occupiedBy, withOrder, NO_ORDERS } from './open-sums';
import { positionRisk } from './position-risk';
import { AccountBench } from './testing/account-bench';

const thousandths = (count: number): string => Decimal.fromUnits(BigInt(count), 3).toString();
const tenths = (count: number): string => Decimal.fromUnits(BigInt(count), 1).toString();

const holding = fc.record({
  isolated: fc.boolean(),
  hedged: fc.boolean(),
  wallet: fc.integer({ min: 0, max: 4_000 }),
  coins: fc.integer({ min: 0, max: 3 }),
  leverage: fc.integer({ min: 1, max: 100 }),
  long: fc.integer({ min: 1, max: 400_000 }),
  short: fc.integer({ min: 1, max: 400_000 }),
  eth: fc.integer({ min: -50_000, max: 50_000 }),
  entry: fc.integer({ min: 500, max: 2_000 }),
  mark: fc.integer({ min: 500, max: 2_000 }),
  sellsFirst: fc.boolean(),
});

type Holding = typeof holding extends fc.Arbitrary<infer T> ? T : never;

function hold(it: Holding): AccountBench {
  const bench = new AccountBench({ USDT: String(it.wallet), BTC: String(it.coins) });
  const leverage = decimal(String(it.leverage));
  bench.account.setSettings(bench.btc.key, { buyLeverage: leverage, sellLeverage: leverage, hedged: it.hedged });
  bench.account.marginMode = it.isolated ? 'ISOLATED' : 'CROSS';
  if (it.hedged) {
    bench.trade('BUY', thousandths(it.long), tenths(it.entry), { index: 1 });
    bench.trade('SELL', thousandths(it.short), tenths(it.entry), { index: 2 });
  } else bench.trade(it.sellsFirst ? 'SELL' : 'BUY', thousandths(it.long), tenths(it.entry));
  if (it.eth !== 0) bench.trade(it.eth > 0 ? 'BUY' : 'SELL', thousandths(Math.abs(it.eth)), '10', { market: bench.eth });
  bench.btc.at(tenths(it.mark));
  return bench;
}

describe('the liquidation price', () => {
  it('is the last tick at which the position is due: one tick towards safety it is not', () => {
    let found = 0;
    fc.assert(
      fc.property(holding, (it) => {
        const bench = hold(it);
        const { account, btc, markets } = bench;
        for (const index of [0, 1, 2] as const) {
          const position = account.position(btc.key, index);
          const price = positionRisk({ account, markets, market: btc, position }).liquidationPrice;
          if (!price) continue;
          found += 1;
          const safer = position.quantity.sign > 0 ? price.plus(decimal('0.1')) : price.minus(decimal('0.1'));
          const isDue = (): boolean => liquidationDue(account, markets).some((due) => due.market === btc.key && due.index === index);
          btc.at(price);
          expect(isDue()).toBe(true);
          btc.at(safer);
          expect(isDue()).toBe(false);
          btc.at(tenths(it.mark));
        }
      }),
      { numRuns: 1_000 },
    );
    expect(found).toBeGreaterThan(500);
  });
});

const LINEAR_PRICES = fc.integer({ min: 900, max: 1_100 });

type Act =
  | {
      readonly kind: 'place';
      readonly where: 'btc' | 'eth' | 'spot';
      readonly side: 'BUY' | 'SELL';
      readonly lots: number;
      readonly ticks: number;
      readonly index: PositionIndex;
      readonly reduceOnly: boolean;
      readonly waits: boolean;
    }
  | { readonly kind: 'fill'; readonly which: number; readonly lots: number }
  | { readonly kind: 'trigger'; readonly which: number }
  | { readonly kind: 'cancel'; readonly which: number }
  | { readonly kind: 'amend'; readonly which: number; readonly lots: number; readonly ticks: number }
  | { readonly kind: 'mark'; readonly ticks: number };

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    kind: fc.constant('place' as const),
    where: fc.constantFrom('btc' as const, 'eth' as const, 'spot' as const),
    side: fc.constantFrom('BUY' as const, 'SELL' as const),
    lots: fc.integer({ min: 2, max: 5_000 }),
    ticks: LINEAR_PRICES,
    index: fc.constantFrom<PositionIndex>(0, 0, 1, 2),
    reduceOnly: fc.boolean(),
    waits: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('fill' as const), which: fc.nat(50), lots: fc.integer({ min: 1, max: 5_000 }) }),
  fc.record({ kind: fc.constant('trigger' as const), which: fc.nat(50) }),
  fc.record({ kind: fc.constant('cancel' as const), which: fc.nat(50) }),
  fc.record({ kind: fc.constant('amend' as const), which: fc.nat(50), lots: fc.integer({ min: 2, max: 5_000 }), ticks: LINEAR_PRICES }),
  fc.record({ kind: fc.constant('mark' as const), ticks: LINEAR_PRICES }),
);

function perform(bench: AccountBench, one: Act): void {
  const { account } = bench;
  if (one.kind === 'mark') return void bench.btc.at(tenths(one.ticks));
  if (one.kind === 'place') {
    const market = bench[one.where];
    const isSpot = one.where === 'spot';
    const status = one.waits ? ('UNTRIGGERED' as const) : ('NEW' as const);
    bench.rest(one.side, thousandths(one.lots), tenths(one.ticks), {
      market,
      index: isSpot ? 0 : one.index,
      more: { reduceOnly: one.reduceOnly && !isSpot, status },
    });
    return;
  }
  const open = [...account.orders.open.values()];
  const order = open[one.which % Math.max(open.length, 1)];
  if (!order) return;
  account.put(changed(order, one));
}

function changed(order: SimOrder, one: Exclude<Act, { kind: 'mark' | 'place' }>): SimOrder {
  if (one.kind === 'cancel') return { ...order, status: 'CANCELLED' };
  if (one.kind === 'trigger') return { ...order, status: 'NEW' };
  if (one.kind === 'amend') {
    return { ...order, price: decimal(tenths(one.ticks)), quantity: order.filled.plus(decimal(thousandths(one.lots))) };
  }
  const filled = Decimal.min(order.quantity, order.filled.plus(decimal(thousandths(one.lots))));
  return { ...order, filled, status: filled.eq(order.quantity) ? 'FILLED' : 'PARTIALLY_FILLED' };
}

describe('whatever is ordered, filled, amended and cancelled', () => {
  const played = (check: (bench: AccountBench) => void): void =>
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const bench = new AccountBench();
        bench.trade('BUY', '1.5', '100');
        for (const one of acts) {
          perform(bench, one);
          marginPicture(bench.account, bench.markets);
        }
        check(bench);
      }),
      { numRuns: 200 },
    );

  it('the running sums of the open orders are what a walk over all of them gives', () => {
    played(({ account, markets }) => {
      for (const market of markets.values()) {
        for (const index of [0, 1, 2] as const) {
          let walked = NO_ORDERS;
          for (const order of account.orders.open.values()) {
            const occupied = order.market === market.key && order.positionIndex === index ? occupiedBy(order) : undefined;
            if (occupied) walked = withOrder(walked, occupied, 1);
          }
          expect(account.openSums(market.key, 'BUY', index)).toEqual(walked.buys);
          expect(account.openSums(market.key, 'SELL', index)).toEqual(walked.sells);
        }
      }
    });
  });

  it('kept margins are what computing them anew gives, and the totals are the sums over the coins', () => {
    played(({ account, btc, markets }) => {
      const exposure = account.exposure(btc.key);
      expect(needOf(account, btc, exposure)).toEqual(computeNeed(account, btc, { mark: btc.mark, exposure }));
      const picture = marginPicture(account, markets);
      const [coin] = picture.coins;
      expect(coin!.asset).toBe('USDT');
      expect(picture.totalInitialMargin).toEqual(coin!.positionIM.plus(coin!.orderIM));
      expect(picture.totalMaintenanceMargin).toEqual(coin!.positionMM);
      expect(picture.totalEquity).toEqual(picture.coins.reduce((total, { usdValue }) => total.plus(usdValue), Decimal.ZERO));
      for (const { orderIM, positionIM, locked, free } of picture.coins) {
        for (const amount of [orderIM, positionIM, locked, free]) expect(amount.sign).not.toBe(-1);
      }
    });
  });
});
