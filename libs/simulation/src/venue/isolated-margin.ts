import type { Decimal } from '@libs/kernel';
import { checkAddedMargin, replenishment } from '../account/isolated-margin';
import { liquidationDue } from '../account/liquidation';
import type { VenuePosition } from '../account/position';
import type { MarketKey } from '../market/market-instrument';
import type { Client, Desk } from './desk';
import { writePosition } from './exits';
import type { PositionIndex } from './order';
import { refuse, type Refusal } from './refusal';
import type { VenueState } from './venue-state';

export interface PositionName {
  readonly market: MarketKey;
  readonly index: PositionIndex;
}

/** Moves margin between the account and one of its positions; a negative amount removes margin. */
export function addMargin(state: VenueState, accountId: string, change: PositionName & { amount: Decimal }): Refusal | undefined {
  const desk = deskOf(state, accountId, change.market);
  if (!desk) return refuse('UNKNOWN_MARKET', undefined, change.market);
  const { account, market } = desk;
  const position = desk.position(change.index);
  const refusal = checkAddedMargin({ account, markets: state.markets, market, position }, change.amount);
  if (refusal) return refusal;
  put(state, desk, { ...position, isolatedMargin: position.isolatedMargin.plus(change.amount) });
  state.repriced.add(market);
  return undefined;
}

/** Sets whether a position adds margin from the account automatically before liquidation. */
export function setAutoAddMargin(state: VenueState, accountId: string, change: PositionName & { isOn: boolean }): Refusal | undefined {
  const desk = deskOf(state, accountId, change.market);
  if (!desk) return refuse('UNKNOWN_MARKET', undefined, change.market);
  if (desk.account.marginMode !== 'ISOLATED') return refuse('POSITION_IS_CROSS');
  const { addsMargin = false, ...rest } = desk.position(change.index);
  if (addsMargin === change.isOn) return refuse('MARGIN_NOT_MODIFIED');
  put(state, desk, change.isOn ? { ...rest, addsMargin: true } : rest);
  return undefined;
}

/** The positions that are due even after those with auto-add margin have used it. */
export function dueAfterReplenishing(state: VenueState, client: Client): readonly VenuePosition[] {
  const { account } = client;
  let due = liquidationDue(account, state.markets);
  for (let amount = replenish(state, client, due); amount; amount = replenish(state, client, due))
    due = liquidationDue(account, state.markets);
  return due;
}

function replenish(state: VenueState, client: Client, due: readonly VenuePosition[]): boolean {
  for (const position of due) {
    const amount = replenishment(client.account, state.markets, position);
    const market = state.markets.get(position.market);
    if (amount.isZero || !market) continue;
    put(state, client.desk(market), { ...position, isolatedMargin: position.isolatedMargin.plus(amount) });
    return true;
  }
  return false;
}

function put(state: VenueState, desk: Desk, position: VenuePosition): void {
  writePosition(state, desk, position);
  desk.client.isCalm = false;
}

function deskOf(state: VenueState, accountId: string, key: MarketKey): Desk | undefined {
  const market = state.markets.get(key);
  return market && !market.isSpot ? state.client(accountId).desk(market) : undefined;
}
