import type { AccountQueries, CommandOutcome, ExchangeCapabilities, OrderEntry, SignedCommand } from '@libs/sdk';
import { CancelRetries } from './cancel-retries';
import { Inquiry } from './inquiry';
import { Lane } from './lane';
import type { Dispatch, DispatchStore, ExecutionClock, ExecutionWatch, HardLimits, InboxReport, Latch, Lease } from './ports';
import { amendRefused, dispatchReport } from './reports';
import { Settlement } from './settlement';
import type { VenueTime } from './venue-time';

const SWEPT_AT_ONCE = 200;
const REMEMBERED_CLAIMS = 2_000;

export interface ExecutorPorts {
  readonly store: DispatchStore;
  readonly entry: OrderEntry;
  readonly queries: AccountQueries;
  readonly capabilities: ExchangeCapabilities;
  readonly lease: Lease;
  readonly latch: Latch;
  readonly limits: HardLimits;
  readonly clock: ExecutionClock;
  readonly watch: ExecutionWatch;
  readonly venueTime: VenueTime;
}

/** Why an order is stopped at the last moment. */
interface Abort {
  readonly code: 'STALE' | 'TRADING_HALTED' | 'HARD_LIMIT' | 'VENUE_BUSY';
  readonly message: string;
  /** Milliseconds (a whole number) until the venue accepts requests again. */
  readonly retryAfter?: number;
}

type Report = InboxReport['report'];

const STALE: Abort = { code: 'STALE', message: 'The order was not sent in time.' };
/** Not sent, because the venue's plugin has no amend request. */
const CANNOT_AMEND: CommandOutcome = {
  kind: 'refused',
  code: 'NOT_SUPPORTED',
  message: 'This venue cannot change an order in place; cancel it and send another.',
};
const HALTED: Abort = { code: 'TRADING_HALTED', message: 'Trading is halted.' };

/**
 * Takes dispatch rows to the venue: claim, sign, check, send once, and query if the outcome is unknown. Submits and amends go one after the
 * other, cancels in a lane of their own. Signature, last check and write happen in one synchronous turn.
 */
export class OrderExecutor {
  private readonly settlement: Settlement;
  private readonly inquiry: Inquiry;
  private readonly submits: Lane;
  private readonly cancels: Lane;
  private readonly cancelRetries: CancelRetries;
  private readonly arrivals: Lane;
  private readonly active = new Set<string>();
  private readonly claimed = new Set<string>();
  private readonly waitingForSubmit = new Map<string, Set<string>>();
  private readonly inFlight = new Set<Promise<void>>();
  private submitsAllowed = false;
  private stopped = false;

  constructor(private readonly ports: ExecutorPorts) {
    this.settlement = new Settlement(ports.store, ports.clock, ports.watch);
    this.inquiry = new Inquiry({ ...ports, settlement: this.settlement }, (dispatch) => this.outcomeKnown(dispatch));
    const warn = (error: unknown): void => this.warn(error);
    this.arrivals = new Lane(warn);
    this.submits = new Lane(warn);
    this.cancels = new Lane(warn);
    this.cancelRetries = new CancelRetries({ ...ports, lane: this.cancels }, (dispatch) => this.sendCancelAgain(dispatch));
  }

  /** Commands whose outcome is unknown. */
  get inDoubt(): readonly Dispatch[] {
    return this.inquiry.open;
  }

  /** Rows left by an older epoch are in doubt: they are reported and queried, never sent again. */
  async takeOver(): Promise<void> {
    for (const dispatch of await this.ports.store.inDoubt(this.ports.lease.epoch)) {
      if (dispatch.kind === 'submit') await this.becameUnknown(dispatch, 'the executor ended while the order was on its way');
      else this.inquiry.ask(dispatch);
    }
  }

  /** Submits wait while the account is not reconciled; cancels never do. */
  allowSubmits(allowed: boolean): void {
    this.submitsAllowed = allowed;
  }

  /** A hint that a row may be READY; repeated and late hints are harmless. */
  wake(id: string): void {
    if (this.stopped || this.active.has(id) || this.claimed.has(id)) return;
    this.active.add(id);
    const done = (): void => void this.active.delete(id);
    if (this.ports.store.kindOf(id) === 'submit') this.submits.add(() => this.submit(id).finally(done));
    else
      this.arrivals.add(() =>
        this.route(id)
          .catch((error: unknown) => this.warn(error))
          .finally(done),
      );
  }

  /** Finds rows whose hints were lost. */
  async sweep(): Promise<void> {
    for (const id of await this.ports.store.ready(SWEPT_AT_ONCE)) this.wake(id);
  }

  /** The venue reported an order: if it is in doubt, query it now. */
  noticed(clientOrderId: string): void {
    this.inquiry.nudge(clientOrderId);
  }

  /** Takes no more rows and resolves when everything sent is answered and written. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.cancelRetries.stop();
    await Promise.all([this.arrivals.idle(), this.submits.idle(), this.cancels.idle()]);
    await Promise.allSettled([...this.inFlight]);
    this.inquiry.stop();
    await this.settlement.idle();
  }

  /** If the id does not tell the kind of row, the row does; cancels do not wait behind submits. */
  private async route(id: string): Promise<void> {
    const dispatch = await this.ports.store.find(id);
    if (dispatch?.state !== 'READY') return;
    if (dispatch.kind === 'submit') this.submits.add(() => this.submit(id));
    else if (dispatch.kind === 'amend') this.submits.add(() => this.amend(dispatch));
    else this.cancels.add(() => this.cancel(dispatch));
  }

  /** An amendment that enlarges or moves an order is checked like a new order. */
  private async amend(dispatch: Dispatch): Promise<void> {
    const submit = await this.ports.store.submitOf(dispatch.clientOrderId);
    if (submit?.state === 'DONE') return this.submit(dispatch.id);
    if (!submit || submit.state === 'ABORTED') return this.dropCommand(dispatch);
    this.waitForOutcome(dispatch);
  }

  private async submit(id: string): Promise<void> {
    const { lease, clock } = this.ports;
    if (!lease.held() || this.stopped) return;
    await this.lookAtLatch();
    if (!(await this.mayBeSent())) return this.abortWhatIsDoomed(id);
    const claimed = await this.claim(id, clock.wall());
    if (!claimed) return;
    try {
      // Nothing may be awaited from here to the write.
      const signed = this.sign(claimed);
      if (!lease.held()) return;
      const reason = this.reasonToAbort(claimed);
      if (reason) return void (await this.abort(claimed, reason));
      this.send(claimed, signed);
    } catch (error) {
      // A claimed row is only handled by a successor, which queries the venue.
      this.ports.watch.fail(error);
    }
  }

  private sign({ ticket }: Dispatch): SignedCommand {
    const { entry } = this.ports;
    if (!('amendment' in ticket)) return entry.signSubmit(ticket);
    const signed = entry.signAmend?.(ticket);
    return signed ?? { signedAt: 0, send: () => Promise.resolve(CANNOT_AMEND) };
  }

  /** An order may arrive in the same transaction that lifted the latch, before the notification: a stop that waited for the resume does. */
  private async lookAtLatch(): Promise<void> {
    const { latch } = this.ports;
    if (latch.raised()) await latch.refresh().catch((error: unknown) => this.warn(error));
  }

  private async mayBeSent(): Promise<boolean> {
    if (!this.submitsAllowed) return false;
    try {
      await this.ports.entry.ready();
    } catch (error) {
      this.warn(error);
      return false;
    }
    return this.submitsAllowed;
  }

  /** A row that cannot be sent now waits, but not past its deadline. */
  private async abortWhatIsDoomed(id: string): Promise<void> {
    const dispatch = await this.ports.store.find(id);
    if (dispatch?.state !== 'READY' || this.doomOf(dispatch) === null) return;
    const claimed = await this.claim(id, this.ports.clock.wall());
    const reason = claimed && this.ports.lease.held() ? this.doomOf(claimed) : null;
    // If the latch was lifted just now, the row must not become READY again: it is claimed, and nothing was sent.
    if (claimed && this.ports.lease.held()) await this.abort(claimed, reason ?? HALTED);
  }

  private async cancel(dispatch: Dispatch): Promise<void> {
    const { store, lease, venueTime } = this.ports;
    if (!lease.held() || this.stopped) return;
    const [submit, isCancelled] = await Promise.all([store.submitOf(dispatch.clientOrderId), store.isCancelled(dispatch)]);
    if (isCancelled) return this.dropCommand(dispatch);
    switch (submit?.state) {
      case 'READY': {
        const { clientOrderId } = dispatch;
        if (await store.withdraw(submit.id, dispatch.id, dispatchReport(submit, venueTime.latest, { kind: 'withdrawn', clientOrderId })))
          return;
        return this.cancel(dispatch);
      }
      case 'SIGNED':
      case 'SENT':
      case 'UNKNOWN':
        return this.waitForOutcome(dispatch);
      case 'DONE':
        return this.sendCancel(dispatch);
      case 'ABORTED':
      case undefined:
        return this.dropCommand(dispatch);
    }
  }

  private async sendCancel(dispatch: Dispatch): Promise<void> {
    const { entry, lease } = this.ports;
    await entry.ready();
    const signed = entry.signCancel({ clientOrderId: dispatch.clientOrderId, instrument: dispatch.ticket.instrument });
    const claimed = await this.claim(dispatch.id, signed.signedAt);
    if (!claimed || !lease.held()) return;
    this.send(claimed, signed);
  }

  /** The row stays claimed: if this process ends first, the successor queries it. */
  private async sendCancelAgain(dispatch: Dispatch): Promise<void> {
    const { entry, lease } = this.ports;
    if (!lease.held()) return;
    await entry.ready();
    if (!lease.held() || this.stopped) return;
    const signed = entry.signCancel({ clientOrderId: dispatch.clientOrderId, instrument: dispatch.ticket.instrument });
    this.send({ ...dispatch, signedAt: signed.signedAt }, signed);
  }

  /** The order was never sent or is already cancelled, so there is nothing to send and nothing to report. */
  private async dropCommand(dispatch: Dispatch): Promise<void> {
    const claimed = await this.claim(dispatch.id, this.ports.clock.wall());
    if (claimed && this.ports.lease.held()) await this.settlement.settle(claimed, 'ABORTED', []);
  }

  /** A claim without an answer may have succeeded, so the process exits and its successor treats the row as in doubt. */
  private async claim(id: string, signedAt: number): Promise<Dispatch | null> {
    try {
      const claimed = await this.ports.store.claim(id, this.ports.lease.epoch, signedAt);
      if (claimed) this.remember(id);
      return claimed;
    } catch (error) {
      this.ports.watch.fail(error);
      throw error;
    }
  }

  /** Late hints about claimed rows need no database query. */
  private remember(id: string): void {
    this.claimed.add(id);
    if (this.claimed.size > REMEMBERED_CLAIMS) this.claimed.delete(this.claimed.values().next().value!);
  }

  private reasonToAbort(dispatch: Dispatch): Abort | null {
    const doom = this.doomOf(dispatch);
    if (doom) return doom;
    const message = this.ports.limits.refusal(dispatch.ticket);
    return message === null ? null : { code: 'HARD_LIMIT', message };
  }

  /** What time or a person has already decided, whether or not the venue can be reached. */
  private doomOf({ notAfter }: Dispatch): Abort | null {
    const { clock, latch } = this.ports;
    if (notAfter !== null && clock.wall() > notAfter) return STALE;
    return latch.raised() ? HALTED : null;
  }

  private abort(dispatch: Dispatch, reason: Abort): Promise<void> {
    const { clientOrderId } = dispatch;
    const report: Report = dispatch.kind === 'amend' ? amendRefused(dispatch, reason) : { kind: 'aborted', clientOrderId, ...reason };
    return this.settlement.settle(dispatch, 'ABORTED', [this.about(dispatch, report)]);
  }

  private send(dispatch: Dispatch, signed: SignedCommand): void {
    const work = signed
      .send()
      .then((outcome) => this.ended(dispatch, outcome))
      .catch((error: unknown) => this.ports.watch.fail(error));
    this.inFlight.add(work);
    void work.finally(() => this.inFlight.delete(work));
  }

  private ended(dispatch: Dispatch, outcome: CommandOutcome): Promise<void> {
    switch (dispatch.kind) {
      case 'submit':
        return this.submitEnded(dispatch, outcome);
      case 'amend':
        return this.amendEnded(dispatch, outcome);
      case 'cancel':
        return this.cancelEnded(dispatch, outcome);
    }
  }

  /** An acknowledgement proves nothing: wait until the order is seen with its new terms. */
  private async amendEnded(dispatch: Dispatch, outcome: CommandOutcome): Promise<void> {
    if (outcome.kind === 'unsent') return this.abort(dispatch, unsentAs(outcome));
    if (outcome.kind === 'refused')
      return this.settlement.settle(dispatch, 'DONE', [this.about(dispatch, amendRefused(dispatch, refusalOf(outcome)))]);
    const state = outcome.kind === 'accepted' ? 'SENT' : 'UNKNOWN';
    await this.settlement.settle(dispatch, state, []);
    this.inquiry.ask({ ...dispatch, state });
  }

  private async submitEnded(dispatch: Dispatch, outcome: CommandOutcome): Promise<void> {
    const { clientOrderId } = dispatch;
    if (outcome.kind === 'unknown') return this.becameUnknown(dispatch, outcome.cause);
    if (outcome.kind === 'unsent') {
      await this.abort(dispatch, unsentAs(outcome));
      return this.outcomeKnown(dispatch);
    }
    const report: Report =
      outcome.kind === 'accepted'
        ? { kind: 'accepted', clientOrderId, venueOrderId: outcome.venueOrderId }
        : { kind: 'refused', clientOrderId, ...refusalOf(outcome) };
    await this.settlement.settle(dispatch, 'DONE', [this.about(dispatch, report)]);
    this.outcomeKnown(dispatch);
  }

  private async becameUnknown(dispatch: Dispatch, cause: string): Promise<void> {
    const { clientOrderId } = dispatch;
    this.ports.watch.warn('an order is in doubt', { clientOrderId, cause });
    await this.settlement.settle(dispatch, 'UNKNOWN', [this.about(dispatch, { kind: 'unknown', clientOrderId, cause })]);
    this.inquiry.ask({ ...dispatch, state: 'UNKNOWN' });
  }

  private async cancelEnded(dispatch: Dispatch, outcome: CommandOutcome): Promise<void> {
    const { clientOrderId } = dispatch;
    const retryAfter = outcome.kind === 'unsent' || outcome.kind === 'refused' ? outcome.retryAfter : undefined;
    if (retryAfter !== undefined) return this.cancelRetries.add(dispatch, retryAfter);
    this.cancelRetries.forget(dispatch);
    if (outcome.kind === 'refused') {
      const { code, message } = outcome;
      return this.settlement.settle(dispatch, 'DONE', [this.about(dispatch, { kind: 'cancel-refused', clientOrderId, code, message })]);
    }
    const state = outcome.kind === 'accepted' ? 'SENT' : 'UNKNOWN';
    await this.settlement.settle(dispatch, state, []);
    this.inquiry.ask({ ...dispatch, state });
  }

  private waitForOutcome({ id, clientOrderId }: Dispatch): void {
    const waiting = this.waitingForSubmit.get(clientOrderId) ?? new Set();
    this.waitingForSubmit.set(clientOrderId, waiting.add(id));
  }

  private outcomeKnown(submit: Dispatch): void {
    const waiting = this.waitingForSubmit.get(submit.clientOrderId);
    this.waitingForSubmit.delete(submit.clientOrderId);
    for (const id of waiting ?? []) this.wake(id);
  }

  private warn(error: unknown): void {
    this.ports.watch.warn('a dispatch could not be handled now', { error });
  }

  private about(dispatch: Dispatch, report: Report): InboxReport {
    return dispatchReport(dispatch, this.ports.venueTime.latest, report);
  }
}

/** A rate limit is reported by a code that all venues share, with the time of the next attempt. */
function refusalOf({ code, message, retryAfter }: Extract<CommandOutcome, { kind: 'refused' }>): Omit<Abort, 'code'> & { code: string } {
  if (retryAfter === undefined) return { code, message };
  return { code: 'VENUE_BUSY', message: `${code}: ${message}`, retryAfter: Math.ceil(retryAfter) };
}

function unsentAs({ message, retryAfter }: Extract<CommandOutcome, { kind: 'unsent' }>): Abort {
  return { code: 'VENUE_BUSY', message, retryAfter: Math.ceil(retryAfter) };
}
