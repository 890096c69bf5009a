import fc from 'fast-check';
import { decimal, type Decimal } from '@libs/kernel';
import { liquidationDue } from '../account/liquidation';
import type { Change } from '../venue/change';
import type { PositionIndex, SelfTradePolicy, SimTimeInForce } from '../venue/order';
import { exit, Floor, ME, OTHER, type CONTRACT, type Said } from './floor';

/** What each client of a play begins with. */
export const FIRST = '1000';
export const OWNERS = [ME, OTHER] as const;

export type Step =
  | { readonly kind: 'move'; readonly middle: number; readonly sizes: readonly number[] }
  | { readonly kind: 'mark'; readonly at: number }
  | { readonly kind: 'print'; readonly buys: boolean; readonly offset: number; readonly lots: number }
  | OrderStep
  | { readonly kind: 'cancel' | 'cancel-all'; readonly owner: number; readonly pick: number }
  | {
      readonly kind: 'amend';
      readonly owner: number;
      readonly pick: number;
      readonly lots: number;
      readonly offset: number;
      readonly exit: number;
    }
  | {
      readonly kind: 'stop';
      readonly owner: number;
      readonly index: number;
      readonly gain: number;
      readonly loss: number;
      readonly mode: number;
    }
  | { readonly kind: 'funding'; readonly rate: number }
  | { readonly kind: 'leverage' | 'hedge' | 'margin'; readonly owner: number; readonly value: number };

interface OrderStep {
  readonly kind: 'order';
  readonly owner: number;
  readonly buys: boolean;
  readonly lots: number;
  readonly offset: number | null;
  readonly tif: SimTimeInForce;
  readonly policy: SelfTradePolicy;
  readonly closes: boolean;
  readonly index: number;
  readonly trigger: number | null;
  readonly source: 'LAST' | 'MARK' | 'INDEX';
  readonly gain: number;
  readonly loss: number;
  readonly partial: boolean;
}

const owner = fc.nat(1);
const small = fc.integer({ min: -12, max: 12 });

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('move' as const),
      middle: fc.integer({ min: 150, max: 260 }),
      sizes: fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('mark' as const), at: fc.integer({ min: 1500, max: 2600 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('print' as const),
      buys: fc.boolean(),
      offset: small,
      lots: fc.integer({ min: 1, max: 600 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('order' as const),
      owner,
      buys: fc.boolean(),
      lots: fc.integer({ min: 6, max: 6000 }),
      offset: fc.option(small),
      tif: fc.constantFrom<SimTimeInForce>('GTC', 'GTC', 'IOC', 'FOK', 'POST_ONLY'),
      policy: fc.constantFrom<SelfTradePolicy>('NONE', 'CANCEL_MAKER', 'CANCEL_TAKER', 'CANCEL_BOTH'),
      closes: fc.nat(3).map((n) => n === 0),
      index: fc.constantFrom(0, 0, 0, 1, 2),
      trigger: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: small }),
      source: fc.constantFrom('LAST' as const, 'MARK' as const, 'INDEX' as const),
      gain: fc.nat(20),
      loss: fc.nat(20),
      partial: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('cancel' as const, 'cancel-all' as const), owner, pick: fc.nat(20) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('amend' as const),
      owner,
      pick: fc.nat(20),
      lots: fc.integer({ min: 1, max: 900 }),
      offset: small,
      exit: fc.nat(20),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('stop' as const),
      owner,
      index: fc.nat(2),
      gain: fc.nat(20),
      loss: fc.nat(20),
      mode: fc.nat(2),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('funding' as const), rate: fc.integer({ min: -50, max: 50 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('leverage' as const, 'hedge' as const, 'margin' as const), owner, value: fc.nat(10) }),
  },
);

/** Half units, the tick of the market. */
const price = (ticks: number): string => String(Math.max(1, ticks) / 2);

/** Plays random steps on a venue and keeps every change it told. */
export class Play {
  floor: Floor;
  readonly changes: Change[] = [];
  middle = 200;

  constructor(instrument: typeof CONTRACT, steps: readonly Step[]) {
    this.floor = new Floor(instrument, { USDT: FIRST, BTC: '5' });
    this.move([500]);
    this.go(steps);
  }

  go(steps: readonly Step[]): void {
    for (const one of steps) {
      this.floor.at += 1_000;
      this.take(one);
      this.changes.push(...this.floor.venue.drain());
      this.check();
    }
  }

  /** Takes away what the market itself offers and the marks that somebody set, for these are not kept. */
  standStill(): void {
    this.floor.quote({ bids: [], asks: [] }, this.floor.market.lastPrice.toString());
    this.floor.mark(this.floor.market.lastPrice.toString());
    this.floor.venue.drain();
  }

  get isSpot(): boolean {
    return this.floor.instrument.category === 'spot';
  }

  private take(one: Step): void {
    const { floor } = this;
    switch (one.kind) {
      case 'move':
        this.middle = one.middle;
        return this.move(one.sizes);
      case 'mark':
        return void floor.mark(String(one.at / 20));
      case 'print':
        return void floor.print(one.buys ? 'BUY' : 'SELL', price(this.middle + one.offset), String(one.lots / 100));
      case 'order':
        return this.order(one);
      case 'cancel':
        return this.pick(one, (order) => floor.cancel(order));
      case 'cancel-all':
        return void (one.pick === 0 && floor.venue.cancelAll(OWNERS[one.owner]!, () => true, 'BY_USER', floor.at));
      case 'amend':
        return this.pick(one, (order) =>
          floor.amend(order, {
            quantity: decimal(String(one.lots / 100)),
            ...(order.price ? { price: decimal(price(this.middle + one.offset)) } : {}),
            ...(order.trigger ? { triggerPrice: decimal(price(this.middle - one.offset)) } : {}),
            ...(one.exit > 15 ? { takeProfit: exit(price(this.middle + one.exit)) } : {}),
          }),
        );
      case 'stop':
        return this.stop(one);
      case 'funding':
        return floor.venue.payFunding(floor.key, decimal(String(one.rate / 10_000)), floor.at);
      case 'leverage':
        return this.setLeverage(OWNERS[one.owner]!, decimal(String(one.value)));
      case 'hedge':
        return void floor.venue.setPositionMode(OWNERS[one.owner]!, [floor.key], one.value > 4, floor.at);
      case 'margin':
        return void floor.venue.setMarginMode(OWNERS[one.owner]!, one.value > 4 ? 'ISOLATED' : 'CROSS', floor.at);
    }
  }

  private order(one: OrderStep): void {
    const { hedged } = this.floor.account(OWNERS[one.owner]).settings(this.floor.market);
    const trigger = one.trigger === null || one.trigger === 0 ? undefined : one.trigger;
    const rule = (distance: number): ReturnType<typeof exit> =>
      exit(price(this.middle + distance), one.source, this.isSpot && one.partial ? price(this.middle + distance) : undefined);
    const side = one.buys ? 1 : -1;
    const hasExits = !one.closes && (!this.isSpot || one.offset !== null);
    const said: Said = {
      as: OWNERS[one.owner]!,
      selfTrade: one.policy,
      ...(one.offset === null ? {} : { price: price(this.middle + one.offset), timeInForce: one.tif }),
      ...(this.isSpot ? {} : { reduceOnly: one.closes, positionIndex: (hedged ? 1 + (one.index % 2) : 0) as PositionIndex }),
      ...(trigger
        ? { trigger: { price: decimal(price(this.middle + trigger)), source: one.source, direction: trigger > 0 ? 'RISE' : 'FALL' } }
        : {}),
      ...(this.isSpot && trigger && one.partial ? { purpose: 'SPOT_TPSL' } : {}),
      ...(hasExits && one.gain > 12 ? { takeProfit: rule(side * one.gain) } : {}),
      ...(hasExits && one.loss > 12 ? { stopLoss: rule(-side * one.loss) } : {}),
      exitMode: one.partial ? 'PARTIAL' : 'FULL',
    };
    this.floor.send(one.buys ? 'BUY' : 'SELL', String(one.lots / 100), said);
  }

  private stop(one: Extract<Step, { kind: 'stop' }>): void {
    const { floor } = this;
    const held = floor.position(one.index as PositionIndex, OWNERS[one.owner]).quantity.sign;
    floor.venue.setTradingStop(
      OWNERS[one.owner]!,
      {
        market: floor.key,
        index: one.index as PositionIndex,
        exitMode: one.mode === 1 ? 'PARTIAL' : 'FULL',
        ...(one.gain > 5 ? { takeProfit: exit(price(this.middle + held * one.gain)) } : one.gain > 3 ? { takeProfit: null } : {}),
        ...(one.loss > 5 ? { stopLoss: exit(price(this.middle - held * one.loss), 'MARK') } : {}),
        ...(one.mode === 2 ? { trailing: { distance: decimal(price(one.loss + 1)) } } : {}),
      },
      floor.at,
    );
  }

  private setLeverage(id: string, leverage: Decimal): void {
    this.floor.venue.setLeverage(id, this.floor.key, { buy: leverage, sell: leverage }, this.floor.at);
  }

  private pick(one: { owner: number; pick: number }, use: (order: ReturnType<Floor['open']>[number]) => unknown): void {
    const order = this.floor.open(OWNERS[one.owner])[one.pick];
    if (order) use(order);
  }

  private move(sizes: readonly number[]): void {
    const level =
      (sign: 1 | -1) =>
      (size: number, n: number): readonly [string, string] => [price(this.middle + sign * (n + 1)), String(size / 100)];
    this.floor.quote({ bids: sizes.map(level(-1)), asks: sizes.map(level(1)) });
  }

  /** What holds after every step. */
  private check(): void {
    const { book } = this.floor.market;
    expect((book.bestBid ?? -1) < (book.bestAsk ?? Infinity)).toBe(true);
    const resting = new Map<number, number>();
    for (const id of OWNERS) {
      let active = 0;
      for (const order of this.floor.open(id)) {
        expect(order.quantity.gt(order.filled)).toBe(true);
        if (order.status === 'UNTRIGGERED') continue;
        active += 1;
        const at = this.floor.market.prices.units(order.price!) * (order.side === 'BUY' ? 1 : -1);
        resting.set(at, (resting.get(at) ?? 0) + this.floor.market.quantities.units(order.quantity.minus(order.filled)));
      }
      expect(book.openOf(this.floor.account(id).number)).toBe(active);
      expect(liquidationDue(this.floor.account(id), this.floor.venue.markets)).toEqual([]);
      if (this.isSpot) for (const amount of this.floor.account(id).balances.values()) expect(amount.sign).not.toBe(-1);
    }
    for (const side of [1, -1] as const) {
      const { ticks, lots } = book.depth(side);
      const shown = new Map(ticks.map((at, n) => [at * side, lots[n]!]));
      for (const [at, amount] of resting) if (Math.sign(at) === side) expect(shown.get(at) ?? 0).toBeGreaterThanOrEqual(amount);
    }
  }
}

/** Long enough for positions to be opened, protected and lost. */
export const steps = fc.array(step, { minLength: 10, maxLength: 80, size: 'max' });
