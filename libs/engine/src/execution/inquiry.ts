import { Decimal } from '@libs/kernel';
import type { AccountQueries, ExchangeCapabilities, VenueOrder } from '@libs/sdk';
import { absenceIsProof, windowHasClosed } from './absence';
import type { Doubt, Moment } from './absence';
import type { Dispatch, DispatchStore, ExecutionClock, ExecutionWatch, InboxReport } from './ports';
import { amendRefused, dispatchReport, isOver, keyedOrderReport } from './reports';
import type { Settlement } from './settlement';
import type { VenueTime } from './venue-time';

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5_000;
const QUESTIONS_BEFORE_ALARM = 20;

interface Question {
  readonly dispatch: Dispatch;
  readonly doubt: Doubt;
  asked: number;
  busy: boolean;
  timer: { cancel(): void } | null;
}

/** The venue's answer, the time of the question, and since when the command is in doubt. */
interface Finding {
  readonly doubt: Doubt;
  readonly moment: Moment;
  readonly order: VenueOrder | null;
}

export interface InquiryPorts {
  readonly store: Pick<DispatchStore, 'openOrders'>;
  readonly queries: Pick<AccountQueries, 'findOrder'>;
  readonly capabilities: ExchangeCapabilities;
  readonly clock: ExecutionClock;
  readonly watch: ExecutionWatch;
  readonly settlement: Settlement;
  readonly venueTime: VenueTime;
}

/** Queries the venue about commands with an unknown outcome until it is known. Never sends anything again. */
export class Inquiry {
  private readonly questions = new Map<string, Question>();

  constructor(
    private readonly ports: InquiryPorts,
    private readonly settled: (dispatch: Dispatch) => void,
  ) {}

  /** Dispatches being queried. */
  get open(): readonly Dispatch[] {
    return [...this.questions.values()].map((question) => question.dispatch);
  }

  /** `dispatch` is UNKNOWN, or an amend or cancel that was acknowledged (SENT) and must be seen to have worked. */
  ask(dispatch: Dispatch): void {
    if (this.questions.has(dispatch.id)) return;
    const doubt = { signedAt: dispatch.signedAt ?? this.ports.clock.wall(), since: this.ports.clock.monotonic() };
    const question: Question = { dispatch, doubt, asked: 0, busy: false, timer: null };
    this.questions.set(dispatch.id, question);
    this.schedule(question);
  }

  /** The venue just reported this order: query now. */
  nudge(clientOrderId: string): void {
    for (const question of this.questions.values()) {
      if (question.dispatch.clientOrderId !== clientOrderId || question.busy) continue;
      question.timer?.cancel();
      void this.turn(question);
    }
  }

  stop(): void {
    for (const question of this.questions.values()) question.timer?.cancel();
    this.questions.clear();
  }

  private schedule(question: Question): void {
    const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** question.asked);
    question.timer = this.ports.clock.after(delay, () => void this.turn(question));
  }

  private async turn(question: Question): Promise<void> {
    const { dispatch } = question;
    question.busy = true;
    question.asked += 1;
    try {
      if (await this.resolve(question)) {
        this.questions.delete(dispatch.id);
        this.settled(dispatch);
        return;
      }
    } catch (error) {
      if (question.asked === 1) this.ports.watch.warn('the venue could not be asked; it is asked on', { dispatch: dispatch.id, error });
    }
    question.busy = false;
    if (question.asked % QUESTIONS_BEFORE_ALARM === 0) {
      this.ports.watch.warn('still in doubt', { dispatch: dispatch.id, clientOrderId: dispatch.clientOrderId, asked: question.asked });
    }
    if (this.questions.has(dispatch.id)) this.schedule(question);
  }

  private async resolve({ dispatch, doubt }: Question): Promise<boolean> {
    const { clock, queries, settlement } = this.ports;
    const moment = { wall: clock.wall(), monotonic: clock.monotonic() };
    const order = await queries.findOrder({ clientOrderId: dispatch.clientOrderId, instrument: dispatch.ticket.instrument });
    const reports = await this.judge(dispatch, { doubt, moment, order });
    if (reports === null || !this.questions.has(dispatch.id)) return false;
    await settlement.settle(dispatch, 'DONE', reports);
    return true;
  }

  private judge(dispatch: Dispatch, finding: Finding): readonly InboxReport[] | null | Promise<readonly InboxReport[] | null> {
    switch (dispatch.kind) {
      case 'submit':
        return this.judgeSubmit(dispatch, finding);
      case 'amend':
        return this.judgeAmend(dispatch, finding);
      case 'cancel':
        return this.judgeCancel(dispatch, finding);
    }
  }

  private judgeSubmit(dispatch: Dispatch, { doubt, moment, order }: Finding): readonly InboxReport[] | null {
    if (order) return [keyedOrderReport(order, `found:${dispatch.id}:${dispatch.attempt}`)];
    if (!absenceIsProof(doubt, moment, this.ports.capabilities)) return null;
    return [this.about(dispatch, { kind: 'never-received', clientOrderId: dispatch.clientOrderId })];
  }

  /** A closed order, or one with its new terms, is settled; one that is unchanged after the window closed never will be amended. */
  private judgeAmend(dispatch: Dispatch, { doubt, moment, order }: Finding): readonly InboxReport[] | null {
    const { id, attempt } = dispatch;
    const found = order && keyedOrderReport(order, `found:${id}:${attempt}`);
    if (found && (isOver(order) || isAsAmended(order, dispatch))) return [found];
    const isProof = order
      ? windowHasClosed(doubt, moment, this.ports.capabilities)
      : absenceIsProof(doubt, moment, this.ports.capabilities);
    if (!isProof) return null;
    const message = 'The order still stands as before although the amendment could have arrived.';
    return [this.about(dispatch, amendRefused(dispatch, { code: 'NOT_APPLIED', message }))];
  }

  /** Only a terminal status ends the order; an order that is still open after the window proves that the cancel was not received. */
  private async judgeCancel(dispatch: Dispatch, { doubt, moment, order }: Finding): Promise<readonly InboxReport[] | null> {
    const { clientOrderId } = dispatch;
    if (order && isOver(order)) return [keyedOrderReport(order, `found:${dispatch.id}:${dispatch.attempt}`)];
    if (order) {
      if (dispatch.state === 'SENT' || !windowHasClosed(doubt, moment, this.ports.capabilities)) return null;
      const message = 'The order is still open after the cancel could have arrived; cancel it again.';
      return [this.about(dispatch, { kind: 'cancel-refused', clientOrderId, code: 'NEVER_RECEIVED', message })];
    }
    if (!absenceIsProof(doubt, moment, this.ports.capabilities)) return null;
    // The order was known before the cancel was sent: if it is open in our books and nowhere else, a person has to look.
    const isOpenHere = (await this.ports.store.openOrders()).some((own) => own.clientOrderId === clientOrderId);
    return isOpenHere ? null : [];
  }

  private about(dispatch: Dispatch, report: InboxReport['report']): InboxReport {
    return dispatchReport(dispatch, this.ports.venueTime.latest, report);
  }
}

function isAsAmended(order: VenueOrder, { ticket }: Dispatch): boolean {
  if (!('amendment' in ticket)) return false;
  const { quantity, price } = ticket.amendment;
  return isSame(quantity, order.quantity) && isSame(price, order.price);
}

function isSame(wanted: string | undefined, stands: string | undefined): boolean {
  return wanted === undefined || (stands !== undefined && Decimal.parse(wanted).eq(Decimal.parse(stands)));
}
