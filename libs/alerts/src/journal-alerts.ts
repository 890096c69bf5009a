import type { Alert, Told } from './alert';
import { ExitAlerts } from './exits';
import type { ExitNews } from './exits';
import { StopDelayAlerts } from './stop-delays';
import type { StopNews } from './stop-delays';
import { StrategyFaultAlerts } from './strategy-faults';
import type { FaultNews } from './strategy-faults';
import { TradingStateAlerts } from './trading-states';
import type { TradingNews } from './trading-states';

/** Journal events that may cause an alert. */
export type JournalNews = StopNews | ExitNews | FaultNews | TradingNews;

/** Event types that must be passed in. */
export const JOURNAL_NEWS = [
  ...(['StopDelayed', 'OrderChanged', 'ExitGivenUp', 'ExitFailing', 'ExitFailingOver', 'PositionChanged'] as const),
  ...(['DeploymentStopped', 'FaultDismissed', 'TradingStateChanged'] as const),
] as const satisfies readonly JournalNews['type'][];

/** Alerts from the journals of accounts, in journal order. */
export class JournalAlerts {
  private readonly stops = new StopDelayAlerts();
  private readonly exits = new ExitAlerts();
  private readonly faults = new StrategyFaultAlerts();
  private readonly states = new TradingStateAlerts();

  /** Nothing if the event concerns no alert. */
  take(news: JournalNews, told: Told): readonly Alert[] {
    switch (news.type) {
      case 'StopDelayed':
      case 'OrderChanged':
        return this.stops.take(news, told);
      case 'ExitGivenUp':
      case 'ExitFailing':
      case 'ExitFailingOver':
      case 'PositionChanged':
        return this.exits.take(news, told);
      case 'DeploymentStopped':
      case 'FaultDismissed':
        return this.faults.take(news, told);
      case 'TradingStateChanged':
        return this.states.take(news, told);
    }
  }
}
