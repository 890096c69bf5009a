import type { Reconciler, ReportIntake } from '@libs/engine';
import type { StreamConnection, StreamNotice, WebSocketManager } from '@libs/market-data';
import { backoffDelay } from '@libs/platform';
import type { Logger, Timers } from '@libs/platform';
import type { PrivateEvent, StreamCodec } from '@libs/sdk';

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 10_000;

export interface PrivateSessionPorts {
  readonly manager: WebSocketManager;
  readonly codec: StreamCodec<PrivateEvent>;
  readonly intake: Pick<ReportIntake, 'take'>;
  readonly reconciler: Pick<Reconciler, 'run'>;
  readonly timers: Timers;
  readonly logger: Logger;
}

/** The private stream and the reconciliation that each of its connections begins with; one picture is taken at a time. */
export class PrivateSession {
  private readonly connection: StreamConnection<PrivateEvent>;
  private life = 0;
  private reconciled = false;
  private running: Promise<void> | null = null;
  /** Something was missed while a picture was taken, which may lack it. */
  private again = false;
  private attempts = 0;
  private retry: { cancel(): void } | null = null;
  private settled: (isReconciled: boolean) => void = () => undefined;
  private trouble: string | null = 'the private stream is not connected yet';

  constructor(private readonly ports: PrivateSessionPorts) {
    this.connection = ports.manager.create('private', ports.codec, {
      events: (events) => ports.intake.take(events),
      connected: () => this.connected(),
      disconnected: (reason) => this.disconnected(reason),
      notice: (notice) => this.notice(notice),
    });
  }

  /** Why orders wait; null when they need not. */
  get problem(): string | null {
    return this.reconciled ? null : this.trouble;
  }

  /** Called with true once reconciled on a live stream, and with false as soon as the stream is gone. */
  onSettled(handler: (isReconciled: boolean) => void): void {
    this.settled = handler;
  }

  /** The trader wants a picture now; one that is being taken, or is about to be, will do. */
  reconcileNow(): void {
    if (this.connection.isConnected && !this.running && !this.retry) this.begin();
  }

  /** Orders changed at the venue and the stream did not say so: it is opened anew, and the reconciliation brings what was missed. */
  missed(clientOrderIds: readonly string[]): void {
    const orders = clientOrderIds.join(', ');
    this.ports.logger.warn('the private stream missed order updates; reconnecting', { orders });
    this.connection.reconnect(`it missed updates of ${orders}`);
  }

  start(topics: readonly string[]): void {
    this.connection.start(topics);
  }

  /** Closes the stream and resolves once the picture that is being taken has ended; none is taken after it. */
  async stop(): Promise<void> {
    this.connection.stop();
    this.endLife();
    await this.running;
  }

  private connected(): void {
    this.ports.logger.info('private stream connected');
    this.trouble = 'reconciling with the venue';
    this.endLife();
    this.reconcileAfresh();
  }

  private disconnected(reason: string): void {
    this.endLife();
    this.reconciled = false;
    this.trouble = `the private stream is down: ${reason}`;
    this.settled(false);
    this.ports.logger.warn('private stream lost', { reason });
  }

  /** Nothing that was begun or put off counts any more. */
  private endLife(): void {
    this.life += 1;
    this.attempts = 0;
    this.again = false;
    this.retry?.cancel();
    this.retry = null;
  }

  /** Wants a picture that begins from now on. */
  private reconcileAfresh(): void {
    if (this.running) this.again = true;
    else if (!this.retry) this.begin();
  }

  private begin(): void {
    this.again = false;
    this.running = this.reconcile(this.life).finally(() => {
      this.running = null;
      if (this.again) this.begin();
    });
  }

  private async reconcile(life: number): Promise<void> {
    try {
      await this.ports.reconciler.run();
      if (life === this.life) this.succeeded();
    } catch (error) {
      if (life === this.life) this.failed(error);
    }
  }

  private succeeded(): void {
    this.attempts = 0;
    this.reconciled = true;
    this.ports.logger.info('reconciled with the venue');
    this.settled(true);
  }

  private failed(error: unknown): void {
    this.attempts += 1;
    this.trouble = `reconciliation failed: ${error instanceof Error ? error.message : String(error)}`;
    this.ports.logger.warn('reconciliation failed and will be retried', { attempt: this.attempts, error });
    // It begins later than whatever else was wanted meanwhile.
    this.again = false;
    this.retry = this.ports.timers.after(backoffDelay(this.attempts, { step: FIRST_DELAY_MS, cap: LONGEST_DELAY_MS }), () => {
      this.retry = null;
      this.begin();
    });
  }

  private notice(notice: StreamNotice): void {
    const { logger } = this.ports;
    if (notice.type === 'bad-frame') {
      logger.warn('a frame of the private stream was dropped', { error: notice.error, count: notice.count });
      // It may have told of an execution, which the venue's own lists show as well.
      if (this.connection.isConnected) this.reconcileAfresh();
      return;
    }
    if (notice.type === 'alarm')
      return logger.error('the private stream cannot be opened; retrying', { tries: notice.tries, reason: notice.reason });
    if (notice.type !== 'refused') return logger.warn('the private stream', { ...notice });
    logger.error('the venue refused a private topic', { topics: notice.topics, reason: notice.message });
    // Without every topic the stream is blind on one eye.
    if (notice.topics.length > 0) this.connection.reconnect(notice.message);
  }
}
