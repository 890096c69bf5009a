export { StrategySandbox } from './host/strategy-sandbox';
export type { DeploymentSnapshot, DescribeResult, SandboxFault, SandboxHandlers, SandboxOptions, Snapshot } from './host/strategy-sandbox';
export type { DeploymentLoad } from './host/deployment-memory';
export { StrategyRegistry } from './registry/strategy-registry';
export type { BrokenStrategy, RegisteredStrategy, RegistryListing, RegistryOptions } from './registry/strategy-registry';
export { listExchanges } from './exchange/list-exchanges';
export type { ExchangeSummary } from './exchange/list-exchanges';
export { loadExchange, tradingOf } from './exchange/load-exchange';
