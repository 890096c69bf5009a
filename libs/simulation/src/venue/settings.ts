import { changeLeverage, changeMarginMode } from '../account/change-settings';
import type { MarginMode } from '../account/settings';
import type { MarketKey } from '../market/market-instrument';
import { refuse, type Refusal } from './refusal';
import type { Leverages } from './requests';
import type { PositionIndex } from './order';
import type { VenueState } from './venue-state';

const INDEXES: readonly PositionIndex[] = [0, 1, 2];

/** One-way positions have one leverage for both sides. */
export function setLeverage(
  state: VenueState,
  accountId: string,
  change: { market: MarketKey; leverages: Leverages },
): Refusal | undefined {
  const client = state.client(accountId);
  const { account } = client;
  const market = state.markets.get(change.market);
  if (!market || market.isSpot) return refuse('UNKNOWN_MARKET', undefined, change.market);
  const { buy, sell } = change.leverages;
  if (!account.settings(market).hedged && !buy.eq(sell)) return refuse('LEVERAGE_OUT_OF_RANGE', buy, sell);
  const refusal = changeLeverage({ account, markets: state.markets, market }, { buy, sell });
  if (refusal) return refusal;
  client.isCalm = false;
  state.emit({ type: 'settings', accountId });
  const desk = client.desk(market);
  for (const index of INDEXES) if (account.exposure(market.key).position(index)) state.tellPosition(desk, index);
  state.repriced.add(market);
  return undefined;
}

/** Switches markets between one-way and hedge mode; each must have no positions or orders. */
export function setPositionMode(
  state: VenueState,
  accountId: string,
  { markets, hedged }: { markets: readonly MarketKey[]; hedged: boolean },
): Refusal | undefined {
  const { account } = state.client(accountId);
  const found = markets.map((key) => state.markets.get(key));
  const unknown = markets.find((_key, n) => !found[n] || found[n].isSpot);
  if (unknown !== undefined) return refuse('UNKNOWN_MARKET', undefined, unknown);
  const changed = found.flatMap((market) => (market && account.settings(market).hedged !== hedged ? [market] : []));
  if (changed.length === 0) return refuse('POSITION_MODE_NOT_MODIFIED');
  const keys = new Set(changed.map(({ key }) => key));
  for (const position of account.positions()) {
    if (keys.has(position.market) && !position.quantity.isZero) return refuse('MODE_CHANGE_WITH_POSITION', undefined, position.market);
  }
  for (const order of account.orders.open.values()) {
    if (keys.has(order.market)) return refuse('MODE_CHANGE_WITH_ORDERS', undefined, order.market);
  }
  for (const market of changed) account.setSettings(market.key, { ...account.settings(market), hedged });
  state.emit({ type: 'settings', accountId });
  return undefined;
}

/** Moves the whole account between cross and isolated margin. */
export function setMarginMode(state: VenueState, accountId: string, mode: MarginMode): Refusal | undefined {
  const client = state.client(accountId);
  const refusal = changeMarginMode(client.account, state.markets, mode);
  if (refusal) return refusal;
  client.isCalm = false;
  state.emit({ type: 'settings', accountId });
  for (const position of client.account.positions()) {
    const market = state.markets.get(position.market);
    if (!market) continue;
    state.tellPosition(client.desk(market), position.index);
    state.repriced.add(market);
  }
  return undefined;
}
