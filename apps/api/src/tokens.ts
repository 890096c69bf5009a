/** Injection tokens of the ports that the process binds at its start. */
export const ACCOUNTS = Symbol('Accounts');
export const ACCOUNT_BOOK = Symbol('AccountBook');
export const DEPLOYMENTS = Symbol('Deployments');
export const ORDERS = Symbol('Orders');
export const DATA_TRUSTS = Symbol('DataTrusts');
export const POSITIONS = Symbol('Positions');
export const JOURNAL = Symbol('Journal');
export const COMMAND_OUTCOMES = Symbol('CommandOutcomes');
export const OPERATOR_INBOX = Symbol('OperatorInbox');
export const MARKET_QUERIES = Symbol('MarketQueries');
export const MARKET_STREAMS = Symbol('MarketStreams');
export const STRATEGY_CATALOGUE = Symbol('StrategyCatalogue');
export const EXCHANGE_LIST = Symbol('ExchangeList');
export const HEALTH_BOARD = Symbol('HealthBoard');
export const MARKET_WATCH = Symbol('MarketWatch');
export const API_OPTIONS = Symbol('ApiOptions');
