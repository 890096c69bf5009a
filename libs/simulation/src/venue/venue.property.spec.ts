import fc from 'fast-check';
import { Decimal, decimal } from '@libs/kernel';
import { COIN, CONTRACT } from '../testing/floor';
import { FIRST, OWNERS, Play, steps } from '../testing/play';
import type { Change } from './change';
import type { SimExecution } from './order';

const sum = (numbers: readonly Decimal[]): Decimal => numbers.reduce((total, number) => total.plus(number), Decimal.ZERO);
const runs = { numRuns: 100 };

describe('whatever clients and markets do', () => {
  it('executions add up to each position, and the wallet changes by profit less fees and funding, to the last unit', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const { floor } = new Play(CONTRACT, list);
        for (const id of OWNERS) {
          const account = floor.account(id);
          const executions = account.executions.items;
          const traded = executions.filter(({ kind }) => kind !== 'FUNDING');
          for (const index of [0, 1, 2] as const) {
            const own = traded.filter(({ positionIndex }) => positionIndex === index);
            expect(sum(own.map(({ side, quantity }) => (side === 'BUY' ? quantity : quantity.negated())))).toEqual(
              floor.position(index, id).quantity,
            );
          }
          const result = sum(executions.map(({ realised, fee }) => realised.minus(fee)));
          const insured = sum(account.ledger.items.filter(({ kind }) => kind === 'INSURANCE').map(({ change }) => change));
          expect(account.balance('USDT').minus(decimal(FIRST))).toEqual(result.plus(insured));
          const cumulative = sum([...account.positions()].map(({ cumulativeRealised }) => cumulativeRealised));
          expect(cumulative).toEqual(result);
        }
      }),
      runs,
    );
  });

  it('each ledger line explains its balance', () => {
    fc.assert(
      fc.property(steps, fc.boolean(), (list, spot) => {
        const { floor } = new Play(spot ? COIN : CONTRACT, list);
        for (const id of OWNERS) {
          const balances = new Map<string, Decimal>();
          for (const { asset, change, balance, cashFlow, fee, funding } of floor.account(id).ledger.items) {
            expect(change).toEqual(cashFlow.minus(fee).minus(funding));
            balances.set(asset, (balances.get(asset) ?? Decimal.ZERO).plus(change));
            expect(balances.get(asset)).toEqual(balance);
          }
          for (const [asset, amount] of balances) expect(floor.account(id).balance(asset)).toEqual(amount);
        }
      }),
      runs,
    );
  });

  it('spot coins change by what was traded less the fee in the received coin, and never fall below zero', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const { floor } = new Play(COIN, list);
        for (const id of OWNERS) {
          const executions = floor.account(id).executions.items;
          const change = (pick: (execution: SimExecution) => Decimal): Decimal => sum(executions.map(pick));
          const coins = change(({ side, quantity, fee }) => (side === 'BUY' ? quantity.minus(fee) : quantity.negated()));
          const money = change(({ side, value, fee }) => (side === 'BUY' ? value.negated() : value.minus(fee)));
          expect(floor.account(id).balance('BTC')).toEqual(decimal('5').plus(coins));
          expect(floor.account(id).balance('USDT')).toEqual(decimal(FIRST).plus(money));
        }
      }),
      runs,
    );
  });

  it('each order got what its executions say and no more than it asked for', () => {
    fc.assert(
      fc.property(steps, fc.boolean(), (list, spot) => {
        const { floor } = new Play(spot ? COIN : CONTRACT, list);
        for (const id of OWNERS) {
          for (const order of floor.account(id).orders.all()) {
            const own = floor.account(id).executions.items.filter(({ orderId }) => orderId === order.orderId);
            expect(sum(own.map(({ quantity }) => quantity))).toEqual(order.filled);
            expect(sum(own.map(({ fee }) => fee))).toEqual(order.fees);
            expect(order.status === 'FILLED').toBe(order.filled.eq(order.quantity));
          }
        }
      }),
      runs,
    );
  });

  it('the changes that were told rebuild orders, positions and balances', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const { floor, changes } = new Play(CONTRACT, list);
        const told = (key: string): unknown => changes.filter((change) => keyOf(change) === key).at(-1);
        for (const id of OWNERS) {
          const account = floor.account(id);
          for (const order of account.orders.all()) expect(told(`order ${order.orderId}`)).toEqual({ type: 'order', order });
          for (const position of account.positions()) {
            if (position.sequence === 0) continue;
            expect(told(`position ${id} ${position.index}`)).toEqual({ type: 'position', accountId: id, position });
          }
          if (account.executions.items.length === 0) continue;
          expect(told(`wallet ${id}`)).toEqual({ type: 'wallet', accountId: id, balances: Object.fromEntries(account.balances) });
        }
      }),
      runs,
    );
  });
});

function keyOf(change: Change): string {
  if (change.type === 'order') return `order ${change.order.orderId}`;
  if (change.type === 'position') return `position ${change.accountId} ${change.position.index}`;
  return 'accountId' in change ? `${change.type} ${change.accountId}` : change.type;
}
