import type { Category } from '@libs/kernel';
import type { OrderPurpose, Trigger, VenueMarket } from '@libs/simulation';
import { failure } from '../envelope';
import { BadRequest, badParameter, type Parameters } from '../parameters';
import { TRIGGER_SOURCES } from './read-exits';
import { readChoice, readPrice } from './read-number';

const DIRECTIONS: Readonly<Record<string, Trigger['direction']>> = { '1': 'RISE', '2': 'FALL' };
const SPOT_PURPOSES: Readonly<Record<string, OrderPurpose>> = { Order: 'STOP', StopOrder: 'STOP', tpslOrder: 'SPOT_TPSL' };

export interface Conditional {
  readonly purpose: OrderPurpose;
  readonly trigger: Trigger;
}

/** What makes an order wait: a trigger price. Spot tells the direction by the last price, contracts by `triggerDirection`. */
export function readTrigger(parameters: Parameters, category: Category, market: VenueMarket): Conditional | undefined {
  const price = readPrice(parameters, 'triggerPrice');
  return category === 'spot' ? spotTrigger(parameters, market, price) : linearTrigger(parameters, price);
}

function linearTrigger(parameters: Parameters, price: Trigger['price'] | undefined): Conditional | undefined {
  if (!price) return undefined;
  const source = readChoice(parameters, 'triggerBy', TRIGGER_SOURCES) ?? 'LAST';
  const direction = readChoice(parameters, 'triggerDirection', DIRECTIONS);
  if (!direction) throw badParameter('TriggerDirection invalid');
  return { purpose: 'STOP', trigger: { price, source, direction } };
}

function spotTrigger(parameters: Parameters, market: VenueMarket, price: Trigger['price'] | undefined): Conditional | undefined {
  const filter = parameters.text('orderFilter') ?? 'Order';
  const purpose = Object.hasOwn(SPOT_PURPOSES, filter) ? SPOT_PURPOSES[filter] : undefined;
  if (!purpose) throw new BadRequest(failure(170201, 'Invalid orderFilter parameter'));
  if (!price) {
    if (filter === 'Order') return undefined;
    throw new BadRequest(failure(170202, 'Please enter the TP/SL price.'));
  }
  return { purpose, trigger: { price, source: 'LAST', direction: price.gt(market.lastPrice) ? 'RISE' : 'FALL' } };
}
