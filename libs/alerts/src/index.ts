export type { Alert } from './alert';
export { DATA_TRUST_PATIENCE, DataTrustAlerts } from './data-trust';
export type { AccountTrust } from './data-trust';
export { GivenUpExitAlerts } from './given-up-exits';
export type { ExitNews } from './given-up-exits';
export { judge } from './episodes';
export { StopDelayAlerts } from './stop-delays';
export type { StopNews } from './stop-delays';
export type { Episode, Episodes, Judged, Observed, Patience } from './episodes';
