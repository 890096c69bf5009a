import { z } from 'zod';
import type { FaultTools, SendText } from './fault';
import type { OutFrame } from '../ws/frame';
import { aims, aimsAtCall, defineFault, delayOf, NO_PARAMETERS, type FaultKind, type Target } from './fault-kind';
import { itemsOf, readMessage, type Item } from './message';

/** Private messages may carry several items of several symbols; one that fits is enough. */
function about(frame: OutFrame, target: Target, family: 'order' | 'execution', fits: (item: Item) => boolean = () => true): boolean {
  if (frame.hub !== 'private' || !aims(target, frame, family)) return false;
  return itemsOf(readMessage(frame.text)).some((item) => (target.symbol === undefined || item['symbol'] === target.symbol) && fits(item));
}

const ended = (item: Item): boolean => ['Cancelled', 'PartiallyFilledCanceled', 'Deactivated'].includes(String(item['orderStatus']));

export const LIFE_FAULTS: readonly FaultKind[] = [
  defineFault({
    name: 'execution-late',
    group: 'order life',
    title: 'Executions arrive late: after the order has ended, or after the answer to a cancellation.',
    when: {},
    parameters: delayOf(2_000),
    make: ({ strikes, later }, target, { delayMs }) => ({
      frame: (frame, next) => (about(frame, target, 'execution') && strikes() ? later(delayMs, () => next(frame.text)) : next(frame.text)),
    }),
  }),
  defineFault({
    name: 'execution-duplicated',
    group: 'order life',
    title: 'The same execution arrives twice, the second time after a while.',
    when: {},
    parameters: delayOf(500),
    make: ({ strikes, later }, target, { delayMs }) => ({
      frame: (frame, next) => {
        next(frame.text);
        if (about(frame, target, 'execution') && strikes()) later(delayMs, () => next(frame.text));
      },
    }),
  }),
  defineFault({
    name: 'execution-lost',
    group: 'order life',
    title: 'An execution never arrives on the stream.',
    when: { count: 1 },
    parameters: NO_PARAMETERS,
    make: ({ strikes }, target) => ({
      frame: (frame, next) => (about(frame, target, 'execution') && strikes() ? undefined : next(frame.text)),
    }),
  }),
  defineFault({
    name: 'executions-reordered',
    group: 'order life',
    title: 'Neighbouring executions change places.',
    when: { count: 1 },
    parameters: delayOf(1_000),
    make: (tools, target, { delayMs }) => ({ frame: swapped(tools, (frame) => about(frame, target, 'execution'), delayMs) }),
  }),
  defineFault({
    name: 'order-events-reordered',
    group: 'order life',
    title: 'Neighbouring order events change places, such as New after Filled.',
    when: { count: 1 },
    parameters: delayOf(1_000),
    make: (tools, target, { delayMs }) => ({ frame: swapped(tools, (frame) => about(frame, target, 'order'), delayMs) }),
  }),
  defineFault({
    name: 'order-event-duplicated',
    group: 'order life',
    title: 'An order event arrives twice.',
    when: {},
    parameters: delayOf(200),
    make: ({ strikes, later }, target, { delayMs }) => ({
      frame: (frame, next) => {
        next(frame.text);
        if (about(frame, target, 'order') && strikes()) later(delayMs, () => next(frame.text));
      },
    }),
  }),
  defineFault({
    name: 'cancel-event-lost',
    group: 'order life',
    title: 'The stream never tells that an order was cancelled.',
    when: { count: 1 },
    parameters: NO_PARAMETERS,
    make: ({ strikes }, target) => ({
      frame: (frame, next) => (about(frame, target, 'order', ended) && strikes() ? undefined : next(frame.text)),
    }),
  }),
  defineFault({
    name: 'late-cancel-echo',
    group: 'order life',
    title: 'Cancelling an order that was filled is refused, and the stream repeats Filled as if cancelled by the user.',
    when: {},
    parameters: NO_PARAMETERS,
    make: ({ strikes, acts }, target) => {
      const filled = new Map<string, Item>();
      const find = (asked: Item): Item | undefined =>
        filled.get(String(asked['orderId'] ?? '')) ?? filled.get(String(asked['orderLinkId'] ?? ''));
      return {
        frame: (frame, next) => {
          if (frame.hub === 'private' && aims(target, frame, 'order')) {
            for (const item of itemsOf(readMessage(frame.text))) if (item['orderStatus'] === 'Filled') remember(filled, item);
          }
          next(frame.text);
        },
        call: async (call, next) => {
          const answer = await next();
          const item = aimsAtCall(target, call, ['/v5/order/cancel']) ? find(call.asked) : undefined;
          if (item && call.accountId !== undefined && strikes()) {
            const echo = { ...item, cancelType: 'CancelByUser', rejectReason: 'EC_OrigClOrdIDDoesNotExist' };
            acts.sendPrivate(call.accountId, 'order', echo);
          }
          return answer;
        },
      };
    },
  }),
  defineFault({
    name: 'trigger-refused',
    group: 'order life',
    title: 'A conditional order is triggered and then refused for want of margin: the stop is gone.',
    when: { count: 1 },
    parameters: z.strictObject({ account: z.string() }),
    make: ({ acts }, _target, { account }) => ({ begin: () => acts.refuseNextTrigger(account) }),
  }),
  defineFault({
    name: 'unknown-instrument',
    group: 'account',
    title: 'The private stream tells of an order in an instrument that nobody knows.',
    when: { count: 1 },
    parameters: z.strictObject({ symbol: z.string().default('NEWCOINUSDT') }),
    make: ({ strikes }, target, { symbol }) => ({
      frame: (frame, next) => {
        next(frame.text);
        if (!about(frame, target, 'order') || !strikes()) return;
        const message = readMessage(frame.text);
        const stranger = itemsOf(message).map((item) => ({ ...item, symbol, orderId: `${String(item['orderId'])}-x`, orderLinkId: '' }));
        next(JSON.stringify({ ...message, data: stranger }));
      },
    }),
  }),
];

function remember(filled: Map<string, Item>, item: Item): void {
  filled.set(String(item['orderId']), item);
  if (item['orderLinkId']) filled.set(String(item['orderLinkId']), item);
}

/** Holds one frame back until the next of its kind has passed, or the delay is over. */
function swapped(
  { strikes, later }: FaultTools,
  isMeant: (frame: OutFrame) => boolean,
  delayMs: number,
): (frame: OutFrame, next: SendText) => void {
  const held = new Map<string, () => void>();
  return (frame, next) => {
    if (!isMeant(frame)) return next(frame.text);
    const release = held.get(frame.connectionId);
    if (release) {
      next(frame.text);
      return release();
    }
    if (!strikes()) return next(frame.text);
    const free = (): void => {
      if (held.get(frame.connectionId) !== free) return;
      held.delete(frame.connectionId);
      next(frame.text);
    };
    held.set(frame.connectionId, free);
    later(delayMs, free);
  };
}
