import { Decimal, decimal } from '@libs/kernel';
import fc from 'fast-check';
import { unrealisedOf } from './apply-trade';
import { AccountBench, type TestMarket } from './testing/account-bench';

type Step =
  | {
      readonly kind: 'trade';
      readonly where: 'btc' | 'eth' | 'spot';
      readonly side: 'BUY' | 'SELL';
      readonly lots: number;
      readonly ticks: number;
      readonly isMaker: boolean;
    }
  | { readonly kind: 'fund'; readonly rate: number; readonly ticks: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('trade' as const),
      where: fc.constantFrom('btc' as const, 'eth' as const, 'spot' as const),
      side: fc.constantFrom('BUY' as const, 'SELL' as const),
      lots: fc.integer({ min: 1, max: 5_000 }),
      ticks: fc.integer({ min: 500, max: 2_000 }),
      isMaker: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('fund' as const),
      rate: fc.integer({ min: -75, max: 75 }),
      ticks: fc.integer({ min: 500, max: 2_000 }),
    }),
  },
);

const thousandths = (count: number): string => Decimal.fromUnits(BigInt(count), 3).toString();
const tenths = (count: number): string => Decimal.fromUnits(BigInt(count), 1).toString();
const sum = (numbers: Iterable<Decimal>): Decimal => [...numbers].reduce((total, number) => total.plus(number), Decimal.ZERO);

interface Played {
  readonly market: TestMarket;
  readonly signed: Decimal;
  readonly price: Decimal;
  readonly realised: Decimal;
  readonly fee: Decimal;
  readonly feeAsset: string;
}

interface Game {
  readonly bench: AccountBench;
  readonly trades: readonly Played[];
  readonly funding: readonly Decimal[];
}

const START = { USDT: '1000', BTC: '5' };

function play(steps: readonly Step[], isolated: boolean): Game {
  const bench = new AccountBench(START);
  bench.account.marginMode = isolated ? 'ISOLATED' : 'CROSS';
  const [trades, funding]: [Played[], Decimal[]] = [[], []];
  for (const one of steps) {
    if (one.kind === 'fund') {
      bench.btc.at(tenths(one.ticks));
      funding.push(...bench.fund(Decimal.fromUnits(BigInt(one.rate), 4).toString()).map(({ paid }) => paid));
      continue;
    }
    const market = bench[one.where];
    const [quantity, price] = [thousandths(one.lots), tenths(one.ticks)];
    const { realised, fee } = bench.trade(one.side, quantity, price, { market, isMaker: one.isMaker });
    const signed = one.side === 'BUY' ? decimal(quantity) : decimal(quantity).negated();
    trades.push({ market, signed, realised, price: decimal(price), fee: fee.amount, feeAsset: fee.asset });
  }
  return { bench, trades, funding };
}

interface Extent {
  readonly minLength: number;
  readonly maxLength: number;
  readonly numRuns: number;
}

const SHORT: Extent = { minLength: 0, maxLength: 60, numRuns: 300 };
/** At least 100,000 trades and payments. */
const LONG: Extent = { minLength: 200, maxLength: 300, numRuns: 500 };

const games = (check: (game: Game) => void, { numRuns, ...length }: Extent = SHORT): void =>
  fc.assert(
    fc.property(fc.array(step, length), fc.boolean(), (steps, isolated) => check(play(steps, isolated))),
    { numRuns },
  );

describe('whatever is traded and funded', () => {
  it('each balance is its start plus the changes in the cash book, and each line carries the balance after it', () => {
    games(({ bench: { account } }) => {
      const running = new Map(Object.entries(START).map(([asset, amount]) => [asset, decimal(amount)]));
      for (const { asset, change, cashFlow, fee, funding, balance } of account.ledger.items) {
        expect(change).toEqual(cashFlow.minus(fee).minus(funding));
        running.set(asset, running.get(asset)!.plus(change));
        expect(balance).toEqual(running.get(asset));
      }
      expect(running).toEqual(new Map(account.balances));
    });
  });

  it('trades add up to the positions, and the wallet moves by profit less fees less funding, to the last unit', () => {
    games(({ bench, trades, funding }) => {
      const linear = trades.filter(({ market }) => market !== bench.spot);
      for (const market of [bench.btc, bench.eth]) {
        const own = linear.filter((trade) => trade.market === market);
        const position = bench.account.position(market.key);
        expect(position.quantity).toEqual(sum(own.map(({ signed }) => signed)));
        // Closing at any price explains the cash that went in and out.
        const mark = decimal('123.4');
        const cash = sum(own.map(({ signed, price }) => signed.times(price).negated()));
        expect(sum(own.map(({ realised }) => realised)).plus(unrealisedOf(position, mark))).toEqual(
          cash.plus(position.quantity.times(mark)),
        );
      }
      const spot = trades.filter(({ market }) => market === bench.spot);
      const spotCash = sum(spot.map(({ signed, price }) => signed.times(price).negated()));
      const fees = sum(trades.filter(({ feeAsset }) => feeAsset === 'USDT').map(({ fee }) => fee));
      const profit = sum(linear.map(({ realised }) => realised));
      expect(bench.account.balance('USDT')).toEqual(decimal('1000').plus(profit).plus(spotCash).minus(fees).minus(sum(funding)));
      const coins = sum(spot.map(({ signed }) => signed)).minus(
        sum(spot.filter(({ feeAsset }) => feeAsset === 'BTC').map(({ fee }) => fee)),
      );
      expect(bench.account.balance('BTC')).toEqual(decimal('5').plus(coins));
    }, LONG);
  }, 120_000);

  it('the result of all time is what the positions brought, and a flat position keeps no cost, fee or margin', () => {
    games(({ bench, trades, funding }) => {
      const linear = trades.filter(({ market }) => market !== bench.spot);
      const results = sum([...bench.account.positions()].map(({ cumulativeRealised }) => cumulativeRealised));
      const [profit, fees] = [sum(linear.map(({ realised }) => realised)), sum(linear.map(({ fee }) => fee))];
      expect(results).toEqual(profit.minus(fees).minus(sum(funding)));
      for (const { quantity, cost, openFees, isolatedMargin } of bench.account.positions()) {
        if (quantity.isZero) expect([cost, openFees, isolatedMargin]).toEqual([Decimal.ZERO, Decimal.ZERO, Decimal.ZERO]);
        else expect(cost.sign).toBe(quantity.sign);
        expect(isolatedMargin.sign).not.toBe(-1);
      }
    });
  });

  it('closing records add up to the profit less the fees of what was closed', () => {
    games(({ bench, trades }) => {
      const linear = trades.filter(({ market }) => market !== bench.spot);
      const closed = [...bench.account.closed.values()];
      const stillOpen = sum([...bench.account.positions()].map(({ openFees }) => openFees));
      const fees = sum(linear.map(({ fee }) => fee)).minus(stillOpen);
      expect(sum(closed.map(({ profit }) => profit))).toEqual(sum(linear.map(({ realised }) => realised)).minus(fees));
    });
  });

  it('funding moves money between a long and a short of equal size, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9_999 }),
        fc.integer({ min: 500, max: 2_000 }),
        fc.integer({ min: -99_999, max: 99_999 }),
        (lots, ticks, rate) => {
          const [long, short] = [new AccountBench(), new AccountBench()];
          long.trade('BUY', thousandths(lots), '100');
          short.trade('SELL', thousandths(lots), '100');
          const paid = [long, short].flatMap((bench) => {
            bench.btc.at(tenths(ticks));
            return bench.fund(Decimal.fromUnits(BigInt(rate), 7).toString()).map((payment) => payment.paid);
          });
          expect(paid).toHaveLength(2);
          expect(sum(paid)).toEqual(Decimal.ZERO);
        },
      ),
    );
  });
});
