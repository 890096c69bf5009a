import type { HealthBoard } from '@libs/persistence';

const EVERY_MS = 5_000;

/** Keeps the reasons for which a component is not well, and tells the board of them. */
export class HealthReporter {
  private readonly reasons = new Map<string, string>();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly board: Pick<HealthBoard, 'beat'>,
    private readonly component: 'trader' | 'sandbox',
    private readonly accountId: string,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** `reason` null means that this part is well again. */
  set(part: string, reason: string | null): void {
    if (this.reasons.get(part) === (reason ?? undefined)) return;
    if (reason === null) this.reasons.delete(part);
    else this.reasons.set(part, reason);
    this.beat();
  }

  start(): void {
    this.timer = setInterval(() => this.beat(), EVERY_MS);
    this.beat();
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
  }

  private beat(): void {
    const reason = [...this.reasons.values()].join('; ');
    const told = reason === '' ? ({ status: 'ok' } as const) : ({ status: 'degraded', reason } as const);
    this.board.beat({ component: this.component, accountId: this.accountId, ...told }).catch(this.onFailure);
  }
}
