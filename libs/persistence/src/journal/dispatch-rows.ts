import type { Effect } from '@libs/engine';
import type { OrderTicket } from '@libs/sdk';
import type { StepRecord } from './step-record';

/** A submit that has not left the house so long after it was decided never leaves it, however late its commit came. */
const SUBMIT_LIFETIME_MS = 5_000;

export interface DispatchRow {
  readonly id: string;
  readonly kind: 'submit' | 'cancel';
  readonly client_order_id: string;
  /** Null lets the database copy the submit's. */
  readonly ticket: OrderTicket | null;
  readonly not_after: string | null;
}

/** One row for each command to the venue; other effects have none. */
export function dispatchRow(effect: Effect, step: StepRecord, now: number): DispatchRow | undefined {
  if (effect.type === 'submit') {
    const { clientOrderId } = effect.ticket;
    const notAfter = new Date((step.wall ?? now) + SUBMIT_LIFETIME_MS).toISOString();
    return { id: submitId(clientOrderId), kind: 'submit', client_order_id: clientOrderId, ticket: effect.ticket, not_after: notAfter };
  }
  if (effect.type === 'cancel') {
    const id = cancelId(effect.clientOrderId, step.input.inputSeq);
    return { id, kind: 'cancel', client_order_id: effect.clientOrderId, ticket: null, not_after: null };
  }
  return undefined;
}

export function submitId(clientOrderId: string): string {
  return `d${clientOrderId}s`;
}

/** An order can be asked to go more than once, after a refusal, so the step that asked is part of the id. */
export function cancelId(clientOrderId: string, inputSeq: number): string {
  return `d${clientOrderId}c${inputSeq.toString(36)}`;
}

const CLIENT_ORDER_ID_LENGTH = 35;

/** The letter after a client order id of the usual length; null for ids that are made otherwise. */
export function kindOfId(id: string): 'submit' | 'cancel' | null {
  const letter = id[1 + CLIENT_ORDER_ID_LENGTH];
  if (letter === 's' && id.length === 2 + CLIENT_ORDER_ID_LENGTH) return 'submit';
  return letter === 'c' ? 'cancel' : null;
}
