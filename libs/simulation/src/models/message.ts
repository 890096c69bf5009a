import type { Change } from '../venue/change';
import type { Refusal } from '../venue/refusal';

/** How the venue answered a request. */
export type Answer =
  | { readonly kind: 'accepted'; readonly orderId: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** What reaches a client, with the market times at which the venue said it and at which it arrived. */
export type Message =
  | {
      readonly kind: 'ack';
      readonly accountId: string;
      /** The number that `send` gave. */
      readonly request: number;
      readonly sentAt: number;
      readonly saidAt: number;
      readonly at: number;
      readonly answer: Answer;
    }
  | {
      readonly kind: 'change';
      readonly accountId: string;
      readonly saidAt: number;
      readonly at: number;
      readonly change: Change;
    };

/** The account that a change belongs to; undefined for what everybody hears. */
export function accountOf(change: Change): string | undefined {
  switch (change.type) {
    case 'order':
    case 'triggered':
      return change.order.accountId;
    case 'execution':
      return change.execution.accountId;
    case 'liquidation':
    case 'public-trade':
      return undefined;
    case 'position':
    case 'closed-position':
    case 'ledger':
    case 'wallet':
    case 'settings':
      return change.accountId;
  }
}

/** One line of text for each message, the same for equal messages. */
export function lineOf(message: Message): string {
  return JSON.stringify(message);
}
