import { Decimal } from '@libs/kernel';
import type { TrailingStop } from '../account/position';
import { endSibling, forgetExit, writePosition } from './exits';
import type { LiveOrder } from './desk';
import type { VenueMarket } from './market';
import type { TriggerSource } from './order';
import { enter, prepareTriggered } from './submit';
import type { VenueState } from './venue-state';

const SOURCES: readonly TriggerSource[] = ['LAST', 'MARK', 'INDEX'];

/** Triggers what a market's current prices reach. */
export function fireTriggers(state: VenueState, market: VenueMarket): void {
  if (market.last === 0) return;
  for (const source of SOURCES) {
    const index = market.triggers[source];
    if (index.size > 0) index.fire(market.placeOf(source), (number) => goOff(state, state.liveAt(number)));
  }
  for (const live of state.trailing.get(market)!) if (live.state === 'WAITING') trail(state, live);
}

/** A triggered order trades, rests, or is cancelled if a rule now forbids it. */
function goOff(state: VenueState, live: LiveOrder): void {
  forgetExit(state, live);
  state.awaken(live);
  endSibling(state, live, 'SIBLING_DONE');
  const isRefused = live.desk.client.mishaps.delete('REFUSE_NEXT_TRIGGER');
  const problem = isRefused ? 'REFUSED_ON_TRIGGER' : prepareTriggered(state, live);
  if (problem) state.close(live, problem);
  else enter(state, live);
}

/** Moves a position's trailing stop with the last price, and triggers it when the price has come back far enough. */
function trail(state: VenueState, live: LiveOrder): void {
  const { desk, order } = live;
  const { market } = desk;
  const { trailing } = desk.position(order.positionIndex);
  if (!trailing) return;
  const side = live.side === 1 ? -1 : 1;
  const last = market.lastPrice;
  const isAhead = (price: Decimal): boolean => (side === 1 ? last.gte(price) : last.lte(price));
  if (!trailing.best && trailing.activation && !isAhead(trailing.activation)) return;
  if (!trailing.best || (isAhead(trailing.best) && !last.eq(trailing.best))) moveTrailing(state, live, { ...trailing, best: last });
  const stop = live.order.trigger!.price;
  if (side === 1 ? last.lte(stop) : last.gte(stop)) goOff(state, live);
}

function moveTrailing(state: VenueState, live: LiveOrder, trailing: TrailingStop): void {
  const { desk, order } = live;
  writePosition(state, desk, { ...desk.position(order.positionIndex), trailing });
  state.store(live, { trigger: { ...order.trigger!, price: trailingPrice(trailing, live.side === 1 ? -1 : 1) } });
}

/** The current price of a trailing stop of a long (1) or short (-1) position. */
export function trailingPrice({ distance, activation, best }: TrailingStop, side: 1 | -1, last = Decimal.ZERO): Decimal {
  const from = best ?? activation ?? last;
  return side === 1 ? from.minus(distance) : from.plus(distance);
}
