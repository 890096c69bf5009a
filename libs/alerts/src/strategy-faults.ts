import { alertOf } from './alert';
import type { Alert, Told } from './alert';

/** Journal events about a strategy fault. */
export type FaultNews =
  | { readonly type: 'DeploymentStopped'; readonly deploymentId: string; readonly reason: string; readonly faulted: boolean }
  | { readonly type: 'FaultDismissed'; readonly deploymentId: string; readonly reason: string };

/** Alerts about strategy faults: one for each, and one when somebody acknowledges it. */
export class StrategyFaultAlerts {
  private readonly open = new Set<string>();

  /** Nothing if the event concerns no alert. */
  take(news: FaultNews, told: Told): readonly Alert[] {
    return news.type === 'FaultDismissed' ? this.end(news, told) : this.begin(news, told);
  }

  private begin({ deploymentId, reason, faulted }: Extract<FaultNews, { type: 'DeploymentStopped' }>, told: Told): readonly Alert[] {
    if (!faulted || this.open.has(deploymentId)) return [];
    this.open.add(deploymentId);
    const text = `The strategy of deployment ${deploymentId} failed and places no more entries (${reason}); its exits stay active until it is stopped; "plimsoll close" closes its position and cancels them`;
    return [alertOf('strategy-fault', told, { what: deploymentId, state: 'RAISED', severity: 'critical', text })];
  }

  private end({ deploymentId, reason }: Extract<FaultNews, { type: 'FaultDismissed' }>, told: Told): readonly Alert[] {
    if (!this.open.delete(deploymentId)) return [];
    const text = `The fault of deployment ${deploymentId} was dismissed: ${reason}`;
    return [alertOf('strategy-fault', told, { what: deploymentId, state: 'RESOLVED', severity: 'info', text })];
  }
}
