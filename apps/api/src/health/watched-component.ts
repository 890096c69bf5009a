import type { ComponentHealth, HealthStatus } from './health.types';

/** A component that says nothing of itself; what is seen of it keeps the moment since which it is so. */
export class WatchedComponent {
  private status: HealthStatus | null = null;
  private since = new Date(0);

  constructor(
    private readonly component: string,
    private readonly now: () => Date,
  ) {}

  seen(status: HealthStatus, reason: string | null = null): ComponentHealth {
    if (status !== this.status) {
      this.status = status;
      this.since = this.now();
    }
    return { component: this.component, accountId: null, status, reason, since: this.since };
  }
}
