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

/** Price by symbol, decimal text; a symbol that is absent keeps its mark. */
export type Prices = Readonly<Record<string, string>>;

/** What the account is worth in its settle asset. Coins bought on spot stand in the balance at their cost. */
export function accountValue(state: CoreState, prices?: Prices): AccountValue {
  const { balance, unrealised, realised, fees } = valuation(state, prices);
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

function valuation(state: CoreState, prices: Prices = {}): Valuation {
  let balance = balanceOf(state.ledger, 'wallet', state.account?.settleAsset ?? '');
  let unrealised = Decimal.ZERO;
  let realised = Decimal.ZERO;
  let fees = Decimal.ZERO;
  for (const [symbol, { account }] of state.books) {
    if (isSpot(state, symbol)) balance = balance.plus(account.cost);
    unrealised = unrealised.plus(unrealisedOf(state, account, prices[symbol]));
    realised = realised.plus(account.realised);
    fees = fees.plus(account.fees);
  }
  return { balance, unrealised, realised, fees };
}

function unrealisedOf(state: CoreState, position: PositionBook['account'], price?: string): Decimal {
  if (position.quantity.isZero) return Decimal.ZERO;
  const mark = price === undefined ? markOf(state, position.symbol) : Decimal.parse(price);
  return mark === null ? Decimal.ZERO : unrealisedProfit(position, mark);
}

function isSpot(state: CoreState, symbol: string): boolean {
  return state.instruments.get(symbol)?.category === 'spot';
}
