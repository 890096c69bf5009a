export { SETTINGS, SETTING_ROWS, type Setting, type SettingRow } from './settings/settings-table';
export { SettingsError } from './settings/settings-error';
export { INTERNAL_NAMES, type InternalName } from './settings/internal-names';
export { loadSettings, readSetting, type Environment, type LoadSettingsOptions, type Settings } from './settings/load-settings';
export {
  readApiEnvironment,
  readExecutorEnvironment,
  readResearchEnvironment,
  readSimulatorEnvironment,
  readTraderEnvironment,
  type ApiEnvironment,
  type ExecutorEnvironment,
  type ResearchEnvironment,
  type SimulatorEnvironment,
  type SimulatorSource,
  type TraderEnvironment,
} from './settings/child-environment';
export { createLogger, type LogFields, type LogLevel, type Logger, type LoggerOptions } from './logging/logger';
export { StartRefused } from './process/start-refused';
export { runProcess, type ProcessContext, type ProcessOptions, type RunningComponent } from './process/run-process';
export { codeVersion, decidesAlike, versionText, type CodeVersion } from './process/code-version';
export { isProcessMessage, type ProcessMessage } from './process/message';
export { Metrics, type MetricOptions } from './telemetry/metrics';
export { didYouMean } from './text/did-you-mean';
export { monotonicClock, systemTimers, wallClock, type MonotonicClock, type Timers, type WallClock } from './time/clock';
export { repeat } from './time/repeat';
export { backoffDelay, type BackoffOptions } from './time/backoff';
