import type { Change } from '../venue/change';
import type { Refusal } from '../venue/refusal';

/** The venue's answer to a request. */
export type Answer =
  | { readonly kind: 'accepted'; readonly orderId: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** A message to a client, with the market times at which the venue sent it and at which it arrived. */
export type Message =
  | {
      readonly kind: 'ack';
      readonly accountId: string;
      /** The number returned by `send`. */
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

/** The account that a change belongs to; undefined for public changes. */
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

/** One line of text per message; equal messages give equal lines. */
export function lineOf(message: Message): string {
  return JSON.stringify(message);
}
