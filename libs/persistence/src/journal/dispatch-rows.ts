import type { DispatchKind, Effect } from '@libs/engine';
import type { AmendTicket, OrderTicket } from '@libs/sdk';
import type { StepRecord } from './step-record';

/** A submit or amend that was not sent within this time of its decision is never sent, however late its commit came. */
const SUBMIT_LIFETIME_MS = 5_000;

export interface DispatchRow {
  readonly id: string;
  readonly kind: DispatchKind;
  readonly client_order_id: string;
  /** Null: the database copies the submit's. */
  readonly ticket: OrderTicket | AmendTicket | null;
  readonly not_after: string | null;
}

/** One row for each command to the venue; other effects have none. */
export function dispatchRow(effect: Effect, step: StepRecord, now: number): DispatchRow | undefined {
  if (effect.type === 'submit' || effect.type === 'amend') {
    const { type: kind, ticket } = effect;
    const { clientOrderId } = ticket;
    const id = kind === 'submit' ? submitId(clientOrderId) : amendId(clientOrderId, step.input.inputSeq);
    const notAfter = new Date((step.wall ?? now) + SUBMIT_LIFETIME_MS).toISOString();
    return { id, kind, client_order_id: clientOrderId, ticket, not_after: notAfter };
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

/** An order can be cancelled more than once, after a refusal, so the requesting step is part of the id. */
export function cancelId(clientOrderId: string, inputSeq: number): string {
  return `d${clientOrderId}c${inputSeq.toString(36)}`;
}

/** One amendment at a time, but many in the life of an order. */
export function amendId(clientOrderId: string, inputSeq: number): string {
  return `d${clientOrderId}a${inputSeq.toString(36)}`;
}

const CLIENT_ORDER_ID_LENGTH = 35;

/** The step that requested an amend or a cancel, as encoded in its id; null for submits and other ids. */
export function inputSeqOfId(id: string): number | null {
  const kind = kindOfId(id);
  return kind === 'amend' || kind === 'cancel' ? parseInt(id.slice(2 + CLIENT_ORDER_ID_LENGTH), 36) : null;
}

/** The letter after a client order id of the usual length; null for other ids. */
export function kindOfId(id: string): DispatchKind | null {
  const letter = id[1 + CLIENT_ORDER_ID_LENGTH];
  if (letter === 's' && id.length === 2 + CLIENT_ORDER_ID_LENGTH) return 'submit';
  if (letter === 'a') return 'amend';
  return letter === 'c' ? 'cancel' : null;
}
