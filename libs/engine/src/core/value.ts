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

/** Price per symbol, decimal text; an absent symbol keeps its mark price. */
export type Prices = Readonly<Record<string, string>>;

/** The account value in its settle asset. Coins bought on spot count in the balance at cost. */
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

/** Profit of one deployment so far in the settle asset, after fees; funding is separate. */
export function earnedBy(state: CoreState, deploymentId: string): Decimal {
  let earned = Decimal.ZERO;
  for (const { deployments } of state.books.values()) {
    const own = deployments.get(deploymentId);
    if (own) earned = earned.plus(own.realised).minus(own.fees).plus(unrealisedOf(state, own));
  }
  return earned;
}

/** The part of a deployment's equity that is not in the settle asset's wallet: unrealised profit, and the cost of coins. */
export function spentOn(state: CoreState, deploymentId: string): Decimal {
  let spent = Decimal.ZERO;
  for (const [symbol, { deployments }] of state.books) {
    const own = deployments.get(deploymentId);
    if (own) spent = spent.plus(unrealisedOf(state, own)).plus(isSpot(state, symbol) ? own.cost : Decimal.ZERO);
  }
  return spent;
}

/** Average price as text; empty when flat. */
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
