import { Decimal, IllegalTransition, InvalidDecimal, Overfill, UnbalancedPosting, decodeClientOrderId } from '@libs/kernel';
import type { Denial, OrderNews } from '@libs/kernel';
import { dropAmendment, takeAmended, takeRefusedAmendment } from './amend';
import { revive, takeExecution } from './fills';
import { takeFunding } from './funding';
import { halt } from './halt';
import type { VenueReport } from './input';
import { takeInsurance, takeLiquidation } from './liquidation';
import { fileOrder, findOrder, moveOrder } from './orders';
import type { OrderChange } from './orders';
import { takePicture } from './reconcile';
import type { TrackedOrder } from './state';
import type { Turn } from './turn';
import { VENUE } from './turn';

type OrderReport = Exclude<VenueReport, { kind: 'execution' | 'funding' | 'liquidation' | 'insurance' | 'reconciled' }>;
type VenueState = Extract<VenueReport, { kind: 'order' }>;

const CONTRADICTIONS = [IllegalTransition, Overfill, InvalidDecimal, UnbalancedPosting];

/** Processes what the executor learned. A report that contradicts our state halts trading and leaves the order unchanged. */
export function takeReport(turn: Turn, report: VenueReport): void {
  try {
    if (report.kind === 'reconciled') return takePicture(turn, report);
    if (report.kind === 'execution') return takeExecution(turn, report);
    if (report.kind === 'funding') return takeFunding(turn, report);
    if (report.kind === 'liquidation') return takeLiquidation(turn, report);
    if (report.kind === 'insurance') return takeInsurance(turn, report);
    const tracked = findOrder(turn.state, report.clientOrderId);
    if (tracked === undefined) return takeStranger(turn, report);
    takeOrderReport(turn, tracked, report);
  } catch (error) {
    if (!CONTRADICTIONS.some((kind) => error instanceof kind)) throw error;
    halt(
      turn,
      `report "${report.kind}"${'clientOrderId' in report ? ` on order ${report.clientOrderId}` : ''} contradicts what we know: ${(error as Error).message}`,
    );
  }
}

function takeOrderReport(turn: Turn, tracked: TrackedOrder, report: OrderReport): void {
  const move = (change: Omit<OrderChange, 'cause'>): void => moveOrder(turn, tracked, { ...change, cause: VENUE });
  const reached = tracked.order.venueOrderId !== undefined || tracked.order.filledQuantity.sign > 0;
  switch (report.kind) {
    case 'accepted':
      return venueHasIt(turn, tracked, report.venueOrderId);
    case 'order':
      return takeVenueState(turn, tracked, report);
    case 'refused':
      noteRefusal(turn, tracked, report);
      return move({ event: 'Rejected', news: { reason: `${report.code}: ${report.message}` } });
    case 'unknown':
      // Late news of a lost answer: the venue has reported the order since.
      return reached ? undefined : move({ event: 'BecameUnknown', news: { reason: report.cause } });
    case 'never-received':
      if (reached) return halt(turn, `order ${report.clientOrderId} was reported absent, yet the venue has told of it before`);
      return move({ event: 'Expired', news: { reason: 'NEVER_RECEIVED' } });
    case 'aborted':
      noteRefusal(turn, tracked, report);
      return move({ event: 'Denied', denial: abortedAs(report), news: { reason: `${report.code}: ${report.message}` } });
    case 'withdrawn':
      return move({ event: 'Canceled', news: { reason: 'cancelled before it was sent' } });
    case 'amend-refused':
      return takeRefusedAmendment(turn, tracked, report);
    case 'cancel-refused':
      tracked.cancelRequested = false;
      delete tracked.isTakenByHalt;
      return move({ event: 'CancelRefused', news: { reason: `the cancel was refused, ${report.code}: ${report.message}` } });
  }
}

/** An exit is not retried before the venue accepts it. */
function noteRefusal({ at }: Turn, tracked: TrackedOrder, { retryAfter }: { readonly retryAfter?: number }): void {
  if (retryAfter !== undefined) tracked.refusedUntil = at + retryAfter;
}

/** Quantities come from executions and status from order events, whichever arrives first. */
function takeVenueState(turn: Turn, tracked: TrackedOrder, report: VenueState): void {
  takeAmended(turn, tracked, report);
  tracked.venueFilled = Decimal.max(tracked.venueFilled, Decimal.parse(report.filledQuantity));
  const news = { venueOrderId: report.venueOrderId, ...(report.reason === undefined ? {} : { reason: report.reason }) };
  if (report.status === 'CANCELED') moveOrder(turn, tracked, { event: 'Canceled', cause: VENUE, news });
  else if (report.status === 'REJECTED') moveOrder(turn, tracked, { event: 'Rejected', cause: VENUE, news });
  else if (report.status === 'FILLED' && tracked.venueFilled.lt(tracked.order.quantity)) endAsCut(turn, tracked, news);
  else venueHasIt(turn, tracked, report.venueOrderId);
  // An order that is filled at its old quantity can no longer be amended.
  if (report.status === 'FILLED' && tracked.amendment && tracked.venueFilled.lte(tracked.order.quantity)) dropAmendment(turn, tracked);
  fileOrder(turn, tracked);
}

/** A venue cuts a reduce-only order to the position it can close and reports it filled; the rest will never trade. */
function endAsCut(turn: Turn, tracked: TrackedOrder, news: Omit<OrderNews, 'at'>): void {
  venueHasIt(turn, tracked, news.venueOrderId!);
  const reason = `the venue cut it to ${tracked.venueFilled} and filled that`;
  moveOrder(turn, tracked, { event: 'Canceled', cause: VENUE, news: { ...news, reason } });
}

/** The venue holds the order, so if we closed it as never received it is open again; other closed orders stay closed. */
function venueHasIt(turn: Turn, tracked: TrackedOrder, venueOrderId: string): void {
  revive(turn, tracked, venueOrderId);
  moveOrder(turn, tracked, { event: 'Accepted', cause: VENUE, news: { venueOrderId } });
}

/** An unknown id: a forgotten closed order of ours may still send stale reports; anything else is foreign. */
function takeStranger(turn: Turn, report: OrderReport): void {
  const origin = decodeClientOrderId(report.clientOrderId);
  const { deployments, manualDeploymentId, inputSeq } = turn.state;
  const ours =
    origin !== null && origin.inputSeq <= inputSeq && (deployments.has(origin.deploymentId) || origin.deploymentId === manualDeploymentId);
  if (ours && report.kind === 'order' && report.status !== 'ACCEPTED' && report.status !== 'PARTIALLY_FILLED') return;
  halt(turn, `report "${report.kind}" names order ${report.clientOrderId}, which is not ours`);
}

function abortedAs({ code, message }: Extract<VenueReport, { kind: 'aborted' }>): Denial {
  return { code, limit: 'checked at the executor', value: code, message };
}
