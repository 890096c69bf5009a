import { Decimal, averagePrice, balanceOf, unrealisedProfit } from '@libs/kernel';
import type { Position } from '@libs/kernel';
import type { AccountValue } from './event';
import { markOf } from './market';
import type { CoreState, PositionBook } from './state';

interface Valuation {
  readonly balance: Decimal;
  readonly unrealised: Decimal;
  readonly realised: Decimal;
  readonly fees: Decimal;
}

/** What the account is worth in its settle asset. Coins bought on spot stand in the balance at their cost. */
export function accountValue(state: CoreState): AccountValue {
  const { balance, unrealised, realised, fees } = valuation(state);
  return {
    balance: balance.toString(),
    unrealised: unrealised.toString(),
    realised: realised.toString(),
    fees: fees.toString(),
    equity: balance.plus(unrealised).toString(),
  };
}

/** Balance plus unrealised profit, in the settle asset. */
export function equityOf(state: CoreState): Decimal {
  const { balance, unrealised } = valuation(state);
  return balance.plus(unrealised);
}

/** Average price as text; empty when nothing is held. */
export function averagePriceText(position: Position): string {
  return averagePrice(position)?.toString() ?? '';
}

function valuation(state: CoreState): Valuation {
  let balance = balanceOf(state.ledger, 'wallet', state.account?.settleAsset ?? '');
  let unrealised = Decimal.ZERO;
  let realised = Decimal.ZERO;
  let fees = Decimal.ZERO;
  for (const [symbol, { account }] of state.books) {
    if (isSpot(state, symbol)) balance = balance.plus(account.cost);
    unrealised = unrealised.plus(unrealisedOf(state, account));
    realised = realised.plus(account.realised);
    fees = fees.plus(account.fees);
  }
  return { balance, unrealised, realised, fees };
}

function unrealisedOf(state: CoreState, position: PositionBook['account']): Decimal {
  const mark = position.quantity.isZero ? null : markOf(state, position.symbol);
  return mark === null ? Decimal.ZERO : unrealisedProfit(position, mark);
}

function isSpot(state: CoreState, symbol: string): boolean {
  return state.instruments.get(symbol)?.category === 'spot';
}
