import { ORDER_STATUSES, isOpen } from './order-status';
import type { OrderStatus } from './order-status';
import { IllegalTransition, transition } from './transition';
import type { OrderEvent } from './transition';

describe('transition', () => {
  it.each<[OrderStatus, OrderEvent, OrderStatus]>([
    ['INITIALIZED', 'Submitted', 'SUBMITTED'],
    ['INITIALIZED', 'Denied', 'DENIED'],
    ['INITIALIZED', 'Emulated', 'EMULATED'],
    ['INITIALIZED', 'Released', 'RELEASED'],
    ['EMULATED', 'Released', 'RELEASED'],
    ['EMULATED', 'Canceled', 'CANCELED'],
    ['RELEASED', 'Submitted', 'SUBMITTED'],
    ['RELEASED', 'Emulated', 'EMULATED'],
    ['RELEASED', 'Denied', 'DENIED'],
    ['SUBMITTED', 'Accepted', 'ACCEPTED'],
    ['SUBMITTED', 'Rejected', 'REJECTED'],
    ['SUBMITTED', 'BecameUnknown', 'UNKNOWN'],
    ['ACCEPTED', 'PartiallyFilled', 'PARTIALLY_FILLED'],
    ['PARTIALLY_FILLED', 'Filled', 'FILLED'],
    ['ACCEPTED', 'CancelRequested', 'PENDING_CANCEL'],
    ['PENDING_CANCEL', 'Canceled', 'CANCELED'],
  ])('takes %s through %s to %s', (status, event, next) => {
    expect(transition(status, event)).toBe(next);
  });

  it.each<[string, OrderStatus, OrderEvent, OrderStatus]>([
    ['a fill arrives before the acknowledgement', 'SUBMITTED', 'Filled', 'FILLED'],
    ['a partial fill arrives before the acknowledgement', 'SUBMITTED', 'PartiallyFilled', 'PARTIALLY_FILLED'],
    ['the acknowledgement arrives after the fill', 'FILLED', 'Accepted', 'FILLED'],
    ['a cancelled order turns out to be filled', 'CANCELED', 'Filled', 'FILLED'],
    ['a part of it had traded before the cancel', 'CANCELED', 'PartiallyFilled', 'CANCELED'],
    ['a fill wins the race against a cancel', 'PENDING_CANCEL', 'Filled', 'FILLED'],
    ['a part trades while the cancel is under way', 'PENDING_CANCEL', 'PartiallyFilled', 'PENDING_CANCEL'],
    ['the cancel was refused', 'PENDING_CANCEL', 'CancelRefused', 'ACCEPTED'],
    ['the cancel of a filled order is refused', 'FILLED', 'CancelRefused', 'FILLED'],
    ['a stale cancel notice meets a filled order', 'FILLED', 'Canceled', 'FILLED'],
    ['the lost answer is news after the venue has spoken', 'ACCEPTED', 'BecameUnknown', 'ACCEPTED'],
    ['a part trades while an amendment is under way', 'PENDING_UPDATE', 'PartiallyFilled', 'PENDING_UPDATE'],
    ['the amendment was refused', 'PENDING_UPDATE', 'UpdateRefused', 'ACCEPTED'],
    ['a cancel overtakes the amendment', 'PENDING_UPDATE', 'CancelRequested', 'PENDING_CANCEL'],
    ['the amendment was taken although a cancel is under way', 'PENDING_CANCEL', 'Updated', 'PENDING_CANCEL'],
    ['the amendment of a filled order is refused', 'FILLED', 'UpdateRefused', 'FILLED'],
    ['it was never received', 'UNKNOWN', 'Expired', 'EXPIRED'],
    ['it was received after all', 'EXPIRED', 'Reopened', 'ACCEPTED'],
    ['a refused order is found alive', 'REJECTED', 'Reopened', 'ACCEPTED'],
    ['the executor stopped it', 'SUBMITTED', 'Denied', 'DENIED'],
  ])('knows that %s', (_, status, event, next) => {
    expect(transition(status, event)).toBe(next);
  });

  it.each<[OrderEvent, OrderStatus]>([
    ['Accepted', 'ACCEPTED'],
    ['Rejected', 'REJECTED'],
    ['PartiallyFilled', 'PARTIALLY_FILLED'],
    ['Filled', 'FILLED'],
    ['Canceled', 'CANCELED'],
    ['Expired', 'EXPIRED'],
  ])('lets an UNKNOWN order become whatever the venue says: %s', (event, next) => {
    expect(transition('UNKNOWN', event)).toBe(next);
  });

  it.each<[OrderStatus, OrderEvent]>([
    ['INITIALIZED', 'Filled'],
    ['DENIED', 'Accepted'],
    ['DENIED', 'Filled'],
    ['UNKNOWN', 'Denied'],
    ['ACCEPTED', 'Denied'],
    ['PARTIALLY_FILLED', 'Rejected'],
    ['FILLED', 'Filled'],
    ['FILLED', 'PartiallyFilled'],
    ['FILLED', 'Rejected'],
    ['ACCEPTED', 'Reopened'],
    ['CANCELED', 'CancelRequested'],
    ['CANCELED', 'UpdateRequested'],
    ['PENDING_UPDATE', 'UpdateRequested'],
    ['EMULATED', 'Submitted'],
    ['EMULATED', 'Filled'],
    ['RELEASED', 'Filled'],
    ['PENDING_CANCEL', 'UpdateRequested'],
    ['UNKNOWN', 'UpdateRequested'],
  ])('refuses %s with %s', (status, event) => {
    expect(() => transition(status, event)).toThrow(new IllegalTransition(status, event));
  });

  it('never leads back to an earlier life', () => {
    const events: OrderEvent[] = [
      'Denied',
      'Accepted',
      'Rejected',
      'CancelRefused',
      'PartiallyFilled',
      'Canceled',
      'Expired',
      'BecameUnknown',
    ];
    for (const status of ORDER_STATUSES.filter((item) => !isOpen(item))) {
      for (const event of events) {
        const next = tryTransition(status, event);
        if (next !== null) expect(isOpen(next)).toBe(false);
      }
    }
  });
});

describe('isOpen', () => {
  it('counts UNKNOWN and PENDING_CANCEL as open', () => {
    expect(ORDER_STATUSES.filter((status) => !isOpen(status))).toEqual(['DENIED', 'REJECTED', 'FILLED', 'CANCELED', 'EXPIRED']);
  });
});

function tryTransition(status: OrderStatus, event: OrderEvent): OrderStatus | null {
  try {
    return transition(status, event);
  } catch {
    return null;
  }
}
