export type { Alert } from './alert';
export { DataTrustAlerts } from './data-trust';
export type { AccountTrust } from './data-trust';
export { judge } from './episodes';
export type { Episode, Episodes, Judged, Observed, Patience } from './episodes';
export { TraderDownAlerts } from './trader-downs';
export type { AccountTrader } from './trader-downs';
export { JOURNAL_NEWS, JournalAlerts } from './journal-alerts';
export type { JournalNews } from './journal-alerts';
