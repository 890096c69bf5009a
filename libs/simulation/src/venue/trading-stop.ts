import type { Decimal } from '@libs/kernel';
import type { TrailingStop, VenuePosition } from '../account/position';
import { makePair } from './attach-exits';
import { checkExits } from './check-exits';
import type { Desk } from './desk';
import { dropExit, makeExit, setFullExit, writePosition, type ExitPlace } from './exits';
import type { ExitRule, Trigger } from './order';
import { refuse, type Refusal } from './refusal';
import type { TradingStop } from './requests';
import { wait } from './submit';
import { trailingPrice } from './triggers';
import type { VenueState } from './venue-state';

/** Sets, changes and removes the exits of a position. There is one FULL exit of each kind; PARTIAL ones are added. */
export function setTradingStop(state: VenueState, accountId: string, stop: TradingStop): Refusal | undefined {
  const market = state.markets.get(stop.market);
  if (!market || market.isSpot) return refuse('UNKNOWN_MARKET', undefined, stop.market);
  const desk = state.client(accountId).desk(market);
  const held = desk.held(stop.index);
  if (held === 0) return refuse('POSITION_IS_FLAT');
  const place: ExitPlace = { desk, index: stop.index, side: held > 0 ? 1 : -1, lots: Math.abs(held) };
  const refusal = checkExits(market, stop, { side: place.side }) ?? checkTrailing(place, stop.trailing);
  if (refusal) return refusal;
  if (stop.exitMode === 'PARTIAL') return addPartial(state, place, stop);
  const position = desk.position(stop.index);
  if (!changesAny(position, stop)) return refuse('EXIT_NOT_MODIFIED');
  for (const kind of ['takeProfit', 'stopLoss'] as const) {
    const rule = stop[kind];
    if (rule !== undefined && !isSameRule(rule ?? undefined, position[kind])) setFullExit(state, place, { kind, rule: rule ?? undefined });
  }
  setTrailing(state, place, stop.trailing);
  return undefined;
}

function addPartial(state: VenueState, place: ExitPlace, stop: TradingStop): Refusal | undefined {
  const { market } = place.desk;
  if (!stop.takeProfit && !stop.stopLoss) {
    if (stop.trailing === undefined) return refuse('EXIT_NOT_MODIFIED');
    setTrailing(state, place, stop.trailing);
    return undefined;
  }
  const wanted = stop.quantity ? market.quantities.units(stop.quantity) : place.lots;
  if (Number.isNaN(wanted) || wanted <= 0) return refuse('QUANTITY_OFF_LOT', market.instrument.lotSize, stop.quantity);
  const lots = Math.min(wanted, place.lots);
  writePosition(state, place.desk, { ...place.desk.position(place.index), exitMode: 'PARTIAL' });
  makePair(state, { ...place, lots }, stop);
  setTrailing(state, place, stop.trailing);
  return undefined;
}

function changesAny(position: VenuePosition, { takeProfit, stopLoss, trailing }: TradingStop): boolean {
  const changes = (rule: ExitRule | null | undefined, present: ExitRule | undefined): boolean =>
    rule !== undefined && !isSameRule(rule ?? undefined, present);
  if (changes(takeProfit, position.takeProfit) || changes(stopLoss, position.stopLoss)) return true;
  if (trailing === undefined) return false;
  if (trailing === null) return position.trailing !== undefined;
  return !isSamePrice(trailing.distance, position.trailing?.distance) || !isSamePrice(trailing.activation, position.trailing?.activation);
}

function isSameRule(one: ExitRule | undefined, other: ExitRule | undefined): boolean {
  return isSamePrice(one?.price, other?.price) && one?.source === other?.source && isSamePrice(one?.limit, other?.limit);
}

function isSamePrice(one: Decimal | undefined, other: Decimal | undefined): boolean {
  return one === other || (one !== undefined && other !== undefined && one.eq(other));
}

/** The distance must be in whole ticks; the activation price must be on the profitable side. */
function checkTrailing({ desk, side }: ExitPlace, trailing: TradingStop['trailing']): Refusal | undefined {
  if (!trailing) return undefined;
  const { market } = desk;
  const { distance, activation } = trailing;
  for (const price of [distance, activation]) {
    if (price && (price.sign <= 0 || Number.isNaN(market.prices.units(price)))) {
      return refuse('TRIGGER_OFF_TICK', market.instrument.tickSize, price);
    }
  }
  const last = market.lastPrice;
  if (activation && (side === 1 ? activation.lte(last) : activation.gte(last))) {
    return refuse('EXIT_PRICE_ON_WRONG_SIDE', last, activation);
  }
  return side === 1 && distance.gte(activation ?? last) ? refuse('EXIT_PRICE_ON_WRONG_SIDE', activation ?? last, distance) : undefined;
}

function setTrailing(state: VenueState, place: ExitPlace, trailing: TradingStop['trailing']): void {
  if (trailing === undefined) return;
  const { desk, index, side } = place;
  const exits = desk.exits[index];
  if (exits.trailing) dropExit(state, exits.trailing);
  if (trailing === null) return;
  const { market } = desk;
  // Without an activation price it is active immediately.
  const stop: TrailingStop = { ...trailing, ...(trailing.activation ? {} : { best: market.lastPrice }) };
  writePosition(state, desk, { ...desk.position(index), trailing: stop });
  const trigger: Trigger = { price: trailingPrice(stop, side), source: 'LAST', direction: side === 1 ? 'FALL' : 'RISE' };
  const made = makeExit(state, { ...place, purpose: 'TRAILING_STOP', trigger });
  exits.trailing = made;
  addTrailing(state, desk, made);
  wait(state, made);
}

function addTrailing(state: VenueState, { market }: Desk, live: NonNullable<Desk['exits'][0]['trailing']>): void {
  state.trailing.get(market)!.add(live);
}
