/** amount: exact decimal text in the quote asset; money: a float of it; fraction: 0.1 is 10 %; duration: milliseconds. */
export type MetricUnit = 'amount' | 'money' | 'fraction' | 'ratio' | 'count' | 'duration' | 'days';

export interface MetricDescription {
  readonly group: 'Return' | 'Risk-adjusted' | 'Drawdown' | 'Tails' | 'Market' | 'Exposure' | 'Trades' | 'Costs';
  readonly label: string;
  readonly unit: MetricUnit;
  /** Which direction is better; absent if neither is. */
  readonly better?: 'higher' | 'lower';
}

/** Every metric of a run, in display order. */
export const METRICS = {
  netProfit: { group: 'Return', label: 'Net profit', unit: 'amount', better: 'higher' },
  endEquity: { group: 'Return', label: 'Final equity', unit: 'money', better: 'higher' },
  totalReturn: { group: 'Return', label: 'Total return', unit: 'fraction', better: 'higher' },
  cagr: { group: 'Return', label: 'CAGR', unit: 'fraction', better: 'higher' },
  volatility: { group: 'Return', label: 'Volatility, annual', unit: 'fraction', better: 'lower' },
  bestDay: { group: 'Return', label: 'Best day', unit: 'fraction', better: 'higher' },
  worstDay: { group: 'Return', label: 'Worst day', unit: 'fraction', better: 'higher' },
  bestMonth: { group: 'Return', label: 'Best month', unit: 'fraction', better: 'higher' },
  worstMonth: { group: 'Return', label: 'Worst month', unit: 'fraction', better: 'higher' },
  sharpe: { group: 'Risk-adjusted', label: 'Sharpe', unit: 'ratio', better: 'higher' },
  sortino: { group: 'Risk-adjusted', label: 'Sortino', unit: 'ratio', better: 'higher' },
  calmar: { group: 'Risk-adjusted', label: 'Calmar', unit: 'ratio', better: 'higher' },
  omega: { group: 'Risk-adjusted', label: 'Omega', unit: 'ratio', better: 'higher' },
  probabilisticSharpe: { group: 'Risk-adjusted', label: 'Probabilistic Sharpe', unit: 'fraction', better: 'higher' },
  deflatedSharpe: { group: 'Risk-adjusted', label: 'Deflated Sharpe', unit: 'fraction', better: 'higher' },
  minimumTrackRecord: { group: 'Risk-adjusted', label: 'Minimum track record', unit: 'days', better: 'lower' },
  maxDrawdown: { group: 'Drawdown', label: 'Max drawdown', unit: 'fraction', better: 'lower' },
  maxDrawdownAmount: { group: 'Drawdown', label: 'Max drawdown, money', unit: 'money', better: 'lower' },
  longestDrawdown: { group: 'Drawdown', label: 'Longest drawdown', unit: 'duration', better: 'lower' },
  maxDrawdownDuration: { group: 'Drawdown', label: 'Length of the deepest', unit: 'duration', better: 'lower' },
  recoveryTime: { group: 'Drawdown', label: 'Recovery from the deepest', unit: 'duration', better: 'lower' },
  averageDrawdown: { group: 'Drawdown', label: 'Average drawdown', unit: 'fraction', better: 'lower' },
  averageDrawdownDuration: { group: 'Drawdown', label: 'Average drawdown length', unit: 'duration', better: 'lower' },
  ulcerIndex: { group: 'Drawdown', label: 'Ulcer index', unit: 'fraction', better: 'lower' },
  recoveryFactor: { group: 'Drawdown', label: 'Recovery factor', unit: 'ratio', better: 'higher' },
  valueAtRisk: { group: 'Tails', label: 'VaR, 5 % of days', unit: 'fraction', better: 'lower' },
  conditionalValueAtRisk: { group: 'Tails', label: 'CVaR, 5 % of days', unit: 'fraction', better: 'lower' },
  skewness: { group: 'Tails', label: 'Skew', unit: 'ratio', better: 'higher' },
  kurtosis: { group: 'Tails', label: 'Kurtosis', unit: 'ratio', better: 'lower' },
  tailRatio: { group: 'Tails', label: 'Tail ratio', unit: 'ratio', better: 'higher' },
  marketChange: { group: 'Market', label: 'Market change', unit: 'fraction' },
  alpha: { group: 'Market', label: 'Alpha, annual', unit: 'fraction', better: 'higher' },
  beta: { group: 'Market', label: 'Beta', unit: 'ratio' },
  correlation: { group: 'Market', label: 'Correlation', unit: 'ratio' },
  timeInMarket: { group: 'Exposure', label: 'Time in market', unit: 'fraction' },
  meanLeverage: { group: 'Exposure', label: 'Mean leverage', unit: 'ratio' },
  maxLeverage: { group: 'Exposure', label: 'Max leverage', unit: 'ratio', better: 'lower' },
  turnover: { group: 'Exposure', label: 'Turnover a year', unit: 'ratio', better: 'lower' },
  trades: { group: 'Trades', label: 'Closed trades', unit: 'count' },
  openTrades: { group: 'Trades', label: 'Open at the end', unit: 'count' },
  winRate: { group: 'Trades', label: 'Win rate', unit: 'fraction', better: 'higher' },
  profitFactor: { group: 'Trades', label: 'Profit factor', unit: 'ratio', better: 'higher' },
  payoffRatio: { group: 'Trades', label: 'Payoff ratio', unit: 'ratio', better: 'higher' },
  expectancy: { group: 'Trades', label: 'Expectancy', unit: 'money', better: 'higher' },
  expectancyRatio: { group: 'Trades', label: 'Expectancy per unit lost', unit: 'ratio', better: 'higher' },
  expectancyR: { group: 'Trades', label: 'Expectancy, R', unit: 'ratio', better: 'higher' },
  systemQuality: { group: 'Trades', label: 'SQN', unit: 'ratio', better: 'higher' },
  bestTrade: { group: 'Trades', label: 'Best trade', unit: 'amount', better: 'higher' },
  worstTrade: { group: 'Trades', label: 'Worst trade', unit: 'amount', better: 'higher' },
  bestTradeReturn: { group: 'Trades', label: 'Best trade, return', unit: 'fraction', better: 'higher' },
  worstTradeReturn: { group: 'Trades', label: 'Worst trade, return', unit: 'fraction', better: 'higher' },
  longestWinStreak: { group: 'Trades', label: 'Longest winning streak', unit: 'count', better: 'higher' },
  longestLossStreak: { group: 'Trades', label: 'Longest losing streak', unit: 'count', better: 'lower' },
  averageTradeDuration: { group: 'Trades', label: 'Average trade length', unit: 'duration' },
  longestTrade: { group: 'Trades', label: 'Longest trade', unit: 'duration' },
  fees: { group: 'Costs', label: 'Fees', unit: 'amount', better: 'lower' },
  funding: { group: 'Costs', label: 'Funding', unit: 'amount', better: 'higher' },
  tradedValue: { group: 'Costs', label: 'Traded value', unit: 'amount' },
  feeRate: { group: 'Costs', label: 'Fees of traded value', unit: 'fraction', better: 'lower' },
  feeShare: { group: 'Costs', label: 'Fees of gross profit', unit: 'fraction', better: 'lower' },
} as const satisfies Record<string, MetricDescription>;

export type MetricName = keyof typeof METRICS;

/** null: the metric has no value for this run (no trades, no variance, no loss, …). */
export type Metrics = {
  readonly [Name in MetricName]: (typeof METRICS)[Name]['unit'] extends 'amount' ? string | null : number | null;
};

export const METRIC_NAMES = Object.keys(METRICS) as readonly MetricName[];

/** The same without literal types, for code that shows any metric. */
export function describeMetric(name: MetricName): MetricDescription {
  return METRICS[name];
}
