const LIMIT = /^MAX_POSITION_SIZE\b/;

/** How the limit is set by which orders were refused; nothing where another one refused them. */
export function positionLimitLines(reasons: readonly string[]): readonly string[] {
  const isMet = reasons.some((reason) => LIMIT.test(reason));
  return isMet ? ['--max-position sets that limit for a backtest, MAX_POSITION_SIZE for paper and live.'] : [];
}
